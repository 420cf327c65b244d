"""Which quiz of a chapter an answer key is for: told by place, number or name, or not at all."""

from collections.abc import Mapping

import pytest

from quizzes.drafts import QuestionReport, Status
from tests.quizzes.test_files import read

TOP = "# Chapter 1: Boats\n\nWords about boats.\n\n"


def ask(number: int, stem: str, key: str = "", level: int = 3) -> str:
    below = f"**Answer: {key}**\n\n" if key else ""
    head = f"{'#' * level} Question {number}"
    return f"{head}\n\n{stem}?\n\nA) hemp\nB) iron\nC) clay\n\n{below}"


def quiz(title: str, *questions: str) -> str:
    return f"## {title}\n\n" + "".join(questions)


def keys(text: str) -> Mapping[str, str]:
    """The key of each question that is read, by its stem."""
    return {r.draft.stem.rstrip("?"): "".join(r.draft.key) for r in every(text) if r.draft}


def every(text: str) -> list[QuestionReport]:
    return list(read(text, "01-boats.md").questions)


ONE = quiz("Quiz", ask(1, "north"), ask(2, "south"))
TWO = quiz("Practice Test", ask(1, "east"), ask(2, "west"))
KEYED_ONE = quiz("Quiz", ask(1, "north", "C"), ask(2, "south", "C"))
KEYED_TWO = quiz("Practice Test", ask(1, "east", "C"), ask(2, "west", "C"))
AB, BC = "1. A\n2. B\n\n", "1. B\n2. C\n\n"
BETWEEN = "## Summary\n\nWords that part them.\n\n"
FOUR = {"north": "A", "south": "B", "east": "B", "west": "C"}


@pytest.mark.parametrize("between", ["", BETWEEN])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # By place: each below its own quiz, inside of it or right after it.
        (ONE + "## Answers\n\n" + AB + "{}" + TWO + "## Answers\n\n" + BC, FOUR),
        (ONE + "### Answers\n\n" + AB + "{}" + TWO + "### Answers\n\n" + BC, FOUR),
        (ONE + "### Answers\n\n" + AB + "{}" + TWO + "## Answer Key\n\n" + BC, FOUR),
        (ONE + "Answers: 1-A, 2-B\n\n{}" + TWO + "Answers: 1-B, 2-C\n", FOUR),
        (ONE + "{}" + TWO + "### Answer Key\n\n" + BC, {"east": "B", "west": "C"}),
        (ONE + "{}" + TWO + "Answers: 1-B, 2-C\n", {"east": "B", "west": "C"}),
        (ONE + "## Answers\n\n" + AB + "{}" + TWO, {"north": "A", "south": "B"}),
        # By place: the others have keys of their own.
        (KEYED_ONE + "{}" + TWO + "## Answers\n\n1. B\n2. A\n",
         {"north": "C", "south": "C", "east": "B", "west": "A"}),
        # By name, above the answers or in the key's own heading.
        (ONE + TWO + "{}## Answer Key\n\n### Quiz\n\n" + AB + "### Practice Test\n\n" + BC, FOUR),
        (ONE + TWO + "{}## Answers\n\n### Practice Test\n\n" + BC + "### Quiz\n\n" + AB, FOUR),
        (ONE + TWO + "{}## Answers\n\n**Quiz**\n\n" + AB + "**Practice Test**\n\n" + BC, FOUR),
        (ONE + TWO + "{}## Answers\n\n**Quiz:** \n1-A, 2-B\n\nPractice test:\n1-B, 2-C\n", FOUR),
        (ONE + TWO + "{}## Answers\n\n### Answers to the quiz\n\n" + AB
         + "### Practice Test: Answers\n\n" + BC, FOUR),
        (ONE + TWO + "{}## Quiz Answers\n\n" + AB
         + "## Answers to the Practice Test\n\n" + BC, FOUR),
        (ONE + TWO + "{}## Answer Key (Practice Test)\n\n" + BC
         + "## Answer Key: Quiz\n\n1-A, 2-B\n", FOUR),
        (ONE + TWO + "{}## Practice Test Answer Key\n\n" + BC, {"east": "B", "west": "C"}),
        (ONE + TWO + "{}## Quiz Answers\n\n" + AB, {"north": "A", "south": "B"}),
        # By number.
        (ONE + "{}" + quiz("Practice Test", ask(3, "east"), ask(4, "west"))
         + "## Answer Key\n\n1. A\n2. B\n3. B\n4. C\n", FOUR),
        (KEYED_ONE + "{}" + quiz("Practice Test", ask(3, "east"), ask(4, "west"))
         + "## Answer Key\n\n1. C\n2. C\n3. B\n4. C\n",
         {"north": "C", "south": "C", "east": "B", "west": "C"}),
    ],
)  # fmt: skip
def test_key_goes_to_the_quiz_that_it_is_for(
    text: str, expected: Mapping[str, str], between: str
) -> None:
    assert keys(TOP + text.replace("{}", between)) == expected


@pytest.mark.parametrize("between", ["", BETWEEN])
@pytest.mark.parametrize(
    "text",
    [
        ONE + "{}" + TWO + "## Answer Key\n\n" + AB,
        ONE + "{}" + TWO + "## Solutions\n\n" + AB,
        ONE + "{}" + TWO + "## Answers\n\n| Question | Answer |\n|---|---|\n| 1 | A |\n| 2 | B |\n",
        ONE + "{}" + TWO + "## Answers\n\n1-A, 2-B\n",
        ONE + "{}" + TWO
        + "## Answers\n\n### Question 1\n\n**Answer: A**\n\n### Question 2\n\n**Answer: B**\n",
        # Both the same number of times, but nothing says which is which.
        ONE + "{}" + TWO + "## Answers\n\n" + AB + "## Answers\n\n" + BC,
        ONE + "{}" + TWO + "## Answers\n\n### Set A\n\n" + AB + "### Set B\n\n" + BC,
        ONE + "{}" + TWO.replace("Practice Test", "Quiz")
        + "## Answers\n\n### Quiz\n\n" + AB + "### Quiz\n\n" + BC,
        # More entries than one of them has questions.
        ONE + "{}" + quiz("Practice Test", ask(1, "east")) + "## Answer Key\n\n" + AB,
        quiz("Quiz", ask(1, "north")) + "{}" + TWO + "## Answer Key\n\n" + AB,
        # One question of the first has a key of its own, the other none.
        quiz("Quiz", ask(1, "north", "A"), ask(2, "south")) + "{}" + TWO + "## Answers\n\n" + AB,
        # The name is that of neither.
        ONE + "{}" + TWO + "## Answers\n\n### Mock Exam\n\n" + AB,
    ],
)  # fmt: skip
def test_key_that_may_be_for_either_quiz_is_for_none(text: str, between: str) -> None:
    reports = every(TOP + text.replace("{}", between))
    assert [report.draft for report in reports] == [None] * len(reports)
    said = [r for r in reports if "may be for this section or for another" in r.reasons[0]]
    assert len(said) == text.count("?"), [r.reasons for r in reports]
    assert all("or name it above its answers" in r.reasons[0] for r in said)


def test_own_keys_of_the_second_do_not_make_the_key_that_of_the_first() -> None:
    text = TOP + ONE + KEYED_TWO + "## Answer Key\n\n" + AB
    assert keys(text) == {}


@pytest.mark.parametrize("name", ["Quiz 3", "Answers to Quiz 3", "**Quiz 3**"])
def test_key_of_a_quiz_that_is_not_here_is_for_none(name: str) -> None:
    first, second = quiz("Quiz 1", ask(1, "north")), quiz("Quiz 2", ask(2, "east"))
    head = name if name.startswith("*") else f"### {name}"
    reports = every(TOP + first + second + f"## Answer Key\n\n{head}\n\n" + AB)
    assert [report.draft for report in reports] == [None] * 4
    assert "names question 1, which is not here" in reports[2].reasons[0]


def test_entry_too_many_is_no_other_quizs_key() -> None:
    """The second key has an entry that only the first quiz has a question for, and no key."""
    long = quiz("Quiz", ask(1, "north"), ask(2, "south"), ask(3, "up"))
    text = TOP + long + "## Answers\n\n" + AB + TWO + "## Answers\n\n1. B\n2. C\n3. A\n"
    assert keys(text) == FOUR
    assert [(r.number, r.status) for r in every(text) if not r.draft] == [
        ("3", Status.REJECTED),
        ("3", Status.REJECTED),
    ]


def test_names_of_numbered_quizzes_and_of_the_sections_around_them() -> None:
    ten = [quiz(f"Quiz {n}: Of ropes", ask(1, f"q{n}")) for n in (1, 10, 2)]
    answers = "".join(f"### Quiz {n}\n\n1. {k}\n\n" for n, k in ((10, "B"), (1, "A"), (2, "C")))
    expected = {"q1": "A", "q10": "B", "q2": "C"}
    assert keys(TOP + "".join(ten) + "## Answer Key\n\n" + answers) == expected
    within = [
        f"## {name}\n\nWords.\n\n### Quiz\n\n" + ask(1, name, level=4)
        for name in ("Ropes", "Knots and bends")
    ]
    below = "## Answer Key\n\n### Knots and bends\n\n1. B\n\n### Ropes\n\n1. C\n"
    assert keys(TOP + "".join(within) + below) == {"Ropes": "C", "Knots and bends": "B"}


def test_reason_of_an_entry_ends_where_the_next_quiz_is_named() -> None:
    text = (
        TOP
        + ONE
        + TWO
        + "## Answers\n\n### Quiz\n\n1. A\n\nIt floats.\n\n### Practice Test\n\n1. B\n"
    )
    (first, _, second, _) = every(text)
    assert first.draft is not None
    assert second.draft is not None
    assert (first.draft.explanation, second.draft.explanation) == ("It floats.", "")


@pytest.mark.parametrize("level", [2, 3])
def test_questions_on_the_level_of_their_quizs_heading_are_read(level: int) -> None:
    hashes = "#" * level
    asked = ask(1, "north", "A", level) + ask(2, "south", level=level)
    answer = f"{hashes} Answer: B\n\n"
    last = ask(3, "up", "C", level) + f"{hashes} Ropes\n\nQuestion 4: which?\n"
    found = read(f"{TOP}{hashes} Practice Questions\n\n{asked}{answer}{last}")
    got = {r.draft.stem: "".join(r.draft.key) for r in found.questions if r.draft}
    assert got == {"north?": "A", "south?": "B", "up?": "C"}
    assert found.chapter is not None
    assert [s.title for s in found.chapter.sections][1:] == ["Practice Questions", "Ropes"]
    assert "Question 4" in found.chapter.sections[-1].markdown


def test_quizzes_whose_questions_stand_on_their_level_share_no_key() -> None:
    first = "## Quiz\n\n" + ask(1, "north", level=2)
    second = "## Practice Test\n\n" + ask(1, "east", level=2)
    assert keys(TOP + first + second + "## Answer Key\n\n1. A\n") == {}
    assert keys(TOP + first + "## Answer Key\n\n1. A\n\n" + second) == {"north": "A"}


def test_sections_of_a_bank_are_told_apart_alike() -> None:
    parts = [f"## Part {n}\n\n" + ask(1, f"one{n}") + ask(2, f"two{n}") for n in (1, 2)]
    bank = "# Ropes\n\n" + "".join(parts)
    assert keys(bank + "## Answers\n\n" + AB) == {}
    named = "## Answers\n\n### Part 2\n\n" + AB + "### Part 1\n\n1. C\n2. C\n"
    assert keys(bank + named) == {"one1": "C", "two1": "C", "one2": "A", "two2": "B"}
    own = (
        "# Ropes\n\n" + parts[0] + "### Answers\n\n" + AB + parts[1] + "### Answers\n\n1. C\n2. A\n"
    )
    assert keys(own) == {"one1": "A", "two1": "B", "one2": "C", "two2": "A"}


def test_line_of_answers_must_name_each_question_above_once() -> None:
    bank = ask(1, "north") + ask(2, "south") + ask(3, "up")
    assert keys(bank + "Answers: 1-A, 2-B, 3-C\n") == {"north": "A", "south": "B", "up": "C"}
    assert keys(bank + "**Answer Key:** 3-A; 2-B; 1-C.\n") == {
        "north": "C",
        "south": "B",
        "up": "A",
    }
    for line in (
        "Answers: 1-A, 2-B\n",
        "Answers: 1-A, 2-B, 2-C, 3-A\n",
        "Answers: 1-A, 2-B, 4-C\n",
    ):
        reports = every(bank + line)
        assert [report.draft for report in reports if report.number in "123"] == [None] * 3
        assert "do not name each question above them once" in reports[0].reasons[0]


def test_line_that_matches_options_with_answers_is_no_key_of_other_questions() -> None:
    options = "A) Sloop\nB) Ketch\n\n1) one\n2) two\n\n"
    lone = f"### Question 1\n\nMatch them?\n\n{options}Answer: 1-A, 2-B\n"
    assert keys(lone) == {}
    text = ask(1, "north") + lone.replace("Question 1", "Question 2")
    assert keys(text) == {}


STRANGER = "## Review\n\n" + ask(1, "up") + ask(2, "down")


@pytest.mark.parametrize(
    "text",
    [
        # The first has a heading that is no quiz's, so that its questions are text.
        STRANGER + ONE + "## Answer Key\n\n" + AB,
        # The first holds what cannot be read.
        "## Quiz\n\nThe rope of ships is\n\n- hemp\n- iron\n\n" + TWO + "## Answer Key\n\n" + AB,
        ONE + "## Practice Test\n\nThe rope of ships is\n\n- hemp\n\n## Answer Key\n\n" + AB,
    ],
)
def test_key_that_may_be_for_questions_that_are_not_read_is_for_none(text: str) -> None:
    reports = every(TOP + text)
    assert len(reports) == 2
    assert [report.draft for report in reports] == [None, None]
    assert all("may be for this section or for another" in r.reasons[0] for r in reports)


@pytest.mark.parametrize(
    "text",
    [
        STRANGER + ONE + "### Answers\n\n" + AB,
        STRANGER + ONE + "## Quiz Answers\n\n" + AB,
        STRANGER.replace("Question 1", "Question 5").replace("Question 2", "Question 6")
        + ONE + "## Answers\n\n" + AB,
        STRANGER.replace("A) hemp", "**Answer: A**\n\nA) hemp") + ONE + "## Answers\n\n" + AB,
        ONE + "## Answers\n\n" + AB + STRANGER,
        "## Practice Test\n\n[The test](test.md)\n\n" + ONE + "## Answers\n\n" + AB,
    ],
)  # fmt: skip
def test_key_that_is_surely_for_the_quiz_is_read_beside_other_questions(text: str) -> None:
    assert keys(TOP + text) == {"north": "A", "south": "B"}


@pytest.mark.parametrize("answers", ["1. C\n", "- 1: C\n"])
def test_key_within_a_quiz_is_no_other_quizs(answers: str) -> None:
    """The second quiz's question has lost its head, or all of it is lost."""
    first = quiz("Quiz", ask(1, "north"))
    headless = ask(1, "east").split("\n", 1)[1]
    for second, level in ((headless, "###"), (headless, "##"), ("", "###")):
        text = TOP + first + quiz("Practice Test", second) + f"{level} Answers\n\n" + answers
        assert keys(text) == {}


def test_key_of_one_line_above_the_next_quiz_is_a_key() -> None:
    first = quiz("Quiz", ask(1, "north")) + "## Answers\n\n1. A\n\n"
    second = quiz("Practice Test", ask(1, "east").split("\n", 1)[1]) + "## Answers\n\n1. C\n"
    assert keys(TOP + first + second) == {"north": "A"}


def test_key_that_cannot_be_read_leaves_the_quiz_above_it_without_one() -> None:
    first = quiz("Quiz", ask(1, "north")) + "## Answers\n\nSee the next page.\n\n"
    second = quiz("Practice Test", ask(2, "east")) + "## Answers\n\n1. C\n2. C\n"
    assert keys(TOP + first + second)["east"] == "C"
    assert keys(TOP + first + second.replace("Question 2", "Question 1")) == {"east": "C"}


def test_option_apart_from_the_others_makes_the_question_doubtful() -> None:
    broken = (
        ask(1, "north").replace("\nB) iron\nC) clay", "\n\nAnd so?\n") + "A) x\nB) y\n\nAnswer: B\n"
    )
    (report,) = every(TOP + quiz("Quiz", broken))
    assert report.draft is None or not report.draft.publish
