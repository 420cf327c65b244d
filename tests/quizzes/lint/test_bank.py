from dataclasses import replace

import pytest

from quizzes.drafts import Kind, OptionDraft
from quizzes.lint import Rule, Severity, Subject, bank, lint
from tests.quizzes.lint.subjects import TEXTS, subject

LONG = "A ship lies at the quay in a strong wind off the land; which line leads ahead from the bow?"


def several(count: int, *, keys: str = "ABCD", options: int = 4) -> list[Subject]:
    """Questions that are unlike each other, whose keys go round."""
    texts = ("one", "two", "six", "ten", "few")[:options]
    return [
        subject(f"q{n}", key=keys[n % len(keys)], texts=texts, stem=f"Unlike {n}?")
        for n in range(count)
    ]


def found(*subjects: Subject) -> list[tuple[Rule, Severity, str]]:
    return [(each.rule, each.severity, each.code) for each in bank.lint(subjects)]


class TestRepeated:
    def test_with_the_same_options_it_is_an_error_of_the_later_one(self) -> None:
        again = subject("again", stem="WHICH line, leads ahead from the bow", texts=TEXTS[::-1])
        assert found(subject("first"), again) == [(Rule.SAME_QUESTION, Severity.ERROR, "again")]

    def test_with_other_options_it_is_a_warning(self) -> None:
        again = subject("again", texts=("One", "Two", "Three", "Four"))
        assert found(subject("first"), again) == [(Rule.SAME_STEM, Severity.WARNING, "again")]

    def test_without_a_stem_nothing_is_repeated(self) -> None:
        assert found(subject("a", stem=""), subject("b", stem="?")) == []

    def test_nearly_is_a_warning_that_says_how_nearly(self) -> None:
        near = subject("near", stem=LONG.replace("bow", "stem"))
        (one,) = bank.lint([subject("first", stem=LONG), near])
        assert (one.rule, one.code) == (Rule.NEAR_DUPLICATE, "near")
        assert one.what == "its stem is 89% like that of “first”"

    def test_with_the_same_words_it_is_not_said_twice(self) -> None:
        again = subject("again", stem=LONG.upper())
        rules = [each.rule for each in bank.lint([subject("first", stem=LONG), again])]
        assert rules == [Rule.SAME_QUESTION]


class TestPositions:
    @pytest.mark.parametrize("count", [40, 41, 43, 400])
    def test_even_ones_are_no_matter(self, count: int) -> None:
        assert found(*several(count)) == []

    def test_skewed_ones_are_counted_out(self) -> None:
        (one,) = bank.lint(several(40, keys="AAAB"))
        assert (one.rule, one.severity, one.code) == (Rule.KEY_POSITION, Severity.WARNING, "")
        assert "of 40 questions with 4 options: A 30, B 10, C 0, D 0" in one.what

    def test_too_few_say_nothing(self) -> None:
        assert found(*several(19, keys="A")) == []
        assert [rule for rule, _s, _c in found(*several(20, keys="A"))] == [Rule.KEY_POSITION]

    def test_each_number_of_options_is_judged_by_its_own_chance(self) -> None:
        """Thirds and quarters together are even, though A is more often right than D."""
        assert found(*several(40), *_renamed(several(30, keys="ABC", options=3))) == []
        (one,) = bank.lint([*several(40), *_renamed(several(30, keys="A", options=3))])
        assert "of 30 questions with 3 options: A 30, B 0, C 0" in one.what

    def test_several_keys_are_no_position(self) -> None:
        multiple = [replace(s, draft=replace(s.draft, kind=Kind.MULTIPLE)) for s in several(40)]
        assert found(*multiple) == []


def _renamed(subjects: list[Subject]) -> list[Subject]:
    return [
        replace(s, code=f"x{s.code}", draft=replace(s.draft, stem=f"Else {s.code}?"))
        for s in subjects
    ]


class TestLengths:
    def longest(self, count: int, of: int) -> list[Subject]:
        """count of the questions have the longest option as their key."""
        made = several(of)
        for place in range(count):
            draft = made[place].draft
            options = [
                OptionDraft(o.letter, o.text + " and more" * o.is_key, o.is_key, o.rationale)
                for o in draft.options
            ]
            made[place] = replace(made[place], draft=replace(draft, options=options))
        return made

    def test_the_key_too_often_the_longest_is_said_with_what_chance_gives(self) -> None:
        (one,) = bank.lint(self.longest(22, 40))
        assert one.rule is Rule.KEY_LONGEST
        assert "longest option in 22 of 40 questions, where chance gives 10" in one.what

    @pytest.mark.parametrize(("count", "of"), [(10, 40), (14, 40), (19, 19), (0, 40)])
    def test_as_often_as_chance_or_of_too_few_it_is_not(self, count: int, of: int) -> None:
        assert found(*self.longest(count, of)) == []

    def test_as_long_as_another_is_not_longest(self) -> None:
        even = [subject(f"q{n}", texts=("aa", "bb", "c", "d"), stem=f"Q {n}?") for n in range(19)]
        assert found(*even) == []


def test_findings_stand_in_the_questions_order_and_the_banks_last() -> None:
    made = several(40, keys="A")
    made[5] = replace(made[5], draft=replace(made[5].draft, explanation=""))
    made[9] = replace(made[9], draft=replace(made[9].draft, stem=made[2].draft.stem))
    made[3] = subject("q3", key="", stem="No key?")
    codes = [each.code for each in lint(made)]
    assert codes == ["q3", "q5", "q9", ""]
    assert lint([]) == []
