"""A text of questions read from its lines to the reports."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quizzes.drafts import QuestionReport
from quizzes.formats.markdown.answers import AnswerKey, covered, find_answer_keys
from quizzes.formats.markdown.blocks import find_blocks
from quizzes.formats.markdown.checks import judge
from quizzes.formats.markdown.fences import unfence_options
from quizzes.formats.markdown.heads import mark_all
from quizzes.formats.markdown.lines import scan
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.places import mark_answers
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.taking import take_answer, take_apart
from quizzes.formats.markdown.texts import count_words, first_words
from quizzes.formats.words.twins import with_twins_doubted

_FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*\r?\n(?:(?:(?:[\w-]+:|[ \t]|- |#).*)?\r?\n)+?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)


@dataclass(frozen=True, slots=True)
class Found:
    """The questions of a text, and how many of its lines hold words outside them."""

    questions: Sequence[Parts]
    other_words: int


def read(text: str, *, path: str, first_line: int = 1) -> tuple[QuestionReport, ...]:
    """Every question of a quiz section or a bank, in order, with what became of it.

    text: what stands below the quiz's heading, its answer key included, or a bank's whole body;
    first_line: the number of its first line in the file at path."""
    return judge_all(find_questions(text, first_line=first_line), path=path)


def judge_all(found: Found, *, path: str) -> tuple[QuestionReport, ...]:
    """What became of each question that was found."""
    reports = [judge(parts, path=path) for parts in found.questions]
    decided = [parts.comment.publish is not None for parts in found.questions]
    return with_twins_doubted(reports, decided=decided)


def find_questions(text: str, *, first_line: int = 1) -> Found:
    """Every question of a text, taken apart, with what answer keys elsewhere say of it."""
    lines = scan(_without_front_matter(text), first_line=first_line)
    marks = mark_all(lines)
    unfence_options(lines, marks)
    mark_answers(lines, marks)
    keys = find_answer_keys(lines, marks)
    survey = Survey(*covered(lines, marks, keys)) if keys else Survey(lines, marks)
    blocks = find_blocks(survey)
    placed = [(block.start, take_apart(survey, block)) for block in blocks]
    for (block, (_, above)), (below, (_, parts)) in pairwise(zip(blocks, placed, strict=True)):
        parts.left_out = above.rest or first_words(survey.lines[block.end : below.start])
    whole = Survey(lines, marks) if keys else survey
    orphans = list(_answered(keys, _Numbered(placed), whole))
    questions = [*(parts for _, parts in placed), *orphans]
    outside = count_words(survey.lines) - sum(parts.words for _, parts in placed)
    return Found(sorted(questions, key=lambda parts: parts.line), outside)


def _without_front_matter(text: str) -> str:
    """The text with as many blank lines where its YAML front matter was."""
    front = _FRONT_MATTER.match(text)
    return "\n" * front[0].count("\n") + text[front.end() :] if front else text


class _Numbered:
    """Questions found by their number, and by where they stand."""

    def __init__(self, placed: Sequence[tuple[int, Parts]]) -> None:
        self._by_number: dict[str, list[tuple[int, Parts]]] = {}
        for at, parts in placed:
            self._by_number.setdefault(parts.number.lstrip("0"), []).append((at, parts))

    def find(self, number: str, *, start: int, end: int) -> Sequence[Parts]:
        """Those of the number whose first line is in [start, end), else those anywhere."""
        bearers = self._by_number.get(number.lstrip("0"), [])
        low, high = (bisect_left(bearers, at, key=lambda bearer: bearer[0]) for at in (start, end))
        return [parts for _, parts in bearers[low:high] or bearers]


def _answered(keys: Sequence[AnswerKey], numbered: _Numbered, survey: Survey) -> Iterator[Parts]:
    """Gives the questions what the answer keys say; yields the entries that fit none."""
    above = 0
    for key in keys:
        for entry in key.entries:
            answer = take_answer(survey, entry.start, entry.end, key=entry.key)
            named = numbered.find(entry.key.number, start=above, end=key.start)
            if not named:
                answer.number = entry.key.number
                answer.problem = (
                    f"the answer key names question {entry.key.number}, which is not here – "
                    "check the number, and that the question has a head"
                )
                yield answer
            elif len(named) == 1:
                _join(named[0], answer)
            else:
                for parts in named:
                    parts.problem = (
                        f"{len(named)} questions bear the number {entry.key.number}, so the answer "
                        "key cannot tell them apart – give each its own number"
                    )
        above = key.end


def _join(parts: Parts, answer: Parts) -> None:
    parts.keys.extend(answer.keys)
    parts.placings.extend(answer.placings)
    parts.weak_keys.extend(answer.weak_keys)
    parts.literals.update(answer.literals)
    parts.explanation = "\n\n".join(x for x in (parts.explanation, answer.explanation) if x)
