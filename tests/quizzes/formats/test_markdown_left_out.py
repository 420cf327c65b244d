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


def warned_lines(text: str, words: str) -> list[int]:
    """The lines that reports warn of in these words."""
    said = [reason for report in reports(text) for reason in report.reasons if words in reason]
    return [int(reason.split("line ")[1].split()[0]) for reason in said]


TASKS = [
    "Choose the rope that floats.",
    "Choose **the rope** that floats",
    "You lie at anchor. Select two ropes for the boat:",
    "Identify the knot which holds the anchor.",
    "Which of the ropes floats",
    "You lie at anchor. Which rope do you need",
    "What should the crew do first",
    "The rope that floats is",
    "The rope that floats is called:",
    "A rope that floats is known as",
    "True or false: hemp floats.",
    "Ropes float because of the following: (choose two)",
    "Of the following ropes, hemp floats",
    "The rope that floats is ____.",
]
CUT = ["", "A) hemp\n\n", "B) iron\n\n", "- hemp\n- iron\n\n", "hemp\niron\n\n"]


@pytest.mark.parametrize("cut", CUT)
@pytest.mark.parametrize("task", TASKS)
def test_question_without_a_mark_is_warned_of_above_and_below_the_others(
    task: str, cut: str
) -> None:
    piece = f"{task}\n\n{cut}"
    assert warned_lines(piece + SOUND, "is left out – give") == [1]
    assert warned_lines(f"{SOUND}---\n\n{piece}", "is left out – give") == [12]


@pytest.mark.parametrize("below", ["", "- hemp\n- iron\n\n", "hemp\niron\n\n"])
@pytest.mark.parametrize("task", [*TASKS[:8], "Which rope floats?"])
@pytest.mark.parametrize("sound", [SOUND, LISTED, BOXED, SOUND + "**Explanation:** So it is.\n\n"])
@pytest.mark.parametrize("follows", ["", SOUND.replace("1", "2")])
def test_question_at_the_end_of_an_explanation_is_warned_of(
    sound: str, task: str, below: str, follows: str
) -> None:
    text = f"{sound}{task}\n\n{below}{follows}"
    if sound == BOXED and (below or "Select" in task):
        return  # a list below boxes may be anything, and words that say how many their stem's
    assert warned_lines(text, "of its own") == [sound.count("\n") + 1]
    (report, *_) = reports(text)
    assert (report.status, report.key) == (Status.WARNING, ("A",))
    assert report.draft is not None
    assert report.draft.publish


@pytest.mark.parametrize(
    "text",
    [
        SOUND + "2. The rope of ships is\n\n" + SOUND.replace("1", "3"),
        SOUND + "2. Which rope floats?\n",
    ],
)
def test_number_that_goes_on_is_a_question_at_the_end_of_an_explanation(text: str) -> None:
    assert warned_lines(text, "of its own") == [10]


@pytest.mark.parametrize(
    "text",
    [
        SOUND + "---\n\n- [x] hemp\n",
        SOUND + "---\n\nC) iron\n",
        "**Answer: B**\n\n" + SOUND,
    ],
)
def test_option_and_key_that_belong_to_no_question_are_warned_of(text: str) -> None:
    (line,) = warned_lines(text, "is left out – give")
    assert line == (12 if "---" in text else 1)


@pytest.mark.parametrize("key", ["**Answer: B**", "<details><summary>Answer</summary>B</details>"])
def test_key_below_the_end_of_a_question_is_rejected(key: str) -> None:
    first, second = reports(f"{SOUND}---\n\nIt is so.\n\n{key}\n")
    assert (first.key, second.status) == (("A",), Status.REJECTED)
    assert second.line >= 12


@pytest.mark.parametrize("key", ["Answer: A", "**Correct Answer: A**"])
@pytest.mark.parametrize("stem", ["Choose the rope that floats.\n\n", "The rope is\n\nA) hemp\n\n"])
def test_key_below_a_task_is_another_question_s(stem: str, key: str) -> None:
    found = reports(f"{LISTED}It floats.\n\n{stem}{key}\n")
    assert [report.key for report in found if report.draft] == [("A",)]
    assert found[-1].status is Status.REJECTED


@pytest.mark.parametrize(
    "prose",
    [
        "What is not tied down floats away.",
        "How many ropes there are is told below.",
        "Which is why hemp is used.",
        "Choose your rope with care.",
        "Choose the best answer for each of the questions.",
        "Select the links above to jump to a part.",
        "Name your boat.",
        "Select one answer per question.",
        "The ropes worth knowing are:\n\n- hemp\n- iron",
        "Where ropes are kept, and how they are coiled.",
        "Choose hemp: it floats.",
        "## What a rope is",
        "# Choosing the rope that floats",
    ],
)
def test_prose_without_a_task_is_left_in_peace(prose: str) -> None:
    for text in (f"{prose}\n\n{SOUND}", f"{SOUND}---\n\n{prose}\n", f"{SOUND}\n{prose}\n"):
        assert warned_lines(text, "looks like a question") == [], text


@pytest.mark.parametrize(
    "explanation",
    [
        "Choose the rope that floats.",
        "It floats, since hemp is light. Why not iron? It sinks.",
        "Why do ropes float?\n\n- Hemp is light: it floats.\n- Iron is heavy: it sinks.",
        "The rope that floats is:\n\n- hemp",
        "> Choose the rope that floats.",
        "- Choose the rope that floats.",
        "1. hemp floats\n2. Choose the rope that floats.",
        "\n\n1. hemp floats\n\n2. Choose the rope that floats.",
    ],
)
def test_explanation_s_own_advice_is_left_in_peace(explanation: str) -> None:
    (report,) = reports(f"{SOUND}**Explanation:** {explanation}\n")
    assert report.status is Status.IMPORTED
    (report,) = reports(f"{SOUND}**Explanation:**\n\nIt floats.\n\n- **Tip:** {explanation}\n")
    assert report.status is Status.IMPORTED


@pytest.mark.parametrize(
    "part", ["is ", "(select one ", "which ", "is" + " " * 500, "? ", "**is** "]
)
def test_long_text_beside_questions_takes_no_long_time(part: str) -> None:
    long = part * (100_000 // len(part)) + "x"
    assert reports(f"{long}\n\n{SOUND}")
    assert reports(f"{SOUND}\n{long}\n")


def test_section_below_the_questions_is_told() -> None:
    (report,) = reports(SOUND + "### Ropes of the sea\n\nName the rope.\n")
    assert (
        "the text in line 12 stands below the questions and is left out – move it out of the quiz"
    ) in report.reasons
    assert report.status is Status.IMPORTED
