"""The same questions set in every dialect read back to the same stems, options and keys."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Status
from quizzes.formats.markdown import is_bank, read
from quizzes.formats.markdown_writer import write

VOCABULARY = ["water", "stone", "river", "copper", "seven", "été", "Ωmega", "тест", "水", "x2"]
WORDS = st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=5).map(" ".join)


@dataclass(frozen=True)
class Asked:
    stem: str
    options: Sequence[str]
    keys: frozenset[int]

    @property
    def letters(self) -> list[str]:
        return [chr(65 + i) for i in sorted(self.keys)]

    def lines(self, form: str, *, right: str = "", wrong: str = "") -> str:
        """The options, a line each: {m} is the mark, {l} and {u} the letter, {t} the text."""
        return "\n".join(
            form.format(m=right if i in self.keys else wrong, l=chr(97 + i), u=chr(65 + i), t=text)
            for i, text in enumerate(self.options)
        )


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    options = draw(st.lists(WORDS, min_size=2, max_size=5, unique_by=lambda t: t.casefold()))
    keys = draw(st.sets(st.integers(0, len(options) - 1), min_size=1))
    cue = f" (Select {len(keys)})" if len(keys) > 1 else ""
    return Asked(f"Which {draw(WORDS)} is it{cue}?", options, frozenset(keys))


def in_turn(form: Callable[[int, Asked], str]) -> Callable[[Sequence[Asked]], str]:
    return lambda asked: "\n\n".join(form(i + 1, one) for i, one in enumerate(asked)) + "\n"


def our_own(asked: Sequence[Asked]) -> str:
    return write(
        [
            QuestionDraft(
                path="",
                line=0,
                number="",
                kind=Kind.MULTIPLE if len(one.keys) > 1 else Kind.SINGLE,
                stem=one.stem,
                options=[
                    OptionDraft(letter=chr(65 + i), text=text, is_key=i in one.keys)
                    for i, text in enumerate(one.options)
                ],
            )
            for one in asked
        ]
    )


def key_with_text(one: Asked) -> str:
    return " and ".join(f"{chr(65 + i)}) {one.options[i]}" for i in sorted(one.keys))


def with_key_apart(asked: Sequence[Asked]) -> str:
    body = "\n\n".join(
        f"### Question {i + 1}\n\n{one.stem}\n\n{one.lines('{u}) {t}')}"
        for i, one in enumerate(asked)
    )
    entries = "\n\n".join(
        f"**✅ Q{i + 1}. Correct Answers: {', '.join(one.letters)}**\n\n> **Explanation:** so."
        for i, one in enumerate(asked)
    )
    return f"{body}\n\n## Answer Key\n\n{entries}\n"


def with_key_in_a_table(asked: Sequence[Asked]) -> str:
    body = "\n\n".join(
        f"**Q{i + 1}.** {one.stem}\n\n{one.lines('- {u}. {t}')}" for i, one in enumerate(asked)
    )
    rows = "\n".join(f"| {i + 1} | {', '.join(one.letters)} |" for i, one in enumerate(asked))
    return f"{body}\n\n## Answers\n\n| No. | Key |\n|---|---|\n{rows}\n"


DIALECTS: dict[str, Callable[[Sequence[Asked]], str]] = {
    "our own": our_own,
    "key with text": in_turn(
        lambda n, q: (
            f"### Question {n}\n{q.stem}\n\n{q.lines('{u}) {t}  ')}\n\n"
            f"**Correct Answer: {key_with_text(q)}**\n\n**Explanation:** so."
        )
    ),
    "key in details": in_turn(
        lambda n, q: (
            f"### Question {n}\n**{q.stem}**\n\n{q.lines('{u}) {t}  ')}\n\n<details>\n"
            f"<summary><strong>Click to see answer</strong></summary>\n\n"
            f"**✅ Correct Answer: {', '.join(q.letters)}**\n\n"
            "**Explanation:** so.\n</details>\n\n---"
        )
    ),
    "list items": in_turn(
        lambda n, q: (
            f"{n}. {q.stem}\n{q.lines('    - {u}. {t}')}\n\n"
            f"    <details markdown=1><summary markdown='span'>Answer</summary>\n"
            f"      Correct answer: {', '.join(q.letters)}\n    </details>"
        )
    ),
    "all items numbered 1": in_turn(
        lambda n, q: f"1. {q.stem}\n{q.lines('   {u}) {t}')}\n\n   Answer: {''.join(q.letters)}"
    ),
    "bold numbers": in_turn(
        lambda n, q: f"**{n}. {q.stem}**\n\n{q.lines('{l}) {t}')}\n\nANSWER: {', '.join(q.letters)}"
    ),
    "bold letters": in_turn(
        lambda n, q: (
            f"**Question {n}:** {q.stem}\n\n{q.lines('**{u})** {t}')}\n\n"
            f"**Answer:** {' and '.join(q.letters)}\n\nIt is so."
        )
    ),
    "boxes": in_turn(
        lambda n, q: (
            f"#### Q{n}. {q.stem}\n\n{q.lines('- [{m}] {t}', right='x', wrong=' ')}\n\n"
            "[Reference](https://example.org)"
        )
    ),
    "boxes under a stem as heading": in_turn(
        lambda n, q: f"### {q.stem}\n\n{q.lines('- [{m}] {t}', right='X', wrong=' ')}"
    ),
    "buttons and boxes": in_turn(
        lambda n, q: (
            f"## {n}. {q.stem}\n\n"
            + q.lines(
                "- [({m})] {t}" if len(q.keys) == 1 else "- [[{m}]] {t}", right="X", wrong=" "
            )
        )
    ),
    "stars": in_turn(lambda n, q: f"{n}. {q.stem}\n{q.lines('{m}{l}) {t}', right='*')}"),
    "fences": in_turn(
        lambda n, q: (
            f"##### Q{n}.\n\n{q.stem}\n\n```\n{q.lines('{u}. {t}')}\n```\n\n"
            f"Correct answer: {', '.join(q.letters)}"
        )
    ),
    "bullets with colons": in_turn(
        lambda n, q: (
            f"###### {n}. {q.stem}\n\n{q.lines('- {u}: {t}')}\n\n<details><summary><b>Answer</b>"
            f"</summary>\n<p>\n\n#### Answer: {', '.join(q.letters)}\n\n"
            "It is so.\n\n</p>\n</details>"
        )
    ),
    "underlined": in_turn(
        lambda n, q: (
            f"Question {n}: {q.stem}\n===\n\n{q.lines('- {u}) {t}')}\n\n"
            + f"**Answer: {' & '.join(q.letters)}**"
        )
    ),
    "no heads but rules": in_turn(
        lambda n, q: f"{q.stem}\n\n{q.lines('{u}) {t}')}\n\nAnswer: {', '.join(q.letters)}\n\n---"
    ),
    "quoted": in_turn(
        lambda n, q: "\n".join(
            f"> {line}".rstrip()
            for line in (
                f"**Question {n}**\n\n{q.stem}\n\n{q.lines('{u}) {t}')}\n\n"
                f"**Answer: {', '.join(q.letters)}**"
            ).split("\n")
        )
    ),
    "key apart": with_key_apart,
    "key in a table": with_key_in_a_table,
}


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(questions(), min_size=1, max_size=4, unique_by=lambda one: one.stem))
def test_dialect_reads_back_to_the_same_questions(dialect: str, asked: list[Asked]) -> None:
    text = DIALECTS[dialect](asked)
    reports = read(text, path="bank.md")
    assert [report.status is Status.REJECTED for report in reports] == [False] * len(asked), text
    for report, one in zip(reports, asked, strict=True):
        assert report.draft
        assert report.draft.stem == one.stem
        assert [option.text for option in report.draft.options] == list(one.options)
        assert [letter.upper() for letter in report.key] == one.letters
    assert is_bank(text)
