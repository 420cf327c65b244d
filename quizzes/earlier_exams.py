"""An exam beside those sat before it on the same scale: what changed, and whether one can tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from content.addresses import address
from quizzes.days import day
from quizzes.exam_rows import Earlier
from quizzes.exam_scores import ExamScore, exam_score
from quizzes.models import Attempt

WIDTH, HEIGHT, MARGIN = 480, 150, 14


@dataclass(frozen=True, slots=True)
class Sitting:
    """An exam in the chart, in the units of its drawing: x, and the heights of score and range.

    url is "" for the one that the page is about."""

    title: str
    url: str
    when: str
    score: ExamScore
    x: float
    y: float
    y_low: float
    y_high: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The sittings, oldest first, and in words what may be said of the newest two."""

    sittings: Sequence[Sitting]
    says: str
    pass_y: float
    width: int = WIDTH
    height: int = HEIGHT


def comparison(attempt: Attempt, score: ExamScore, earlier: Sequence[Earlier]) -> Comparison | None:
    """The attempt beside the earlier ones, which are given newest first; None where there are
    none."""
    if not earlier:
        return None
    told = [
        (one.title, address("result", one.id), one.started_at, _score(one, attempt.scale))
        for one in reversed(earlier)
    ]
    told.append((attempt.quiz.title, "", attempt.started_at, score))
    step = (WIDTH - 2 * MARGIN) / (len(told) - 1)
    scores = [told_score for *_words, told_score in told]
    values = [value for one in scores for value in (one.low, one.high, one.passing)]
    bounds = (min(values), max(values))
    return Comparison(
        sittings=[_sitting(MARGIN + n * step, bounds, *one) for n, one in enumerate(told)],
        says=change(scores[-2], score),
        pass_y=_height(score.passing, bounds),
    )


def _score(one: Earlier, scale: str) -> ExamScore:
    return exam_score(one.score, counted=one.counted, pass_mark=one.pass_mark, scale=scale)


def change(before: ExamScore, after: ExamScore) -> str:
    """What two scores tell of a change between them; chance alone moves a score a good way."""
    if before.overlaps(after):
        return _("The last two ranges overlap: no change can be told from them.")
    if after.value > before.value:
        return _("Better than last time, by more than chance would explain.")
    return _("Lower than last time, by more than chance would explain.")


def _sitting(
    x: float,
    bounds: tuple[int, int],
    title: str,
    url: str,
    when: datetime,
    score: ExamScore,
) -> Sitting:
    heights = (_height(value, bounds) for value in (score.value, score.low, score.high))
    return Sitting(title, url, day(when), score, round(x, 1), *heights)


def _height(value: int, bounds: tuple[int, int]) -> float:
    low, high = bounds
    share = (value - low) / max(high - low, 1)
    return round(HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), 1)
