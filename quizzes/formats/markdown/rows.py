"""Options that share a line, `A. one  B. two`, or that are the rows of a table, `| A | one |`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

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
from quizzes.formats.words.cues import asks

_FIRST = re.compile(r"(?:[-*+]\s+)?(?P<open>[(（]?)(?P<letter>[A-Ea-e])(?P<sign>[).．、）])\s*\S")
_SIGNS = frozenset(").．、）")
_MOST = 10
_NEAR = 60
_WIDE = re.compile(r"\s{2,}$|\t$|\u3000$")
_CELLS = re.compile(r"\|\s*[*_`(]*([A-Ja-j])[*_`).]*\s*\|\s*([^|]*[^|\s])\s*\|?$")
_DELIMITERS = re.compile(r"\|[\s:|-]+$")


def parted(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines, with each option that shares its line with others on one of its own."""
    for i, line in enumerate(lines):
        # An option's letter is among the first few characters, and one alone.
        may = line.kind is LineKind.TEXT and not _SIGNS.isdisjoint(line.body[1:5])
        first = _FIRST.match(line.body) if may else None
        pieces = [*_pieces(line.body, first)] if first else ()
        if len(pieces) < 2 or _goes_on(lines, i, pieces):
            yield line
            continue
        for one in pieces:
            yield replace(line, raw=" " * line.column + one, body=one)


def _pieces(body: str, first: re.Match[str]) -> Iterator[str]:
    """The options in a line; one where it holds but one.

    Two need wide space between them, so that "A. Plan B. Later" stays whole; three need none."""
    cuts, wide, at = [0], True, first.end()
    letter, sign = first["letter"], re.escape(first["sign"])
    opens = re.escape(first["open"])
    for n in range(1, _MOST):
        following = re.compile(rf"(?<=\s){opens}{chr(ord(letter) + n)}{sign}(?=\s*\S)")
        found = following.search(body, at)
        if not found:
            break
        wide = wide and bool(_WIDE.search(body[at : found.start()]))
        cuts.append(found.start())
        at = found.end()
    if len(cuts) < 2 or not (wide or (len(cuts) > 2 and letter in "Aa")):
        return
    for start, end in zip(cuts, [*cuts[1:], len(body)], strict=True):
        yield body[start:end].strip()


def _goes_on(lines: Sequence[Line], at: int, pieces: Sequence[str]) -> bool:
    """True where the option on the next line bears a letter that stands within this line."""
    below = next((line for line in lines[at + 1 : at + 4] if line.kind is LineKind.TEXT), None)
    following = choice(below.body) if below else None
    return following is not None and following.letter in [one.lstrip("(（")[0] for one in pieces]


def take_tables(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    """Marks the rows of a table of options as options, in place, and its head as their label.

    Not below a key or an explanation, nor where the question has other options: such a table says
    why they are right or wrong."""
    for at, line in enumerate(lines):
        if line.body[:1] != "|" or line.kind is not LineKind.TEXT:
            continue
        if not at or lines[at - 1].body[:1] != "|":
            continue
        if "-" not in line.body or not _DELIMITERS.match(line.body):
            continue
        rows = [*_rows(lines, at + 1)]
        if len(rows) > 1 and _opens(lines, marks, at - 1):
            marks[at - 1] = marks[at] = Label(LabelKind.OPTIONS)
            marks[at + 1 : at + 1 + len(rows)] = rows


def _opens(lines: Sequence[Line], marks: Sequence[Mark | None], at: int) -> bool:
    """True where neither a key, an explanation nor options stand between a head and a line."""
    for i in range(at - 1, max(at - _NEAR, -1), -1):
        mark, line = marks[i], lines[i]
        if isinstance(mark, KeyLabel | Choice):
            return False
        if isinstance(mark, Label) and mark.kind is LabelKind.EXPLANATION:
            return False
        if isinstance(mark, Head) and mark.style is HeadStyle.NUMBERED and not asks(mark.rest):
            continue
        if isinstance(mark, Head | Cut) or line.kind in (LineKind.HEADING, LineKind.RULE):
            return True
    return True


def _rows(lines: Sequence[Line], at: int) -> Iterator[Choice]:
    """The options in the rows from a line on; none where not every row is one."""
    found: list[Choice] = []
    while at < len(lines) and lines[at].body.startswith("|"):
        cells = _CELLS.match(lines[at].body)
        if not cells or ord(cells[1].upper()) != ord("A") + len(found):
            return
        found.append(Choice(OptionStyle.LETTER, cells[1], cells[2]))
        at += 1
    yield from found
