"""Questions from Markdown: chapters' quiz sections and whole banks, in every dialect met so far."""

from quizzes.drafts import QuestionReport
from quizzes.formats.markdown.banks import is_bank, says_coming_soon
from quizzes.formats.markdown.blocks import find_blocks
from quizzes.formats.markdown.checks import judge
from quizzes.formats.markdown.lines import scan
from quizzes.formats.markdown.marks import mark
from quizzes.formats.markdown.parts import take_apart
from quizzes.formats.markdown.survey import Survey

__all__ = ["is_bank", "read", "says_coming_soon"]


def read(text: str, *, path: str, first_line: int = 1) -> tuple[QuestionReport, ...]:
    """Every question of a quiz section or a bank, in order, with what became of it.

    text: what stands below the quiz's heading, its answer key included, or a bank's whole body;
    first_line: the number of its first line in the file at path."""
    lines = scan(text, first_line=first_line)
    survey = Survey(lines, [mark(line) for line in lines])
    return tuple(judge(take_apart(survey, block), path=path) for block in find_blocks(survey))
