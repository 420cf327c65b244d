"""Whether a file is a bank of questions, and whether a text says that its questions are to come."""

import re
from collections.abc import Sequence

from quizzes.formats.markdown.blocks import Block, find_blocks
from quizzes.formats.markdown.cues import asks
from quizzes.formats.markdown.lines import Line, LineKind, scan
from quizzes.formats.markdown.marks import HeadStyle, OptionStyle, mark
from quizzes.formats.markdown.parts import Parts, take_apart
from quizzes.formats.markdown.survey import Survey

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n.*?^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE
)
_SOON = re.compile(
    r"\b(?:coming\s+soon|to\s+be\s+(?:added|written|announced|done)|will\s+(?:be\s+added|follow|come|appear)"
    r"|under\s+construction|work\s+in\s+progress|not\s+(?:yet\s+)?(?:available|written|ready)(?:\s+yet)?"
    r"|in\s+preparation|placeholder|stay\s+tuned|tbd|tba|todo|wip)\b",
    re.IGNORECASE,
)
_LINK_ONLY = re.compile(r"\W*(?:!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?\W*)+$")
_ENOUGH = 0.6


def is_bank(text: str) -> bool:
    """True for a file that holds questions and next to nothing else.

    A title, topic headings, badges, lists of links and rules do not count as something else."""
    front = _FRONT_MATTER.match(text)
    lines = scan(text[front.end() :] if front else text)
    survey = Survey(lines, [mark(line) for line in lines])
    blocks = find_blocks(survey)
    sound = [b for b in blocks if _is_question(b, take_apart(survey, b), survey)]
    if not sound or len(sound) * 2 < len(blocks):
        return False
    inside = sum(_words_in(lines[b.start : b.end]) for b in sound)
    return inside >= _ENOUGH * _words_in(lines)


def says_coming_soon(text: str) -> bool:
    """True for a text that holds no question and says that there will be some."""
    if not _SOON.search(text):
        return False
    lines = scan(text)
    return not find_blocks(Survey(lines, [mark(line) for line in lines]))


def _is_question(block: Block, parts: Parts, survey: Survey) -> bool:
    """True where a block shows more than a list under a heading would."""
    key = bool(parts.keys or parts.weak_keys)
    ticked = any(option.choice.marked for option in parts.options)
    lettered = any(option.choice.style is OptionStyle.LETTER for option in parts.options)
    labelled = block.head is not None and block.head.style is HeadStyle.LABEL
    if len(parts.options) < 2:
        return labelled and key
    if labelled or (lettered and key):
        return True
    return asks(parts.stem) and (ticked or key or lettered)


def _words_in(lines: Sequence[Line]) -> int:
    """How many lines hold words of their own."""
    return sum(
        line.kind in (LineKind.TEXT, LineKind.CODE, LineKind.LITERAL)
        and not _LINK_ONLY.match(line.body)
        for line in lines
    )
