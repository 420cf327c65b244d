"""Options that an author set inside a bare fence, taken out of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from quizzes.formats.markdown.heads import mark
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import (
    Choice,
    Cut,
    Head,
    HeadStyle,
    KeyLabel,
    Label,
    LabelKind,
    Mark,
    OptionStyle,
)
from quizzes.formats.markdown.options import choice

_BARE = re.compile(r"\s*(?:`{3,}|~{3,})\s*(?:text|txt|plaintext|plain|md|markdown)?\s*$")
# A whole question: it shows how one is written.
_EXAMPLE = re.compile(r"#{1,6}\s|\W*(?:(?:correct|right)\s+)?answers?\W*[:：]", re.IGNORECASE)
_SPECIAL = re.compile(r"[*_`<>\[\]\\&~$]")
_MARK = re.compile("`{3,}|~{3,}")
_NEAR = 60


def unfence_options(lines: list[Line], marks: list[Mark | None]) -> None:
    """Turns the lines of each bare fence that holds a question's options into options, in place.

    Not where options stand outside as well: such a fence is code that the question is about."""
    answered = False
    at = 0
    while at < len(lines):
        line, found = lines[at], marks[at]
        if line.kind is LineKind.CODE:
            end = _fence_end(lines, at)
            if not answered and _holds_options(lines, at, end) and not _more_below(marks, end):
                _unfence(lines, marks, at, end)
                answered = True
            at = end
            continue
        if isinstance(found, Choice):
            answered = True
        elif isinstance(found, Head | Cut) or line.kind is LineKind.RULE:
            answered = False
        at += 1


def _fence_end(lines: Sequence[Line], at: int) -> int:
    """The first line after the fence that begins at a line."""
    opening = _MARK.search(lines[at].body)
    sign = opening[0] if opening else ""
    for i in range(at + 1, len(lines)):
        if lines[i].kind is not LineKind.CODE:
            return i
        if sign and lines[i].body.startswith(sign) and not lines[i].body.strip(sign[0]):
            return i + 1
    return len(lines)


def _inside(lines: Sequence[Line], start: int, end: int) -> range:
    """The lines between the fence's marks; an unclosed fence has no closing one."""
    closed = end - start > 1 and not lines[end - 1].body.strip("`~")
    return range(start + 1, end - 1 if closed else end)


def _holds_options(lines: Sequence[Line], start: int, end: int) -> bool:
    if not _BARE.match(lines[start].raw):
        return False
    inside = [lines[i] for i in _inside(lines, start, end)]
    if any(_EXAMPLE.match(line.body) for line in inside):
        return False
    found = (_option(line) for line in inside)
    letters = [option.letter.upper() for option in found if option]
    if len(letters) < 2:
        return False
    first = ord(letters[0][0])
    return all(letter == chr(first + i) for i, letter in enumerate(letters))


def _option(line: Line) -> Choice | None:
    found = choice(line.body) if line.body else None
    return found if found and found.style is OptionStyle.LETTER else None


def _more_below(marks: Sequence[Mark | None], end: int) -> bool:
    """True where options follow the fence before the next key or head."""
    for below in marks[end : end + _NEAR]:
        if isinstance(below, Choice):
            return True
        head = isinstance(below, Head) and below.style is not HeadStyle.NUMBERED
        label = isinstance(below, Label) and below.kind is not LabelKind.OPTIONS
        if head or label or isinstance(below, KeyLabel | Cut):
            return False
    return False


def _unfence(lines: list[Line], marks: list[Mark | None], start: int, end: int) -> None:
    """Makes the fence end where its first option begins; what stood above that stays code."""
    inside = _inside(lines, start, end)
    first = next(i for i in inside if _option(lines[i]))
    if any(lines[i].body for i in range(start + 1, first)):
        lines[first - 1].raw += "\n" + lines[start].raw
    else:
        lines[start] = Line(lines[start].number, LineKind.BLANK, "")
    for i in range(first, inside.stop):
        line = lines[i]
        line.kind = LineKind.TEXT if line.body else LineKind.BLANK
        line.column = len(line.raw) - len(line.raw.lstrip())
        marks[i] = mark(line)
        if option := _option(line):
            text = f"`{option.text}`" if _is_code(option.text) else option.text
            marks[i] = replace(option, text=text)
    for i in range(inside.stop, end):
        lines[i] = Line(lines[i].number, LineKind.BLANK, "")


def _is_code(text: str) -> bool:
    return bool(_SPECIAL.search(text)) and "`" not in text
