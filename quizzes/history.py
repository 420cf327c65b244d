"""A learner's attempts as rows and as a line over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from quizzes.models import Attempt

TREND_WIDTH, TREND_HEIGHT, TREND_MARGIN = 320, 96, 8
TREND_ATTEMPTS = 200


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt in a list. percent and passed are None while open, passed in practice too."""

    url: str
    title: str
    quiz_url: str
    mode: str
    mode_label: str
    scope: str
    scope_label: str
    started_at: datetime
    submitted_at: datetime | None
    right: int | None
    total: int
    percent: int | None
    passed: bool | None
    pass_mark: int

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None


@dataclass(frozen=True, slots=True)
class TrendPoint:
    x: float
    y: float
    percent: int
    when: datetime


@dataclass(frozen=True, slots=True)
class Trend:
    """Scores over time, in the units of an SVG of width by height; pass_y is the pass mark's."""

    points: Sequence[TrendPoint]
    pass_y: float
    pass_mark: int
    width: int = TREND_WIDTH
    height: int = TREND_HEIGHT

    @property
    def polyline(self) -> str:
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.points)


def percent(right: int, total: int) -> int:
    """The share in whole percent, rounded down: 69.6 % is not shown as the pass mark it missed."""
    return right * 100 // total


def row(attempt: Attempt) -> AttemptRow:
    """attempt comes with its quiz and course."""
    graded = attempt.mode == Attempt.Mode.GRADED
    return AttemptRow(
        url=attempt.get_absolute_url(),
        title=attempt.quiz.title,
        quiz_url=attempt.quiz.get_absolute_url(),
        mode=attempt.mode,
        mode_label=attempt.get_mode_display(),
        scope=attempt.scope,
        scope_label=attempt.get_scope_display(),
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        right=attempt.right,
        total=attempt.total,
        percent=None if attempt.right is None else percent(attempt.right, attempt.total),
        passed=attempt.passed if graded else None,
        pass_mark=attempt.pass_mark,
    )


def trend(rows: Sequence[AttemptRow]) -> Trend | None:
    """The line of the graded attempts at all of one quiz, oldest first; None under two of them.

    rows: one quiz's attempts in any order. Those at a part of it are no measure of the whole."""
    whole = (Attempt.Mode.GRADED, Attempt.Scope.ALL)
    sat = sorted(
        (r for r in rows if (r.mode, r.scope) == whole and r.percent is not None),
        key=lambda r: r.started_at,
    )
    if len(sat) < 2:
        return None
    step = (TREND_WIDTH - 2 * TREND_MARGIN) / (len(sat) - 1)
    return Trend(
        points=tuple(
            TrendPoint(
                x=round(TREND_MARGIN + place * step, 1),
                y=_height(r.percent or 0),
                percent=r.percent or 0,
                when=r.started_at,
            )
            for place, r in enumerate(sat)
        ),
        pass_y=_height(sat[-1].pass_mark),
        pass_mark=sat[-1].pass_mark,
    )


@dataclass(frozen=True, slots=True)
class QuizTrend:
    title: str
    url: str
    trend: Trend


def trends(user_id: int) -> list[QuizTrend]:
    """The learner's trend in each quiz sat for a grade more than once, of the newest 200."""
    graded = Attempt.objects.submitted().filter(
        user=user_id, mode=Attempt.Mode.GRADED, scope=Attempt.Scope.ALL
    )
    by_quiz: dict[int, list[AttemptRow]] = {}
    for attempt in graded.select_related("quiz__course").order_by("-started_at")[:TREND_ATTEMPTS]:
        by_quiz.setdefault(attempt.quiz_id, []).append(row(attempt))
    drawn = ((rows[0], trend(rows)) for rows in by_quiz.values())
    return [QuizTrend(newest.title, newest.quiz_url, line) for newest, line in drawn if line]


def _height(share: int) -> float:
    return round(TREND_HEIGHT - TREND_MARGIN - share / 100 * (TREND_HEIGHT - 2 * TREND_MARGIN), 1)
