"""Whatever the text, the reader ends with reports that hold together."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.drafts import Kind, QuestionReport, Status
from quizzes.formats.markdown import is_bank, read, says_coming_soon
from tests.quizzes.formats.drafts_strategy import MARKUP

CORPUS = Path(__file__).parents[2] / "corpus" / "markdown"
TEXTS = [path.read_bytes().decode() for path in sorted(CORPUS.glob("*.md"))]
CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
RANDOM = st.lists(st.sampled_from(MARKUP) | CHARACTERS, max_size=40).map("\n".join)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_sound(reports: Sequence[QuestionReport], *, lines: int) -> None:
    for report in reports:
        assert 1 <= report.line <= lines
        assert (report.draft is None) is (report.status is Status.REJECTED)
        assert report.reasons or report.status is Status.IMPORTED
        if draft := report.draft:
            assert draft.stem.strip()
            assert len(draft.options) == report.options >= 2
            assert draft.key == report.key
            assert draft.key
            if draft.kind.is_choice:
                assert (draft.kind is Kind.MULTIPLE) is (len(draft.key) > 1)
            else:
                assert len(draft.key) == len(draft.options)
            assert len({option.letter for option in draft.options}) == len(draft.options)
            assert "\0" not in f"{draft}"
    assert [report.line for report in reports] == sorted(report.line for report in reports)


def check(text: str) -> None:
    assert_sound(read(text, path="any.md"), lines=text.count("\n") + text.count("\r") + 1)


@QUICK
@given(RANDOM)
def test_random_text_ends_in_reports(text: str) -> None:
    check(text)
    assert is_bank(text) in (True, False)
    assert says_coming_soon(text) in (True, False)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A text of the corpus with some lines dropped, doubled, moved, replaced or broken."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        deed = draw(st.sampled_from(["drop", "double", "move", "put", "cut", "indent", "quote"]))
        if deed == "drop" and len(lines) > 1:
            del lines[at]
        elif deed == "double":
            lines.insert(at, lines[at])
        elif deed == "move":
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif deed == "put":
            lines.insert(at, draw(st.sampled_from(MARKUP) | CHARACTERS))
        elif deed == "cut":
            lines[at] = lines[at][draw(st.integers(0, 5)) :]
        else:
            lines[at] = ("    " if deed == "indent" else "> ") + lines[at]
    return "\n".join(lines)


@QUICK
@given(mutated())
def test_mutated_questions_end_in_reports(text: str) -> None:
    check(text)
    assert is_bank(text) in (True, False)


def long_line(piece: str, *, size: int) -> str:
    return piece * (size // len(piece))


@pytest.mark.growth
@pytest.mark.parametrize(
    "piece",
    [
        *["[", "[]", "(", "`", "``` ", "~~~\n", "```x\n", "<", "<p>", "</p>", "<br>", "<br", "*"],
        *["**", "_", "- ", "- [", "> ", "#", "# ", "\n# a", "A, ", "A and ", "a) ", "A) a\n"],
        *["answer ", "Answer: A\n", "**Answer:**\n", "Q1 ", "Q1. \n", "1. ", "1. a\n", "1-A ", "|"],
        *["| 1 | A |\n", "\\", " ", "a ", "\t", "---\n", "===\n", "a\n---\n", "<!--", "<!---->"],
        *["<!-- a\n", "-->\n", "<!-- text -->\n", "<summary>a</summary>", "<summary>", "all "],
        *["<details><summary>Answer</summary>\n", "which of ", "why ", "![](", "\n\n", "A) \n\n"],
        *[
            "**Q1.**\n# a\n",
            "### Question 1\nA) a\nB) b\n\nAnswer: A\n",
            "- **A)** a\n",
            "...",
            "1",
        ],
        *[
            "Q2. Answer: A\n",
            "### Answers\n1. A\n",
            "```\nA) a\nB) b\n",
            "https://a ",
            "<https://",
            "&",
        ],
        *[
            "<!-- id: a -->\n",
            "**Explanation:** a\n",
            "A) a\n- [ ] b\n",
            "b) a\n\n",
            "\x00",
            "\ue000",
        ],
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        *["{}", "{}x", "### Question 1\n{}\nA) x\nB) y {}\n\nAnswer: A\n\n{}", "Answer: A{}x"],
        *["### Question 1\nA) (correct{}x\nB) [ {}]\n\nAnswer: A", "??? a{}!", "::: a{}]"],
        *["{{{{< a{}!", "> [!a]{}]"],
    ],
)
def test_hostile_repetition_costs_little(piece: str, place: str) -> None:
    text = place.format(*[long_line(piece, size=12_000)] * 3)
    start = time.process_time()
    check(text)
    is_bank(text)
    # What grows with the square of the text takes longer here, and hours with a file.
    assert time.process_time() - start < 3


@pytest.mark.growth
def test_cost_grows_with_the_text_and_no_faster() -> None:
    def bank(size: int) -> str:
        question = (
            "### Question {i}\n<!-- id: q-{i} -->\n\nWhich is number {i}? (Select TWO)\n\n"
            "A) this {i}\nB) that\nC) `another`\n\n**Correct Answers: A, B**\n\n"
            "**Explanation:** It is *this* and that.\n\n- **A)** yes\n- **C)** no\n\n"
        )
        return "".join(question.format(i=i) for i in range(size))

    def cost(text: str, size: int) -> float:
        start = time.process_time()
        assert len(read(text, path="bank.md")) == size
        return time.process_time() - start

    small = min(cost(bank(500), 500) for _ in range(3))
    large = cost(bank(10_000), 10_000)
    assert large < 90
    assert large < 150 * small


SOUND = [
    "### Question 1\n\nalpha is the first?\n\nA) alpha one\nB) alpha two\n\n**Answer: A**\n\n"
    "**Explanation:** alpha because.\n\n",
    "### Question 3\n\nomega is the last?\n\nA) omega one\nB) omega two\n\n**Answer: B**\n\n"
    "**Explanation:** omega because.\n\n",
]
STEM_ALONE = 0b00010  # a paragraph more of the first question's explanation, for all one can tell
MIDDLE = [
    "### Question 2\n\n",
    "The middle one {mark}\n\n",
    "A) middle one\nB) middle two\n\n",
    "**Answer: {key}**\n\n",
    "**Explanation:** middle because.\n\n",
]


@pytest.mark.parametrize("mark", ["is which?", "is this"])
@pytest.mark.parametrize("key", ["A", "B"])
@pytest.mark.parametrize("kept", range(32))
def test_a_broken_question_leaves_its_neighbours_alone(kept: int, key: str, mark: str) -> None:
    """The middle question loses any of its parts; what is published of the others stays theirs."""
    middle = "".join(part for i, part in enumerate(MIDDLE) if kept >> i & 1)
    text = SOUND[0] + middle.format(key=key, mark=mark) + SOUND[1]
    reports = read(text, path="bank.md")
    first, last = reports[0], reports[-1]
    assert last.draft == read(SOUND[1], path="bank.md", first_line=last.line)[0].draft
    assert first.draft is not None
    assert first.key == ("A",)
    assert [option.text for option in first.draft.options] == ["alpha one", "alpha two"]
    if "middle" in str(first.draft) and kept != STEM_ALONE:
        assert first.status is Status.WARNING
        assert not first.draft.publish
    if kept == 31:
        assert [report.key for report in reports] == [("A",), (key,), ("B",)]


@pytest.mark.parametrize("text", ["<!----><!--", "<!-- a --> <!-- b\n", "<!-- a\n--><!-- b"])
def test_a_comment_left_open_behind_another_is_text(text: str) -> None:
    whole = f"{text}\n\n### Question 1\n\nWhich?\n\nA) x\nB) y\n\nAnswer: A\n"
    assert [report.key for report in read(whole, path="b.md")] == [("A",)]
    assert read(text, path="b.md") == ()


@pytest.mark.parametrize("letter", ["ﬁ", "ß", "İ", "ǰ"])
def test_a_letter_that_is_two_in_small_is_a_letter(letter: str) -> None:
    text = f"### Question 1\n\nWhich?\n\n{letter}) x\nB) y\nC) z\n\nAnswer: B\n"
    (report,) = read(text, path="b.md")
    assert report.options >= 2
    assert_sound([report], lines=10)
    fenced = f"### Question 1\n\nWhich?\n\n```\n{letter}) x\nB) y\n```\n\nAnswer: B\n"
    assert_sound(read(fenced, path="b.md"), lines=12)


def test_a_fence_in_an_item_ends_at_a_mark_of_its_own() -> None:
    text = (
        "### Question 1\nWhich?\n\n- ~~~[( )] a\n- [(X)] b\n\nAnd which?\n---\n\n- [[X]] c\n- d\n"
    )
    assert_sound(read(text, path="bank.md"), lines=text.count("\n"))
