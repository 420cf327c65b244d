"""What a text holds outside of its questions, noted with the question beside it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from quizzes.formats.markdown.blocks import Block
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.texts import first_words

# "Failed? Try again." and "Choose one answer each." are no questions.
_ASKS = re.compile(r"[?？؟][\s*_)\"'”’]*$|_{3,}")
# "Ready to test yourself?" asks for no answer.
_GREETS = re.compile(
    r"\b(?:ready|how well|how much do you|how did you|do you (?:know|remember)|can you|did you"
    r"|have you|test your)",
    re.IGNORECASE,
)


def note_leftovers(survey: Survey, blocks: Sequence[Block], questions: Sequence[Parts]) -> None:
    """Notes in each question what stands beside it and belongs to none; see Parts."""
    if not blocks:
        return
    lines, first, last = survey.lines, blocks[0], blocks[-1]
    for (block, above), (below, parts) in pairwise(zip(blocks, questions, strict=True)):
        parts.left_out = above.rest or first_words(lines[block.end : below.start])
        parts.unread = _asking([*_behind(survey, block, above), *lines[block.end : below.start]])
    level = lines[first.start].level
    above_all = [
        line
        for line in lines[: first.start]
        if line.kind is not LineKind.HEADING or line.level >= level > 0
    ]
    questions[0].unread = _asking(above_all)
    levels = {lines[block.start].level for block in blocks} - {0}
    rest = [*_behind(survey, last, questions[-1]), *lines[last.end :]]
    questions[-1].unread = questions[-1].unread or _asking(rest)
    if any(line.level in levels for line in rest):
        questions[-1].left_below = first_words(rest)


def _behind(survey: Survey, block: Block, parts: Parts) -> Sequence[Line]:
    """The lines behind the rule that ends a question, where there are some with words."""
    inside = survey.lines[block.start : block.end] if parts.rest else ()
    return [line for line in inside if line.number >= parts.rest]


def _asking(lines: Sequence[Line]) -> int:
    """The number of the first line that seems to ask a learner something; 0 where none does."""
    kinds = (LineKind.TEXT, LineKind.HEADING)
    asking = (
        line.number
        for line in lines
        if line.kind in kinds and _ASKS.search(line.body) and not _GREETS.search(line.body)
    )
    return next(asking, 0)
