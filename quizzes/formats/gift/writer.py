"""Questions written in GIFT, as Moodle reads it."""

from collections.abc import Iterator, Sequence

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.formats.format import Loss, Written
from quizzes.formats.gift.marks import escaped
from quizzes.formats.gift.reader import read
from quizzes.formats.gift.texts import needs_format
from quizzes.formats.losses import losses, read_back
from quizzes.formats.tag_words import to_words


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions under a category of the title's name; ids and tags stand in comments.

    The texts say that they are Markdown. Of a matching question's answers Moodle takes the
    characters as they are."""
    blocks, lost = [], []
    if title.strip():
        name = " ".join(title.split()).replace("/", "//")
        blocks.append(f"$CATEGORY: $course$/top/{name}\n")
    for number, draft in enumerate(drafts, 1):
        if why := _unwritable(draft):
            lost.append(Loss(number, draft.tags.code, f"not written: {why}"))
            continue
        block = "\n".join([*_lines(draft, number), ""])
        back = read_back(read, block)
        if back is None:
            lost.append(Loss(number, draft.tags.code, "not written: GIFT cannot hold its words"))
            continue
        blocks.append(block)
        lost += losses(draft, back, number=number)
    return Written("\n".join(blocks).encode(errors="replace"), lost)


def _unwritable(draft: QuestionDraft) -> str:
    if draft.kind is Kind.ORDERING:
        return "GIFT has no ordering questions"
    if draft.kind is Kind.MATCHING and any("->" in option.text for option in draft.options):
        return "GIFT takes the -> in an option for the one before its answer"
    return ""


def _lines(draft: QuestionDraft, number: int) -> Iterator[str]:
    tags = draft.tags
    marks = [("id", tags.code)] if tags.code else []
    marks += [("tag", word) for word in to_words(tags)]
    if marks:
        yield " ".join(["//", *(_mark(*mark) for mark in marks)])
    name = " ".join((tags.code or draft.number or f"Question {number}").split())
    yield f"::{escaped(name)}::[markdown]{escaped(draft.stem)} {{"
    if draft.kind is Kind.MATCHING:
        yield from _pairs(draft)
    else:
        yield from _options(draft)
    if draft.explanation:
        yield f"\t####{_text(draft.explanation)}"
    yield "}"


def _options(draft: QuestionDraft) -> Iterator[str]:
    right, wrong = "=", "~"
    if draft.kind is Kind.MULTIPLE:
        share = f"{100 / max(1, len(draft.key)):.5f}".rstrip("0").rstrip(".")
        # A wrong choice takes everything: right is only what has all of the key and nothing else.
        right, wrong = f"~%{share}%", "~%-100%"
    for option in draft.options:
        reason = f"#{_text(option.rationale)}" if option.rationale else ""
        yield f"\t{right if option.is_key else wrong}{_text(option.text)}{reason}"


def _pairs(draft: QuestionDraft) -> Iterator[str]:
    used = set()
    for option in draft.options:
        used.add(option.place)
        yield f"\t={_text(option.text)} -> {escaped(_answer(draft, option))}"
    for place, answer in enumerate(draft.answers, 1):
        if place not in used:
            yield f"\t= -> {escaped(answer)}"


def _answer(draft: QuestionDraft, option: OptionDraft) -> str:
    return draft.answers[(option.place or 1) - 1]


def _mark(name: str, value: str) -> str:
    value = " ".join(value.split()).replace("]", "\\]")
    return f"[{name}:{value}]"


def _text(text: str) -> str:
    return f"{'[markdown]' if needs_format(text) else ''}{escaped(text)}"
