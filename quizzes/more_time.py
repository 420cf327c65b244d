"""More time for one person: during an exam, by opening an attempt again, and in every exam.

Each act is one transaction that locks the attempt's row, as saving and submitting do, and is logged
with its reason (`acts.NoReasonError` where there is none). Nothing here shortens anybody's time."""

import math
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from content.models import Course
from quizzes import acts, tallies
from quizzes.exams import MoreTime, deadline
from quizzes.models import Attempt, ExamAct, ExtraTime
from quizzes.proctoring import moment

MOST_MINUTES, MOST_PERCENT = 600, 300


class NotAnExamError(Exception):
    """The attempt has no time limit."""


class SubmittedError(Exception):
    """Its learner has submitted the attempt: it may be opened again, but not just go on."""


class StillOpenError(Exception):
    """The attempt is under way."""


class AnotherOpenError(Exception):
    """Its learner sits the same exam in another attempt by now."""


class MovedMeanwhileError(Exception):
    """The attempt's end is another than the one that was looked at."""


def extend(
    by: int,
    attempt_id: uuid.UUID,
    *,
    minutes: int,
    why: str,
    now: datetime,
    seen: datetime | None = None,
) -> Attempt:
    """Give more minutes to somebody who sits, or whose time was just up: then they go on.

    They are counted from the end that there was, or from now where that has passed. by: the
    instructor's id. seen: that end as it was looked at, so that a form sent twice gives them once.
    Raises Attempt.DoesNotExist, NotAnExamError, SubmittedError, MovedMeanwhileError and
    AnotherOpenError."""
    with _one_open_attempt(attempt_id), transaction.atomic():
        attempt, end = _locked(attempt_id)
        if seen is not None and seen != end:
            raise MovedMeanwhileError
        was_over = not attempt.is_open
        if was_over and attempt.ended_by != Attempt.EndedBy.TIME:
            raise SubmittedError
        attempt.deadline_at = max(end, now) + timedelta(minutes=minutes)
        detail = f"{_said(end)} → {_said(attempt.deadline_at)}"
        if was_over:
            detail += "\n" + _("the time was up; all answers are kept and the marks taken back")
            _take_back_the_end(attempt)
        else:
            attempt.save(update_fields=["deadline_at"])
        kind = ExamAct.Kind.EXTENDED
        _log(kind, by, attempt, why, now=now, detail=detail)
    return attempt


def reopen(by: int, attempt_id: uuid.UUID, *, minutes: int, why: str, now: datetime) -> Attempt:
    """Take back the end of an exam: its learner goes on for so many minutes from now.

    What was answered stays, and so does the log of saves; all marks go. Raises
    Attempt.DoesNotExist, NotAnExamError, StillOpenError and AnotherOpenError."""
    with _one_open_attempt(attempt_id), transaction.atomic():
        attempt, _end = _locked(attempt_id)
        if attempt.submitted_at is None:
            raise StillOpenError
        was = _("submitted %(when)s, %(right)d of %(counted)d right") % {
            "when": moment(attempt.submitted_at),
            "right": attempt.right or 0,
            "counted": attempt.counted,
        }
        attempt.deadline_at = now + timedelta(minutes=minutes)
        _take_back_the_end(attempt)
        detail = f"{was} → {_said(attempt.deadline_at)}"
        _log(ExamAct.Kind.REOPENED, by, attempt, why, now=now, detail=detail)
    return attempt


@transaction.atomic
def set_extra_time(
    by: int,
    learner_id: int,
    course: Course,
    *,
    minutes: int,
    percent: int,
    why: str,
    now: datetime,
) -> ExtraTime | None:
    """Give a learner so much more in every exam of the course that they begin; None without any.

    Exams that are under way keep their end: see `owed`. Nothing is logged where nothing changes."""
    mine = ExtraTime.objects.filter(user=learner_id, course=course)
    held = mine.select_for_update().order_by("pk").first()
    before = (held.minutes, held.percent) if held is not None else (0, 0)
    if (minutes, percent) == before:
        return held
    if minutes or percent:
        held, _made = ExtraTime.objects.update_or_create(
            user_id=learner_id, course=course, defaults={"minutes": minutes, "percent": percent}
        )
    elif held is not None:
        held.delete()
        held = None
    detail = f"{in_words(*before)} → {in_words(minutes, percent)}"
    kind = ExamAct.Kind.ALLOWED
    acts.log(kind, by, course, why, now=now, learner=learner_id, detail=detail)
    return held


def under_way(learner_id: int, course: Course, now: datetime) -> QuerySet[Attempt]:
    """The learner's exams of the course whose time is not up."""
    sitting = Attempt.objects.open().filter(user=learner_id, quiz__course=course)
    return sitting.filter(deadline_at__gt=now).select_related("quiz", "window").order_by("pk")


def owed(attempt: Attempt, more: MoreTime) -> int:
    """How many minutes an exam under way lacks of what its learner is granted, rounded up.

    For the instructor to offer; whatever was given during the exam counts as given already."""
    if not more or attempt.deadline_at is None:
        return 0
    closes_at = attempt.window.closes_at if attempt.window else None
    end = deadline(attempt.started_at, attempt.quiz.minutes or 0, more, closes_at=closes_at)
    return max(0, math.ceil((end - attempt.deadline_at) / timedelta(minutes=1)))


def in_words(minutes: int, percent: int) -> str:
    """Extra time as the log of acts and the lists write it."""
    parts = [_("%(n)d minutes") % {"n": minutes}] if minutes else []
    parts += [_("%(n)d %% of the time") % {"n": percent}] if percent else []
    return " + ".join(parts) or _("none")


def _take_back_the_end(attempt: Attempt) -> None:
    """Open the attempt, as it was before it was submitted but for its deadline.

    What regrades made of it is taken back with the marks: a void question counts again and its row
    goes. That is right because submission grades by the regrades in force then, as it does for
    every attempt that is open while a key is put right; one undone meanwhile has no say."""
    in_force = attempt.regrades.filter(regrade__undone_at=None)
    for changed in in_force.filter(counted_before=True, counted_after=False):
        attempt.responses.filter(pk=changed.response_id).update(counts=True)
    in_force.delete()
    attempt.responses.update(score=None, graded_at=None)
    attempt.counted = attempt.responses.filter(counts=True).count()
    attempt.submitted_at = attempt.right = attempt.score = None
    attempt.ended_by = ""
    attempt.save(
        update_fields=["deadline_at", "submitted_at", "ended_by", "counted", "right", "score"]
    )
    answered = attempt.responses.exclude(answered_at=None)
    tallies.recount([attempt.user_id], list(answered.values_list("question", flat=True)))


@contextmanager
def _one_open_attempt(attempt_id: uuid.UUID) -> Iterator[None]:
    """What the constraint refuses, said plainly: it decides, whoever begins at the same moment."""
    try:
        yield
    except IntegrityError as clash:
        attempt = Attempt.objects.get(pk=attempt_id)
        open_ones = Attempt.objects.open().filter(user=attempt.user_id, quiz=attempt.quiz_id)
        if open_ones.exclude(pk=attempt_id).exists():
            raise AnotherOpenError from clash
        raise


def _locked(attempt_id: uuid.UUID) -> tuple[Attempt, datetime]:
    """An exam's row, locked, and its end."""
    rows = Attempt.objects.select_for_update(of=("self",)).select_related("quiz__course", "window")
    attempt = rows.get(pk=attempt_id)
    if not attempt.is_exam or attempt.deadline_at is None:
        raise NotAnExamError
    return attempt, attempt.deadline_at


def _log(
    kind: ExamAct.Kind, by: int, attempt: Attempt, why: str, *, now: datetime, detail: str
) -> None:
    course, window = attempt.quiz.course, attempt.window
    acts.log(kind, by, course, why, now=now, window=window, attempt=attempt, detail=detail)


def _said(end: datetime) -> str:
    return _("ends %(when)s") % {"when": moment(end)}
