"""Who sits a mock exam, whose time ran out in another, and what there is before any of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db.models import QuerySet
from django.urls import reverse

from quizzes import attempts, exams, proctoring, saving
from quizzes.attempts import Selection
from quizzes.models import Attempt, Quiz, Response, Window
from quizzes.saving import Save
from quizzes.wordings import answer_keys
from studyapp.accounts.models import User
from tests.browser.stops import Stop


def announced(by: User, window: Window, *, now: datetime) -> None:
    """Another window of the same exam, in three days."""
    opens = now + timedelta(days=3)
    plan = proctoring.Plan("Second try", opens, opens + timedelta(hours=4), Window.Review.AFTER)
    proctoring.open_window(by.pk, window.quiz, plan, why="Some were ill.", now=now)


def sit(user: User, quiz: Quiz, *, now: datetime) -> Attempt:
    """The course's mock exam, half an hour in; beside it an exam whose time is up, and a quiz of
    the user's own choice, barely begun."""
    course = quiz.course.quizzes
    attempt = _begun(user, course.get(kind=Quiz.Kind.MOCK), upto=24, now=now)
    timed = course.filter(kind=Quiz.Kind.FIXED).exclude(minutes=None)
    overdue = _begun(user, timed.order_by("slug")[0], upto=40, now=now)
    # Only now, as a server beside this closes at once what is overdue.
    Attempt.objects.filter(pk=overdue.pk).update(deadline_at=now - timedelta(minutes=1))
    ids = quiz.questions.filter(status="published").values_list("pk", flat=True)[:10]
    attempts.start(
        user.pk,
        course.get(kind=Quiz.Kind.CUSTOM),
        mode=Attempt.Mode.PRACTICE,
        now=now,
        selection=Selection(ids=list(ids)),
    )
    return attempt


def begin_somewhere(user: User, quiz: Quiz, *, now: datetime) -> Attempt:
    """The diagnostic, submitted with every third answer wrong."""
    form = quiz.course.quizzes.get(kind=Quiz.Kind.FIXED, minutes=None)
    attempt, _made = attempts.start(
        user.pk, form, mode=Attempt.Mode.GRADED, now=now - timedelta(days=20)
    )
    for row in _of_choices(attempt):
        attempts.answer(
            user.pk,
            attempt.pk,
            position=row.position,
            chosen=_chosen(row, wrong=row.position % 3 == 0),
            now=now - timedelta(days=20),
        )
    attempts.submit(user.pk, attempt.pk, now=now - timedelta(days=20))
    return attempt


def _begun(user: User, exam: Quiz, *, upto: int, now: datetime) -> Attempt:
    """Half an hour in; every fifth question is left open, every seventh flagged."""
    begun = now - timedelta(minutes=30)
    attempt, _made = exams.start(user.pk, exam, now=begun, random=Random(1))
    for row in _of_choices(attempt).filter(position__lte=upto):
        save = Save(
            chosen=None if row.position % 5 == 0 else sorted(_chosen(row, wrong=False)),
            certainty=row.position % 4 or None,
            flagged=row.position % 7 == 0,
        )
        when = begun + timedelta(seconds=40 * row.position)
        saving.save(user.pk, attempt.pk, position=row.position, save=save, now=when)
    return attempt


def _of_choices(attempt: Attempt) -> QuerySet[Response]:
    return attempt.responses.filter(version__kind__in=("single", "multiple")).order_by("position")


def _chosen(row: Response, *, wrong: bool) -> set[int]:
    key = answer_keys([row.version_id])[row.version_id]
    return set(sorted(key.options - key.key)[: key.needed]) if wrong else set(key.key)


def stops(attempt: Attempt) -> Iterator[Stop]:
    at = reverse("attempt", args=[attempt.pk])
    multiple = attempt.responses.filter(version__kind="multiple").order_by("position")[0]
    ended = Attempt.objects.exclude(pk=attempt.pk).get(user=attempt.user_id, mode="exam")
    custom = attempt.quiz.course.quizzes.get(kind=Quiz.Kind.CUSTOM)
    yield Stop("exam-question", f"{at}14/")
    yield Stop("exam-multiple", f"{at}{multiple.position}/")
    yield Stop("exam-review", f"{at}review/")
    yield Stop("exam-under-way", attempt.quiz.get_absolute_url())
    yield Stop("exam-ended", reverse("ended", args=[ended.pk]))
    yield Stop("custom-under-way", custom.get_absolute_url())
    yield Stop("home-in-exam", "/")


def before_it(quiz: Quiz, window: Window) -> Iterator[Stop]:
    """What somebody sees who has sat nothing yet."""
    course = quiz.course.quizzes
    yield Stop("exam-intro", course.get(kind=Quiz.Kind.MOCK).get_absolute_url())
    yield Stop("exam-windows", window.quiz.get_absolute_url())
    diagnostic = course.get(kind=Quiz.Kind.FIXED, minutes=None)
    yield Stop("diagnostic", diagnostic.get_absolute_url())
    custom = course.get(kind=Quiz.Kind.CUSTOM).get_absolute_url()
    yield Stop("custom", custom)
    yield Stop("custom-nothing", f"{custom}?only=flagged")


def results(diagnosed: Attempt) -> Iterator[Stop]:
    """What somebody sees with the diagnostic and some exams behind them."""
    yield Stop("diagnostic-result", reverse("result", args=[diagnosed.pk]))
