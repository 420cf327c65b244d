"""Beginning an exam: its questions are drawn or taken from its form, its end is set by the clock of
the server, and the learner has one under way at a time, and one a window."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom

from django.db import IntegrityError, transaction
from django.db.models import Q

from content.models import Course
from content.outline import Outline, outline_of
from quizzes import attempts, forms
from quizzes.deadlines import GRACE
from quizzes.drawing import Drawn
from quizzes.forms import FormShortError
from quizzes.models import Attempt, ExtraTime, Question, Quiz, Response, Window
from quizzes.scaling import ScaleMap

__all__ = ["AlreadySatError", "FormShortError", "NotOpenError", "deadline", "scale_of", "start"]

Exam = Attempt.Mode.EXAM


class NotOpenError(Exception):
    """The exam cannot be begun now: its window has not opened, is over or was called off; or a
    fixed form is kept for a window, or for those who still sit it."""


class AlreadySatError(Exception):
    """The learner has sat the exam in this window; one may do so once."""


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What a learner is granted beyond an exam's own minutes."""

    minutes: int = 0
    percent: int = 0

    def __bool__(self) -> bool:
        return bool(self.minutes or self.percent)


def more_time(user_id: int, course_id: int) -> MoreTime:
    """What an instructor has granted the learner in every exam of the course."""
    rows = ExtraTime.objects.filter(user=user_id, course=course_id)
    return MoreTime(*(rows.values_list("minutes", "percent").first() or ()))


def deadline(
    now: datetime, minutes: int, more: MoreTime, *, closes_at: datetime | None = None
) -> datetime:
    """When a sitting that begins now ends. A window's end cuts the exam's own minutes, and what the
    learner is granted comes on top of that."""
    end = now + timedelta(minutes=minutes)
    if closes_at is not None:
        end = min(end, closes_at)
    return end + timedelta(minutes=more.minutes) + timedelta(minutes=minutes) * more.percent / 100


def scale_of(course: Course | Outline, pass_mark: int) -> ScaleMap | None:
    """The map of the course's practice scale; None where its exam has no scale. pass_mark: the
    percentage that passes where the course declares no map."""
    if course.exam_map:
        return ScaleMap.parse(course.exam_map)
    if not course.scale_high:
        return None
    return ScaleMap.straight(
        course.scale_low, course.scale_high, passing=course.pass_scaled, at=pass_mark
    )


def start(
    user_id: int,
    quiz: Quiz,
    *,
    now: datetime,
    window: Window | None = None,
    extra_minutes: int = 0,
    random: Random | None = None,
) -> tuple[Attempt, bool]:
    """The learner's open attempt at the exam, and whether it was made just now.

    extra_minutes: what the learner says to be granted; it counts outside of windows only, and not
    beside an instructor's grant. Raises NotOpenError, AlreadySatError and FormShortError."""
    running = _running(user_id, quiz, now=now)
    if running is not None:
        return running, False
    if window is not None and _sat(user_id, window):
        raise AlreadySatError
    _check_open(quiz, window, now=now)
    drawn = forms.questions(user_id, quiz, now=now, random=random or SystemRandom())
    more = more_time(user_id, quiz.course_id)
    if window is None and not more:
        more = MoreTime(extra_minutes)
    try:
        with transaction.atomic():
            # Looked at once more, now that nobody else can begin one unnoticed.
            if running := Attempt.objects.open().filter(user=user_id, quiz=quiz).first():
                return running, False
            return _make(user_id, quiz, drawn, window=window, more=more, now=now), True
    except IntegrityError:
        # A second tab began between our look and our insert: its attempt is the one.
        if running := Attempt.objects.open().filter(user=user_id, quiz=quiz).first():
            return running, False
        if window is not None and _sat(user_id, window):
            raise AlreadySatError from None
        raise


def _running(user_id: int, quiz: Quiz, *, now: datetime) -> Attempt | None:
    """The open attempt at the exam; one whose time is up is closed by this look at it."""
    running = Attempt.objects.open().filter(user=user_id, quiz=quiz).first()
    if running is None or running.deadline_at is None or now < running.deadline_at:
        return running
    attempts.submit(user_id, running.pk, now=now)
    return None


def _sat(user_id: int, window: Window) -> bool:
    return Attempt.objects.filter(user=user_id, window=window).exists()


def _check_open(quiz: Quiz, window: Window | None, *, now: datetime) -> None:
    if window is None:
        if is_reserved(quiz, now=now):
            raise NotOpenError
    elif window.quiz_id != quiz.pk or not is_open(window, now=now):
        raise NotOpenError


def is_open(window: Window, *, now: datetime) -> bool:
    return window.cancelled_at is None and window.opens_at <= now < window.closes_at


def is_reserved(quiz: Quiz, *, now: datetime) -> bool:
    """Whether the quiz is a fixed form that a window still keeps: who sat it before would know its
    questions. A drawn form is another one each time.

    It is kept, too, for those whom a window left sitting: extra time goes on after its end, and
    so does everybody's after it is called off. After a window that never explains it stays closed:
    whoever sat it freely would be shown the key."""
    if quiz.kind != Quiz.Kind.FIXED:
        return False
    lasting = Q(closes_at__gt=now) | Q(review=Window.Review.NEVER)
    windows = Window.objects.filter(lasting, quiz=quiz, cancelled_at=None)
    sitting = Attempt.objects.open().filter(
        quiz=quiz, window__isnull=False, deadline_at__gte=now - GRACE
    )
    return windows.exists() or sitting.exists()


def _make(
    user_id: int,
    quiz: Quiz,
    drawn: Sequence[Drawn],
    *,
    window: Window | None,
    more: MoreTime,
    now: datetime,
) -> Attempt:
    course = outline_of(quiz.course)
    scale = scale_of(course, quiz.pass_mark)
    attempt = Attempt.objects.create(
        user_id=user_id,
        quiz=quiz,
        mode=Exam,
        window=window,
        pass_mark=scale.percent_at(course.pass_scaled) if scale else quiz.pass_mark,
        partial_credit=quiz.partial_credit,
        scale=scale.text if scale else "",
        started_at=now,
        deadline_at=deadline(
            now, quiz.minutes or 0, more, closes_at=window.closes_at if window else None
        ),
        total=len(drawn),
        counted=sum(each.scored for each in drawn),
    )
    current = dict(
        Question.objects.filter(pk__in=[each.id for each in drawn]).values_list("pk", "current_id")
    )
    Response.objects.bulk_create(
        Response(
            attempt=attempt,
            question_id=each.id,
            version_id=current[each.id],
            position=position,
            counts=each.scored,
        )
        for position, each in enumerate(drawn, 1)
    )
    return attempt
