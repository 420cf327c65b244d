"""Windows: the times in which instructors let a class sit an exam, and who may know of them.

Each act is one transaction and is logged with its reason; one without a reason is refused
(`acts.NoReasonError`) and changes nothing. No act takes time from anybody who sits already."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Course
from quizzes import acts
from quizzes.models import Attempt, ExamAct, Quiz, Window

ACTS_ON_A_WINDOW = (ExamAct.Kind.OPENED, ExamAct.Kind.CHANGED, ExamAct.Kind.CANCELLED)


class NotAnExamError(Exception):
    """What was to be sat in a window has no time limit, is each learner's own, or is retired."""


class CalledOffError(Exception):
    """The window was called off; it stays so."""


class SameWindowError(Exception):
    """There is a window of that exam with that title and these times."""


class ChangedMeanwhileError(Exception):
    """Somebody changed the window after it was looked at. act: the newest change of it."""

    def __init__(self, act: ExamAct | None) -> None:
        super().__init__("changed meanwhile")
        self.act = act


class State(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CALLED_OFF = "called off"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a window says; closes_at is after opens_at."""

    title: str
    opens_at: datetime
    closes_at: datetime
    review: Window.Review


@dataclass(frozen=True, slots=True)
class Offer:
    """A window as one learner has it. attempt_id: their sitting in it, whether over or not."""

    window: Window
    state: State
    attempt_id: uuid.UUID | None

    @property
    def may_begin(self) -> bool:
        return self.state is State.OPEN and self.attempt_id is None


def state_of(window: Window, now: datetime) -> State:
    if window.cancelled_at is not None:
        return State.CALLED_OFF
    if now < window.opens_at:
        return State.PLANNED
    return State.OPEN if now < window.closes_at else State.CLOSED


def windows_for(
    user_id: int, course: Course, now: datetime, *, quiz: Quiz | None = None
) -> list[Offer]:
    """The windows that a learner may still sit in, or wait for: of the course, or of one exam.

    First those that open first. One query."""
    mine = Attempt.objects.filter(user=user_id, window=OuterRef("pk"))
    windows = Window.objects.filter(
        quiz__course=course, quiz__retired_at=None, cancelled_at=None, closes_at__gt=now
    )
    if quiz is not None:
        windows = windows.filter(quiz=quiz)
    found = windows.select_related("quiz").annotate(mine=Subquery(mine.values("pk")[:1]))
    return [
        Offer(window, state_of(window, now), window.mine)
        for window in found.order_by("opens_at", "pk")
    ]


@transaction.atomic
def open_window(by: int, quiz: Quiz, plan: Plan, *, why: str, now: datetime) -> Window:
    """Let the class sit the exam in a window. by: the instructor's id.

    Raises NotAnExamError, and SameWindowError where a form was sent twice."""
    quiz = Quiz.objects.select_for_update(of=("self",)).select_related("course").get(pk=quiz.pk)
    if not quiz.is_exam or quiz.kind == Quiz.Kind.CUSTOM or quiz.retired_at is not None:
        raise NotAnExamError
    there = quiz.windows.filter(
        title=plan.title, opens_at=plan.opens_at, closes_at=plan.closes_at, cancelled_at=None
    )
    if there.exists():
        raise SameWindowError
    window = Window.objects.create(
        quiz=quiz,
        title=plan.title,
        opens_at=plan.opens_at,
        closes_at=plan.closes_at,
        review=plan.review,
    )
    detail = "\n".join(f"{name}: {said}" for name, said in _told(window))
    kind = ExamAct.Kind.OPENED
    acts.log(kind, by, quiz.course, why, now=now, window=window, detail=detail)
    return window


@transaction.atomic
def change_window(
    by: int, window_id: int, plan: Plan, *, why: str, now: datetime, seen: int | None = None
) -> int:
    """Change what a window says; how many of those who sit now got more time by it.

    A later end gives them back what the earlier one cut off; an earlier one is for those who have
    not begun, and takes nothing from them. seen: the window's newest_change as it was looked at.
    Nothing is logged where nothing changes. Raises CalledOffError and ChangedMeanwhileError."""
    window = _locked(window_id)
    if window.cancelled_at is not None:
        raise CalledOffError
    if seen is not None and newest_change(window) != seen:
        raise ChangedMeanwhileError(_acts_on(window).first())
    before, closed_at = dict(_told(window)), window.closes_at
    window.title, window.review = plan.title, plan.review
    window.opens_at, window.closes_at = plan.opens_at, plan.closes_at
    changes = [(name, before[name], said) for name, said in _told(window) if said != before[name]]
    if not changes:
        return 0
    window.save(update_fields=["title", "opens_at", "closes_at", "review"])
    lines = [f"{name}: {was} → {said}" for name, was, said in changes]
    moved = _give_back_what_was_cut(window, closed_at, now)
    if moved:
        told = ngettext("%(n)d who sits now ends later", "%(n)d who sit now end later", moved)
        lines.append(told % {"n": moved})
    kind, detail = ExamAct.Kind.CHANGED, "\n".join(lines)
    acts.log(kind, by, window.quiz.course, why, now=now, window=window, detail=detail)
    return moved


@transaction.atomic
def call_off(by: int, window_id: int, *, why: str, now: datetime) -> Window:
    """Let nobody begin any more. Whoever sits goes on to their end. Raises CalledOffError."""
    window = _locked(window_id)
    if window.cancelled_at is not None:
        raise CalledOffError
    window.cancelled_at = now
    window.save(update_fields=["cancelled_at"])
    sitting = window.attempts.open().count()
    told = ngettext("%(n)d who sits goes on", "%(n)d who sit go on", sitting) % {"n": sitting}
    kind = ExamAct.Kind.CANCELLED
    acts.log(kind, by, window.quiz.course, why, now=now, window=window, detail=told)
    return window


def newest_change(window: Window) -> int:
    """A number that grows with each change of what the window says; 0 before the first."""
    return _acts_on(window).aggregate(newest=Max("pk"))["newest"] or 0


def moment(at: datetime) -> str:
    """A time as the log of acts writes it, for readers in any time zone."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _acts_on(window: Window) -> "QuerySet[ExamAct]":
    return ExamAct.objects.filter(window=window, kind__in=ACTS_ON_A_WINDOW).order_by("-pk")


def _locked(window_id: int) -> Window:
    windows = Window.objects.select_for_update(of=("self",)).select_related("quiz__course")
    return windows.get(pk=window_id)


def _told(window: Window) -> Iterator[tuple[str, str]]:
    """What the window says, in words, by what it is called."""
    yield _("title"), window.title
    yield _("opens"), moment(window.opens_at)
    yield _("closes"), moment(window.closes_at)
    yield _("explanations"), str(Window.Review(window.review).label)


def _give_back_what_was_cut(window: Window, closed_at: datetime, now: datetime) -> int:
    """Move the ends of those who sit by as much as the window's end has moved for them.

    Only the ordinary minutes end with the window, so extra time stays on top of them."""
    ordinary = timedelta(minutes=window.quiz.minutes or 0)
    sitting = window.attempts.open().filter(deadline_at__gt=now)
    moved = []
    for attempt in sitting.select_for_update().order_by("pk"):
        whole = attempt.started_at + ordinary
        more = min(whole, window.closes_at) - min(whole, closed_at)
        if more > timedelta(0) and attempt.deadline_at is not None:
            attempt.deadline_at += more
            moved.append(attempt)
    Attempt.objects.bulk_update(moved, ["deadline_at"], batch_size=200)
    return len(moved)
