"""Nothing that an author meant as a question is left out without a word."""

import pytest

from quizzes.drafts import QuestionReport, Status
from quizzes.formats.markdown import read

SOUND = "### Question 1\n\nWhich floats?\n\nA) hemp\nB) iron\n\n**Answer: A**\n\n"
LISTED = "1. Which floats?\n\nA) hemp\nB) iron\n\nAnswer: A\n\n"
BOXED = "### Which floats?\n\n- [x] hemp\n- [ ] iron\n\n"


def reports(text: str) -> list[QuestionReport]:
    return [*read(text, path="bank.md")]


@pytest.mark.parametrize(
    ("above", "broken", "reason"),
    [
        # One option, or none.
        (SOUND, "### Ropes of the sea\n\nName the rope.\n\nA) hemp\n", "no key"),
        (SOUND, "### Ropes of the sea\n\nA) hemp\n\n**Answer: A**\n", "1 option found"),
        ("", "### Ropes of the sea\n\nName the rope.\n\n- A. hemp\n", "no key"),
        (LISTED, "2. The rope of ships is\n\nA) hemp\n", "no key"),
        (LISTED, "2. The rope of ships is\n\nA) hemp\n\n3. Which?\n\nA) x\nB) y\n\nAnswer: A\n",
         "no key"),
        (LISTED, "2. The rope of ships is\n", "no key"),
        (LISTED, "2. The rope of ships is\n\nIt floats.\n", "no key"),
        (LISTED, "2. The rope of ships is\n\n- [ ] hemp\n", "no key"),
        ("", "1. The rope of ships is\n\nA) hemp\n\n" + LISTED.replace("1.", "2."), "no key"),
        # Boxes that nobody ticked.
        (BOXED, "### The rope of ships is\n\n- [ ] hemp\n- [ ] iron\n", "no key"),
        (BOXED, "### 2. The rope of ships is\n\n- [ ] hemp\n- [ ] iron\n", "no key"),
        (SOUND, "### Question 2\n\nThe rope of ships is\n\n- [ ] hemp\n- [ ] iron\n", "no key"),
        (SOUND, "### 2. The rope of ships is\n\n- [ ] hemp\n- [ ] iron\n", "no key"),
    ],
)  # fmt: skip
def test_broken_question_is_rejected_where_it_stands(above: str, broken: str, reason: str) -> None:
    text = above + broken
    found = {report.line: report for report in reports(text)}
    at = above.count("\n") + 1
    assert found[at].status is Status.REJECTED
    assert found[at].reasons[0].startswith(reason)
    others = [report for line, report in found.items() if line != at]
    assert [report.key for report in others] == [("A",)] * len(others)
    assert len(others) == text.count("floats?") + text.count("Which?")


@pytest.mark.parametrize(
    "below",
    [
        "**Explanation:**\n\n1. it floats\n2. it is dry\n3. it is light\n",
        "It floats:\n\n1. it is dry\n\n2. it is light\n",
        "### How did you do\n\n- [ ] I knew it\n- [ ] I guessed\n",
        "### Ropes of the sea\n\nSee the next chapter.\n",
        "- A hemp rope is light\n",
    ],
)
@pytest.mark.parametrize("sound", [SOUND, LISTED])
def test_lists_and_prose_below_a_question_are_no_question(sound: str, below: str) -> None:
    (report,) = reports(sound + below)
    assert (report.status, report.key) == (Status.IMPORTED, ("A",))


REASONS = "- **A)** it floats\n- **B)** it sinks\n- **C)** it melts\n"


@pytest.mark.parametrize(
    "head", ["### Question 1\n\nWhich floats?\n\n", "### Question 1: which floats?\n\n",
             "1. Which floats?\n\n", "**Q1.** Which floats?\n\n", "Which floats?\n\n"],
)  # fmt: skip
@pytest.mark.parametrize(
    "key", ["**Answer: A**\n\n", "**Answer: A**\n\n**Explanation:** So.\n\n",
            "**Explanation:**\n\n", "Answer: A\n\nWhy:\n\n",
            "#### Answer: A\n\n#### Explanation\n\n"],
)  # fmt: skip
@pytest.mark.parametrize("reasons", [REASONS, REASONS.replace("- ", "").replace("**", "")])
def test_reasons_of_options_that_are_missing_are_no_options(
    head: str, key: str, reasons: str
) -> None:
    found = reports(head + key + reasons)
    assert found
    assert [report.draft for report in found] == [None] * len(found)


@pytest.mark.parametrize("key", ["**Answer: A**", "#### Answer: A\n\n#### Explanation"])
def test_reasons_that_are_no_options_are_told_once(key: str) -> None:
    (report,) = reports(f"### Question 1\n\nWhich floats?\n\n{key}\n\n{REASONS}")
    assert (report.line, report.options) == (1, 0)
    assert report.reasons[0].startswith("no options found")
    (first, second) = reports(
        "### Question 1\n\nWhich floats?\n\n**Answer: A**\n\n" + REASONS + SOUND
    )
    assert (first.draft, second.key) == (None, ("A",))


def test_key_above_its_question_is_read() -> None:
    text = "### Question 1\n\n**Answer: B**\n\nWhich floats?\n\nA) iron\nB) hemp\n"
    (report,) = reports(text)
    assert (report.status, report.key) == (Status.IMPORTED, ("B",))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Which rope do you take?\n\n" + SOUND, 1),
        ("# Ropes\n\nThe rope of ships is ____\n\n" + SOUND, 3),
        ("### Which rope?\n\n" + SOUND, 1),
        (SOUND + "---\n\nAnd which rope is it now?\n\n" + SOUND.replace("1", "2"), 12),
        (SOUND + "---\n\n**And which is it now?**\n", 12),
        (SOUND + "## Ropes\n\nWhich one do you take?\n", 12),
        (SOUND + "---\n\n> Which one (of the two)?\n", 12),
    ],
)
def test_text_beside_questions_that_looks_like_one_is_warned_of(text: str, line: int) -> None:
    found = reports(text)
    assert [report.key for report in found] == [("A",)] * text.count("floats?")
    said = [reason for report in found for reason in report.reasons if "looks like" in reason]
    assert said == [
        f"the text in line {line} looks like a question and is left out – give it "
        "“### Question”, options and a key, or move it out of the quiz"
    ]
    (warned,) = [report for report in found if said[0] in report.reasons]
    assert warned.status is Status.WARNING
    assert warned.draft is not None
    assert warned.draft.publish


@pytest.mark.parametrize(
    "text",
    [
        "Ready to test yourself?\n\n" + SOUND,
        "How well do you know your ropes?\n\n" + SOUND,
        "# Which rope? A quiz\n\n" + SOUND,
        "# Which rope?\n\n" + SOUND,
        "Failed? Try again.\n\nChoose one answer for each question.\n\n" + SOUND,
        "[Which rope?](ropes.md)\n\n" + LISTED,
        SOUND + "---\n\nFair winds!\n",
        SOUND + "---\n\n[Back to the quiz](#quiz)\n",
    ],
)
def test_text_beside_questions_that_asks_for_nothing_is_left_out_in_peace(text: str) -> None:
    (report,) = reports(text)
    assert report.status is Status.IMPORTED
    assert not any("left out" in reason for reason in report.reasons)


def test_section_below_the_questions_is_told() -> None:
    (report,) = reports(SOUND + "### Ropes of the sea\n\nName the rope.\n")
    assert (
        "the text in line 12 stands below the questions and is left out – move it out of the quiz"
    ) in report.reasons
    assert report.status is Status.IMPORTED
