"""What looks like a question and was read as none, noted with the question beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizzes.formats.markdown.blocks import Block
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import Choice, Head, HeadStyle, KeyLabel, Label, Mark
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.texts import first_words
from quizzes.formats.words.asking import ends_in_a_task, seems_asked
from quizzes.formats.words.cues import cue
from quizzes.formats.words.keys import read_key

_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)])\s+")
_SENTENCE_ENDS = (".", "!", "?", ":", ";", ",", "。")
_SHORT = 60
_TOPIC = 3


def note_leftovers(survey: Survey, blocks: Sequence[Block], questions: Sequence[Parts]) -> None:
    """Notes in each question what stands beside it and belongs to none; see Parts."""
    if not blocks:
        return
    lines, first, last = survey.lines, blocks[0], blocks[-1]
    for (block, above), (below, parts) in pairwise(zip(blocks, questions, strict=True)):
        parts.left_out = above.rest or first_words(lines[block.end : below.start])
        parts.unread = _unread(
            survey, [*_behind(survey, block, above), *range(block.end, below.start)]
        )
    for block, parts in zip(blocks, questions, strict=True):
        parts.absorbed = _absorbed(survey, block, parts)
    # What stands above is a title; where questions have no headings, so is a topic's.
    level = lines[first.start].level
    above_all = [
        i
        for i, line in enumerate(lines[: first.start])
        if line.kind is not LineKind.HEADING or line.level >= (level or _TOPIC)
    ]
    questions[0].unread = _unread(survey, above_all)
    levels = {lines[block.start].level for block in blocks} - {0}
    rest = [*_behind(survey, last, questions[-1]), *range(last.end, len(lines))]
    questions[-1].unread = questions[-1].unread or _unread(survey, rest)
    if any(lines[i].level in levels for i in rest):
        questions[-1].left_below = first_words([lines[i] for i in rest])


@dataclass(slots=True)
class _Paragraph:
    """Lines that stand together, by their indexes."""

    at: list[int]
    lines: list[Line]

    @property
    def text(self) -> str:
        return "\n".join(line.body for line in self.lines)

    @property
    def is_item(self) -> bool:
        return bool(_ITEM.match(self.lines[0].body))

    @property
    def is_plain(self) -> bool:
        """True for words of their own: no heading, list, table, quote or summary."""
        first = self.lines[0]
        odd = first.quoted or first.summary or first.body[0] in "|<!"
        return first.kind is LineKind.TEXT and not (odd or self.is_item)

    @property
    def asks(self) -> bool:
        """True where the last sentence asks something, or sets a task."""
        if self.is_item:
            return False
        ends = self.text.rstrip(" *_").endswith("?") and seems_asked(self.text)
        return ends or ends_in_a_task(self.text)

    @property
    def is_like_options(self) -> bool:
        """True for short lines, none of them a sentence."""
        bodies = [line.body for line in self.lines]
        return all(len(b) < _SHORT and not b.endswith(_SENTENCE_ENDS) for b in bodies)


def _paragraphs(survey: Survey, places: Sequence[int]) -> Iterator[_Paragraph]:
    """The paragraphs, list items and headings on some lines, in order."""
    found: _Paragraph | None = None
    for i in places:
        line = survey.lines[i]
        begins = _begins(line, survey.marks[i])
        if found and (begins or line.kind is not LineKind.TEXT):
            yield found
            found = None
        if line.kind is LineKind.HEADING:
            yield _Paragraph([i], [line])
        elif line.kind is LineKind.TEXT:
            found = found or _Paragraph([], [])
            found.at.append(i)
            found.lines.append(line)
    if found:
        yield found


def _begins(line: Line, mark: Mark | None) -> bool:
    return mark is not None or bool(_ITEM.match(line.body))


def _behind(survey: Survey, block: Block, parts: Parts) -> Sequence[int]:
    """The lines behind the rule that ends a question, where there are some with words."""
    inside = range(block.start, block.end) if parts.rest else ()
    return [i for i in inside if survey.lines[i].number >= parts.rest]


def _unread(survey: Survey, places: Sequence[int]) -> int:
    """The number of the first line that seems to be of a question; 0 where none does."""
    for paragraph in _paragraphs(survey, places):
        if _is_part(survey.marks[paragraph.at[0]]) or seems_asked(paragraph.text):
            return paragraph.lines[0].number
    return 0


def _is_part(mark: Mark | None) -> bool:
    """True for an option or a key: where it belongs to no question, one has lost it."""
    if isinstance(mark, Choice):
        return bool(mark.letter or mark.marked)
    return isinstance(mark, KeyLabel) and not mark.weak and bool(read_key(mark.rest).named)


def _counts_on(survey: Survey, parts: Parts, found: Sequence[_Paragraph]) -> bool:
    """True where the last paragraph bears the next question's number and goes on no list."""
    at, marks = found[-1].at[0], survey.marks
    mark, above = marks[at], marks[found[-2].at[0]] if len(found) > 1 else None
    if not isinstance(mark, Head) or mark.style is not HeadStyle.NUMBERED:
        return False
    apart = survey.lines[at - 1].kind is LineKind.BLANK and not isinstance(above, Head)
    return apart and parts.number.isdigit() and mark.number == str(int(parts.number) + 1)


def _absorbed(survey: Survey, block: Block, parts: Parts) -> int:
    """The number of the line in which the explanation's last paragraph seems to ask something.

    Only a blank line parts it from what stands above; below it there may be what its options may
    be: a list or lines of few words. 0 where there is no such paragraph."""
    if not block.options or parts.rest:
        return 0
    low, marks = block.options[-1] + 1, survey.marks
    labels = [i for i in range(low, block.end) if isinstance(marks[i], KeyLabel | Label)]
    found = list(_paragraphs(survey, range(labels[-1] if labels else low, block.end)))
    if found and _counts_on(survey, parts, found):
        return found[-1].lines[0].number if seems_asked(found[-1].text) else 0
    below: list[_Paragraph] = []
    while found and (found[-1].is_item or found[-1].is_like_options) and not found[-1].asks:
        below.append(found.pop())
    last = found[-1] if found else None
    if last is None or last.at[0] in labels or not (last.is_plain and last.asks):
        return 0
    # "It floats because the rope is:" announces a list.
    announces = bool(below) and last.text.endswith(":") and cue(last.text) is None
    apart = survey.lines[last.at[0] - 1].kind is LineKind.BLANK
    alike = all(paragraph.is_like_options for paragraph in below)
    return last.lines[0].number if apart and alike and not announces else 0
