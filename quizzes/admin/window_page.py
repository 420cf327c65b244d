"""What the page of a window shows: who sits now, and who has finished."""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from quizzes.grading import whole_percent
from quizzes.models import Attempt, ExamAct, Response, Saved, Window
from quizzes.proctoring import State, state_of
from quizzes.scaling import ScaleMap

MOST_FINISHED, MOST_ACTS = 1_000, 20
"""How many of those who have finished the page lists, and how many acts."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who sits. minutes: what is left, rounded up; 0 once the time is up.

    late: saves that came after the end."""

    attempt_id: uuid.UUID
    name: str
    email: str
    answered: int
    total: int
    flagged: int
    last_save: datetime | None
    ends: datetime
    minutes: int
    late: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Somebody who has finished. scaled: on the practice scale, None where there is none."""

    attempt_id: uuid.UUID
    name: str
    email: str
    submitted_at: datetime
    by_time: bool
    right: int
    counted: int
    percent: int
    scaled: int | None
    passed: bool
    late: int


@dataclass(frozen=True, slots=True)
class Look:
    """The room at one moment. more_finished: how many besides those listed."""

    window: Window
    state: State
    at: datetime
    sitting: Sequence[Sitter]
    finished: Sequence[Finished]
    more_finished: int

    @property
    def goes_on(self) -> bool:
        """Whether anything may still change by itself."""
        return bool(self.sitting) or self.state in (State.PLANNED, State.OPEN)


def look_at(window: Window, now: datetime) -> Look:
    """Everybody in the window, in a few queries however many they are."""
    rows: QuerySet[Any] = window.attempts.select_related("user").annotate(
        late=_count(Saved.objects.filter(outcome=Saved.Outcome.LATE))
    )
    sitting = rows.filter(submitted_at=None).annotate(
        answered=_count(Response.objects.filter(answered_at__isnull=False)),
        flagged=_count(Response.objects.filter(flagged=True)),
        last_save=Subquery(_own(Saved.objects.all()).annotate(at=Max("arrived_at")).values("at")),
    )
    finished = rows.filter(submitted_at__isnull=False)
    ended = list(finished.order_by("-submitted_at", "pk")[:MOST_FINISHED])
    return Look(
        window=window,
        state=state_of(window, now),
        at=now,
        sitting=[_sitter(row, now) for row in sitting.order_by("deadline_at", "user__email")],
        finished=[_finished(row) for row in ended],
        more_finished=finished.count() - len(ended),
    )


def acts_on(window: Window) -> QuerySet[ExamAct]:
    """The newest acts about the window and the attempts in it."""
    about = Q(window=window) | Q(attempt__window=window)
    acts = ExamAct.objects.filter(about).select_related("by", "learner")
    return acts.order_by("-at", "-pk")[:MOST_ACTS]


def minutes_left(attempt: Attempt, now: datetime) -> int:
    """What is left of an exam's time, in minutes rounded up."""
    left = (attempt.deadline_at or now) - now
    return max(0, math.ceil(left / timedelta(minutes=1)))


def scaled(attempt: Attempt) -> int | None:
    """A submitted exam's score on its practice scale, if it has one."""
    if not attempt.scale or attempt.score is None:
        return None
    return ScaleMap.parse(attempt.scale).scaled(attempt.score)


def _own(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(attempt=OuterRef("pk")).order_by().values("attempt")


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of the rows are each attempt's."""
    return Coalesce(Subquery(_own(rows).annotate(n=Count("pk")).values("n")), 0)


def _sitter(row: Any, now: datetime) -> Sitter:
    return Sitter(
        attempt_id=row.pk,
        name=row.user.name,
        email=row.user.email,
        answered=row.answered,
        total=row.total,
        flagged=row.flagged,
        last_save=row.last_save,
        ends=row.deadline_at,
        minutes=minutes_left(row, now),
        late=row.late,
    )


def _finished(row: Any) -> Finished:
    return Finished(
        attempt_id=row.pk,
        name=row.user.name,
        email=row.user.email,
        submitted_at=row.submitted_at,
        by_time=row.ended_by == Attempt.EndedBy.TIME,
        right=row.right,
        counted=row.counted,
        percent=whole_percent(row.score),
        scaled=scaled(row),
        passed=bool(row.passed),
        late=row.late,
    )
