"""A text of questions read from its lines to the reports."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.drafts import QuestionReport
from quizzes.formats.markdown.answers import covered, find_answer_keys
from quizzes.formats.markdown.bare_options import take_bare_options
from quizzes.formats.markdown.blocks import find_blocks
from quizzes.formats.markdown.checks import judge
from quizzes.formats.markdown.fences import unfence_options
from quizzes.formats.markdown.heads import mark_all
from quizzes.formats.markdown.leftovers import note_leftovers
from quizzes.formats.markdown.lines import Line, LineKind, scan
from quizzes.formats.markdown.marks import Cut, Mark
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.places import mark_answers
from quizzes.formats.markdown.rows import parted, take_tables
from quizzes.formats.markdown.sections import Sections
from quizzes.formats.markdown.serving import Placed, Stranger, serve
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.taking import take_apart
from quizzes.formats.markdown.texts import count_words
from quizzes.formats.words.twins import with_twins_doubted

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?:(?:(?:[\w-]+:|[ \t]|- |#).*)?\r?\n)+?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A quiz section or an answer key of a file, in the order of the file.

    titles: what the section and those around it are called; none for a key, whose heading is in
    its text."""

    text: str
    first_line: int = 1
    titles: Sequence[str] = ()
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """The questions of a text, and how many of its lines hold words outside them."""

    questions: Sequence[Parts]
    other_words: int


def read(text: str, *, path: str, first_line: int = 1) -> tuple[QuestionReport, ...]:
    """Every question of a quiz section or a bank, in order, with what became of it.

    text: what stands below the quiz's heading, its answer key included, or a bank's whole body;
    first_line: the number of its first line in the file at path."""
    return read_pieces([Piece(text, first_line)], path=path)


def read_pieces(
    pieces: Sequence[Piece], *, path: str, strangers: Sequence[Stranger] = ()
) -> tuple[QuestionReport, ...]:
    """Every question of a file's quiz sections, which may share an answer key; see `read`.

    strangers: questions elsewhere in the file that the key may be for as well."""
    return judge_all(find_questions(pieces, strangers), path=path) if pieces else ()


def judge_all(found: Found, *, path: str) -> tuple[QuestionReport, ...]:
    """What became of each question that was found."""
    reports = [judge(parts, path=path) for parts in found.questions]
    decided = [parts.comment.publish is not None for parts in found.questions]
    return with_twins_doubted(reports, decided=decided)


def find_questions(pieces: Sequence[Piece], strangers: Sequence[Stranger] = ()) -> Found:
    """Every question of a text, taken apart, with what answer keys elsewhere say of it."""
    lines, marks, titles = _joined(pieces)
    unfence_options(lines, marks)
    take_tables(lines, marks)
    take_bare_options(lines, marks)
    mark_answers(lines, marks)
    keys = find_answer_keys(lines, marks)
    survey = Survey(*covered(lines, marks, keys)) if keys else Survey(lines, marks)
    blocks = find_blocks(survey)
    taken = [take_apart(survey, block) for block in blocks]
    note_leftovers(survey, blocks, taken)
    questions = [*taken]
    if keys:
        sections = Sections(survey, blocks, titles)
        placed = [
            Placed(block.start, parts, sections.path(block.start))
            for block, parts in zip(blocks, taken, strict=True)
        ]
        questions += serve(keys, placed, sections, Survey(lines, marks), strangers)
    outside = count_words(survey.lines) - sum(parts.words for parts in taken)
    return Found(sorted(questions, key=lambda parts: parts.line), outside)


def _joined(
    pieces: Sequence[Piece],
) -> tuple[list[Line], list[Mark | None], dict[int, Sequence[str]]]:
    """The lines of all pieces with their marks, and where each section begins, with its titles."""
    lines: list[Line] = []
    cuts: list[int] = []
    titles: dict[int, Sequence[str]] = {}
    for n, piece in enumerate(pieces):
        if n:
            # Where a key is for more than the quiz right above it, it goes on from no question.
            shared = n > 1 and not (pieces[n - 1].is_key or pieces[n - 2].is_key)
            if not piece.is_key or shared:
                cuts.append(len(lines))
            lines.append(Line(piece.first_line, LineKind.BLANK, ""))
        titles[max(len(lines) - 1, 0)] = piece.titles
        lines += parted(scan(_without_front_matter(piece.text), first_line=piece.first_line))
    marks = mark_all(lines)
    for at in cuts:
        marks[at] = Cut()
    return lines, marks, titles


def _without_front_matter(text: str) -> str:
    """The text with as many blank lines where its YAML front matter was."""
    front = _FRONT_MATTER.match(text)
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text
