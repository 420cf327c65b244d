"""Questions whose options take places: orders and matches, in the forms that people write."""

import pytest

from quizzes.drafts import Kind, QuestionReport, Status
from quizzes.formats.markdown import read

ORDER = "### Question 1\n\nPut them in order.\n\nA) Stop\nB) Start\nC) Copy\n\n{key}\n"
MATCHES = (
    "### Question 1\n\nMatch them.\n\nA) Sloop\nB) Ketch\nC) Yawl\n\n"
    "1) one mast\n2) two masts\n3) three masts\n\n{key}\n"
)


def only(text: str) -> QuestionReport:
    (report,) = read(text, path="bank.md")
    return report


@pytest.mark.parametrize(
    "key",
    [
        "**Correct Order: C, A, B**",
        "**Correct order:** C, A, B",
        "Correct order: C → A → B",
        "Correct order: C -> A -> B",
        "Correct order: C > A > B",
        "Correct Sequence: C; A; B",
        "The correct order is: C, then A, then B",
        "**Correct Order: C) Copy, A) Stop, B) Start**",
        "**Correct Order: CAB**",
        "**Correct Order:**\n\n1. C\n2. A\n3. B",
        "**Correct Order:**\n\n- C) Copy\n- A) Stop\n- B) Start",
        "Answer: C → A → B",
        "<details><summary>Answer</summary>\n\n**Correct Order: C, A, B**\n\n</details>",
        "#### Correct Order: C, A, B",
        "> **✅ Correct Order: c, a, b**",
    ],
)
def test_order_is_read_in_every_form(key: str) -> None:
    report = only(ORDER.format(key=key))
    assert (report.status, report.kind, report.key) == ("imported", Kind.ORDERING, ("C", "A", "B"))
    assert report.draft is not None
    assert [option.place for option in report.draft.options] == [2, 3, 1]
    assert [option.is_key for option in report.draft.options] == [False] * 3
    assert report.draft.stem == "Put them in order."


@pytest.mark.parametrize(
    "key",
    [
        "**Correct Matches: A-1, B-2, C-2**",
        "**Correct matches:** A → 1; B → 2; C → 2",
        "Correct Match: A1, B2, C2",
        "Correct Matching: A: 1, B: 2, C: 2",
        "Correct pairs: A = 1, B = 2 and C = 2",
        "The correct matches are: (A)-(1), (B)-(2), (C)-(2)",
        "**Correct Matches: C-2, A-1, B-2**",
        "**Correct Matches:**\n\n- A → 1\n- B → 2\n- C → 2",
        "Answer: A-1, B-2, C-2",
        "Answer: A1, B2, C2",
        "<details><summary>Answer</summary>\n\nCorrect Matches: A – 1, B – 2, C – 2\n\n</details>",
    ],
)
def test_matches_are_read_in_every_form(key: str) -> None:
    report = only(MATCHES.format(key=key))
    assert (report.status, report.kind) == ("imported", Kind.MATCHING), report.reasons
    assert report.key == ("A-1", "B-2", "C-2")
    assert report.draft is not None
    assert report.draft.answers == ("one mast", "two masts", "three masts")
    assert [option.text for option in report.draft.options] == ["Sloop", "Ketch", "Yawl"]


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        (ORDER, "**Correct Order: C, A**", "the order leaves an option out or names one twice"),
        (ORDER, "**Correct Order: C, A, A**", "the order leaves an option out or names one twice"),
        (ORDER, "**Correct Order: C, A, B, A**", "the order leaves an option out"),
        (ORDER, "**Correct Order: C, A, D**", "the order names D, which no option bears"),
        (ORDER, "**Correct Order: as below**", "the order “as below” cannot be read"),
        (ORDER, "**Correct Order:**", "the order is empty"),
        (ORDER, "**Correct Order: C, A, B**\n\n**Correct Answer: A**", "two keys that differ"),
        (ORDER, "**Correct Order: C, A, B**\n\nAnswer: B → A → C", "two keys that differ"),
        (ORDER, "**Correct Matches: A-1, B-2, C-1**", "there are no answers"),
        (MATCHES, "**Correct Matches: A-1, B-2**", "an option has no answer"),
        (MATCHES, "**Correct Matches: A-1, B-2, C-4**", "the answers are 1 to 3"),
        (MATCHES, "**Correct Matches: A-1, B-2, C-0**", "the answers are 1 to 3"),
        (MATCHES, "**Correct Matches: A-1, A-2, B-2, C-1**", "option A is matched twice"),
        (MATCHES, "**Correct Matches: A-1, B-2, D-3**", "the key names D, which no option bears"),
        (MATCHES, "**Correct Matches: masts first**", "the matches “masts first” cannot be read"),
        (MATCHES.replace("2)", "4)"), "**Correct Matches: A-1, B-2, C-2**", "there are no answers"),
    ],
)
def test_what_is_not_whole_is_refused_with_a_reason(text: str, key: str, reason: str) -> None:
    report = only(text.format(key=key))
    assert report.status is Status.REJECTED
    assert reason in " | ".join(report.reasons)
    assert " – " in report.reasons[0]


def test_step_that_says_other_words_is_doubted() -> None:
    report = only(ORDER.format(key="**Correct Order: C) Copy, A) Begin, B) Start**"))
    assert report.status is Status.WARNING
    assert report.reasons[0].startswith("the order says A but “Begin”, and option A is “Stop”")
    assert report.draft is not None
    assert not report.draft.publish


def test_answers_may_be_longer_than_a_line_and_stand_among_choices() -> None:
    choice = "5. Which floats?\n\nA) cork\nB) lead\n\nAnswer: A\n\n"
    matching = (
        "6. Match them:\n\n   - A. Sloop\n   - B. Ketch\n\n   1. one mast,\n      and a jib\n"
        "   2. two masts\n\n   Correct matches: A-1, B-2\n\n"
    )
    last = "7. Which sinks?\n\nA) cork\nB) lead\n\nAnswer: B\n"
    first, second, third = read(choice + matching + last, path="bank.md")
    assert (first.key, third.key) == (("A",), ("B",))
    assert (second.number, second.key) == ("6", ("A-1", "B-2"))
    assert second.draft is not None
    assert second.draft.answers == ("one mast,\nand a jib", "two masts")


def test_keys_apart_give_orders_and_matches() -> None:
    text = (
        ORDER.format(key="")
        + MATCHES.format(key="").replace("Question 1", "Question 2")
        + "## Answers\n\nQ1. Correct Order: B, C, A\n\nQ2. Correct Order: C, A, B\n"
    )
    first, second = read(text, path="bank.md")
    assert (first.kind, first.key) == (Kind.ORDERING, ("B", "C", "A"))
    assert second.kind == Kind.ORDERING


@pytest.mark.parametrize(
    "words", ["The correct order of steps is not known.", "Correct order matters here a lot"]
)
def test_prose_about_an_order_is_no_key(words: str) -> None:
    report = only(ORDER.format(key=f"**Answer: B**\n\n{words}"))
    assert (report.kind, report.key) == (Kind.SINGLE, ("B",))
    assert report.draft is not None
    assert words in report.draft.explanation
