"""A learner's attempts as rows and as a line over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from content.addresses import address
from content.models import Course
from content.outline import outline_of
from quizzes.days import minute
from quizzes.grading import whole_percent
from quizzes.holdings import holdings
from quizzes.models import Attempt
from quizzes.rows import Sat
from quizzes.scaling import ScaleMap

TREND_WIDTH, TREND_HEIGHT, TREND_MARGIN = 320, 96, 8
TREND_ATTEMPTS = 200
GRADED = (Attempt.Mode.GRADED, Attempt.Mode.EXAM)


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One attempt in a list. percent and passed are None while open, passed in practice too and
    where there is nothing to pass. right is out of counted; scaled is an exam's score on its
    practice scale, where it has one.

    begun: when it was begun in words, in the learner's time zone. quiz_url is "" where the quiz can
    be taken no more; course "" where a page need not name it."""

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
    counted: int
    total: int
    percent: int | None
    scaled: int | None
    passed: bool | None
    pass_mark: int
    begun: str
    course: str = ""

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


def of_learner(user_id: int) -> QuerySet[Attempt]:
    """The learner's attempts with what `row` asks of them, newest first.

    One more column says whether the site has a second course, so that no query need be spent on
    it."""
    others = Course.objects.open().exclude(pk=OuterRef("quiz__course"))
    mine = Attempt.objects.filter(user=user_id).select_related("quiz__course")
    return mine.annotate(among_courses=Exists(others)).order_by("-started_at")


def row(attempt: Attempt) -> AttemptRow:
    """attempt comes from `of_learner`; or with its quiz and course, and then no course is named."""
    sat = Sat(*(getattr(attempt, name) for name in Sat._fields[:-1]))
    course = attempt.quiz.course
    quiz = holdings(outline_of(course)).standing(attempt.quiz_id)
    named = course.title if getattr(attempt, "among_courses", False) else ""
    may_pass = quiz is None or not quiz.is_diagnostic
    url = quiz.url if quiz else ""
    return row_at(attempt.quiz.title, url, sat, course=named, may_pass=may_pass)


def row_at(
    quiz_title: str, quiz_url: str, sat: Sat, *, course: str = "", may_pass: bool = True
) -> AttemptRow:
    """The row of an attempt at the quiz of that title and address; may_pass: whether there is
    anything to pass in it."""
    share = None if sat.score is None else whole_percent(sat.score)
    unmarked = share is None or sat.mode == Attempt.Mode.PRACTICE or not may_pass
    return AttemptRow(
        url=address("attempt", sat.id),
        title=quiz_title,
        quiz_url=quiz_url,
        mode=sat.mode,
        mode_label=str(Attempt.Mode(sat.mode).label),
        scope=sat.scope,
        scope_label=str(Attempt.Scope(sat.scope).label),
        started_at=sat.started_at,
        submitted_at=sat.submitted_at,
        right=sat.right,
        counted=sat.counted,
        total=sat.total,
        percent=share,
        scaled=_scaled(sat),
        passed=None if unmarked else (share or 0) >= sat.pass_mark,
        pass_mark=sat.pass_mark,
        begun=minute(sat.started_at),
        course=course,
    )


def _scaled(sat: Sat) -> int | None:
    told = sat.score is not None and sat.scale
    return ScaleMap.parse(sat.scale).scaled(sat.score or 0.0) if told else None


def trend(rows: Sequence[AttemptRow]) -> Trend | None:
    """The line of the graded attempts at all of one quiz, exams too, oldest first; None under two
    of them.

    rows: one quiz's attempts in any order. Those at a part of it are no measure of the whole."""
    sat = sorted(
        (
            r
            for r in rows
            if r.mode in GRADED and r.scope == Attempt.Scope.ALL and r.percent is not None
        ),
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
    """A quiz's line; url and course as in AttemptRow."""

    title: str
    url: str
    course: str
    trend: Trend


def trends(user_id: int) -> list[QuizTrend]:
    """The learner's trend in each quiz sat for a grade more than once, of the newest 200."""
    graded = of_learner(user_id).filter(
        submitted_at__isnull=False, mode__in=GRADED, scope=Attempt.Scope.ALL
    )
    by_quiz: dict[int, list[AttemptRow]] = {}
    for attempt in graded[:TREND_ATTEMPTS]:
        by_quiz.setdefault(attempt.quiz_id, []).append(row(attempt))
    drawn = ((rows[0], trend(rows)) for rows in by_quiz.values())
    return [
        QuizTrend(newest.title, newest.quiz_url, newest.course, line)
        for newest, line in drawn
        if line
    ]


def _height(share: int) -> float:
    return round(TREND_HEIGHT - TREND_MARGIN - share / 100 * (TREND_HEIGHT - 2 * TREND_MARGIN), 1)
