from dataclasses import replace
from typing import Any

import pytest

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.lint import Found, Rule, Severity, Subject, alone
from quizzes.lint.findings import About, Claim
from tests.quizzes.lint.subjects import TEXTS, draft, subject

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def found(subject: Subject) -> list[tuple[Rule, Severity]]:
    return [(each.rule, each.severity) for each in alone.lint(subject)]


def test_a_sound_question_is_left_in_peace() -> None:
    assert list(alone.lint(subject())) == []
    assert list(alone.lint(subject(key="AC", stem="Which two? (Select TWO)"))) == []


@pytest.mark.parametrize(
    ("words", "rule", "severity"),
    [
        ({"stem": " "}, Rule.NO_STEM, ERROR),
        ({"texts": ()}, Rule.TOO_FEW_OPTIONS, ERROR),
        ({"texts": ("Head rope",)}, Rule.TOO_FEW_OPTIONS, ERROR),
        ({"texts": ("Head rope", "Halyard")}, Rule.TOO_FEW_OPTIONS, WARNING),
        ({"key": ""}, Rule.NO_KEY, ERROR),
        ({"key": "ABCD"}, Rule.ALL_KEYS, ERROR),
        ({"texts": ("Rope", "Halyard", "rope ")}, Rule.SAME_OPTION, ERROR),
        ({"explanation": "Option A leads ahead."}, Rule.CITES_LETTER, ERROR),
        ({"explanation": "Option A leads ahead.", "shuffle": False}, Rule.CITES_LETTER, WARNING),
        ({"texts": (*TEXTS[:3], "All of the above")}, Rule.ALL_OF_THE_ABOVE, ERROR),
        (
            {"texts": (*TEXTS[:3], "None of the above"), "shuffle": False},
            Rule.ALL_OF_THE_ABOVE,
            WARNING,
        ),
        ({"explanation": ""}, Rule.NO_EXPLANATION, WARNING),
        ({"reasons": False}, Rule.NO_RATIONALE, WARNING),
        ({"explanation": "A rope lasts 35 days."}, Rule.UNSOURCED_NUMBER, WARNING),
    ],
)
def test_each_fault_is_found_and_nothing_besides(
    words: dict[str, Any], rule: Rule, severity: Severity
) -> None:
    assert found(subject(**words)) == [(rule, severity)]


def test_true_or_false_needs_two_options_only() -> None:
    assert found(subject(texts=("True", "False"))) == []
    assert found(subject(texts=("**Yes**.", "no"))) == []


@pytest.mark.parametrize(
    ("stem", "negative"),
    [
        ("Which rope is NOT a line?", True),
        ("Which rope is **not** a line?", True),
        ("Which of these is not a rope?", True),
        ("Which of these doesn't hold?", True),
        ("All of these hold EXCEPT which?", True),
        ("All of these are ropes except which one?", True),
        ("Which rope is NOT a line? (Choose TWO.)", True),
        ("Which ropes can't slip?", True),
        ("A ship is not moored. Which rope comes first?", False),
        ("The crew can NOT see the quay. Which rope comes first?", False),
        ("Which rope holds, if not the first?", False),
        ("Which knot is it?", False),
        ("Which notation is used?", False),
        ("Which design needs the LEAST effort?", False),
    ],
)
def test_a_negative_question_is_told_from_a_negative_story(stem: str, negative: bool) -> None:
    assert found(subject(stem=stem)) == [(Rule.NEGATIVE_STEM, WARNING)] * negative


def test_it_says_which_options_have_no_reason() -> None:
    sound = draft()
    bare = [replace(option, rationale="") for option in sound.options[1:3]]
    options = (sound.options[0], *bare, sound.options[3])
    (one,) = alone.lint(Subject("rope", replace(sound, options=options), services=[About("r")]))
    assert one.what == "there is no reason for option B, C"
    (every,) = alone.lint(subject(reasons=False))
    assert every.what == "there is no reason for any option"


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"services": []}, [Rule.NO_SERVICE]),
        ({"has_domain": False}, [Rule.NO_DOMAIN]),
        ({"services": [], "has_domain": False, "has_catalogue": False}, []),
        ({"services": [About("old", known=False)]}, [Rule.UNKNOWN_SERVICE]),
        ({"services": [About("far", in_scope=False), About("near")]}, [Rule.OUT_OF_SCOPE]),
    ],
)
def test_what_it_is_about_is_looked_up(changes: dict[str, Any], rules: list[Rule]) -> None:
    assert found(replace(subject(), **changes)) == [(rule, WARNING) for rule in rules]


@pytest.mark.parametrize(
    ("claims", "rules"),
    [
        ([Claim("masts")], []),
        ([Claim("masts", stale=True)], [Rule.STALE_FACT]),
        ([Claim("masts", changed=True)], [Rule.CHANGED_FACT]),
        ([Claim("a", stale=True, changed=True)], [Rule.CHANGED_FACT, Rule.STALE_FACT]),
        ([Claim("a", stale=True), Claim("b", stale=True)], [Rule.STALE_FACT] * 2),
    ],
)
def test_what_it_rests_on_must_hold(claims: list[Claim], rules: list[Rule]) -> None:
    assert found(replace(subject(), claims=claims)) == [(rule, WARNING) for rule in rules]


class TestNumbers:
    def test_have_the_source_that_the_question_has(self) -> None:
        words = subject(explanation="It lasts 35 days.")
        assert found(replace(words, has_source=True)) == []

    def test_need_a_source_once_each(self) -> None:
        words = "It lasts 35 days, never more than 35 days, and costs $5."
        told = sorted(each.what for each in alone.lint(subject(explanation=words)))
        assert told == ["“35 days” has no source", "“5 dollars” has no source"]

    def test_in_a_reason_count_too(self) -> None:
        options = (OptionDraft("A", "a", True, "Up to 64 TiB."), *draft().options[1:])
        assert found(subject(options=options)) == [(Rule.UNSOURCED_NUMBER, WARNING)]

    @pytest.mark.parametrize(
        "words",
        [
            {"explanation": "It lasts 35 days ([docs](https://example.org/ropes))."},
            {"explanation": "After 35 days it is too late.", "stem": "It takes 35 days. Which?"},
            {"explanation": "`sleep 35 days` is code."},
            {"explanation": "Question 35 says it."},
        ],
    )
    def test_with_a_link_or_from_the_story_or_in_code_need_none(
        self, words: dict[str, Any]
    ) -> None:
        assert found(subject(**words)) == []

    def test_that_the_chapter_states_with_its_source_need_none(self) -> None:
        stated = subject(explanation="It lasts 35 days and 7 nodes.")
        told = [each.what for each in alone.lint(replace(stated, sourced={"35 days"}))]
        assert told == ["“7 nodes” has no source"]


class TestPlaces:
    ORDER = QuestionDraft(
        path="",
        line=0,
        number="1",
        kind=Kind.ORDERING,
        stem="In which order?",
        options=tuple(OptionDraft(c, f"step {c}", False, place=n) for n, c in enumerate("AB", 1)),
        explanation="Since it is so.",
    )
    MATCH = replace(
        ORDER, kind=Kind.MATCHING, stem="Which goes where?", answers=("first", "second")
    )

    @pytest.mark.parametrize("sound", [ORDER, MATCH])
    def test_need_no_key_and_no_reasons(self, sound: QuestionDraft) -> None:
        assert found(Subject("order", sound, services=[About("ropes")])) == []

    @pytest.mark.parametrize(
        ("broken", "rule"),
        [
            (replace(ORDER, options=ORDER.options[:1]), Rule.TOO_FEW_OPTIONS),
            (replace(MATCH, answers=("first", "First")), Rule.SAME_OPTION),
            (replace(ORDER, stem=""), Rule.NO_STEM),
            (
                replace(ORDER, options=[replace(o, place=1) for o in ORDER.options]),
                Rule.MISPLACED,
            ),
            (
                replace(
                    MATCH,
                    options=[replace(o, place=None) for o in MATCH.options[:1]]
                    + [MATCH.options[1]],
                ),
                Rule.MISPLACED,
            ),
        ],
    )
    def test_need_a_stem_and_two_things_to_place(self, broken: QuestionDraft, rule: Rule) -> None:
        assert found(Subject("order", broken, services=[About("ropes")])) == [(rule, ERROR)]


def test_a_finding_says_where_what_and_how() -> None:
    (one,) = alone.lint(subject(key=""))
    assert str(one) == "knots.md:7 – rope – error: no option is right – mark the key"
    assert str(replace(one, place="")) == "rope – error: no option is right – mark the key"
    assert str(replace(one, place="", code="")).startswith("bank – error: ")
    assert isinstance(one, Found)
