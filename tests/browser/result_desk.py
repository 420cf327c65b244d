"""Somebody with two exams behind them, and somebody whose exam is held back: their result pages."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse

from quizzes import attempts, exams, saving
from quizzes.models import Attempt, FormQuestion, Question, Quiz, Window
from quizzes.saving import Save
from quizzes.wordings import answer_keys
from studyapp.accounts.models import User
from tests.browser.stops import Stop

MINUTES = 30


def candidate(user: User, quiz: Quiz, *, now: datetime) -> Attempt:
    """The newer of two exams that the user sat, with answers of every kind and certainty."""
    form = Quiz.objects.create(
        course=quiz.course,
        slug="mock-of-autumn",
        title="Mock exam, autumn form",
        kind=Quiz.Kind.FIXED,
        minutes=MINUTES,
    )
    of_file = quiz.questions.filter(origin=Question.Origin.MARKDOWN, status="published")
    for position, asked in enumerate(of_file[:12], 1):
        FormQuestion.objects.create(
            quiz=form, question=asked, position=position, scored=position > 2
        )
    _sit(user, form, every=2, now=now - timedelta(days=9))
    return _sit(user, form, every=4, now=now - timedelta(hours=1))


def _sit(user: User, form: Quiz, *, every: int, now: datetime) -> Attempt:
    """Every so manieth answer is wrong, the last two are not given, and one comes too late."""
    attempt, _made = exams.start(user.pk, form, now=now)
    rows = list(attempt.responses.order_by("position"))
    keys = answer_keys([row.version_id for row in rows])
    ended = now + timedelta(minutes=MINUTES + 1)
    for row in rows:
        key = keys[row.version_id]
        late, wrong = row.position > len(rows) - 2, row.position % every == 0
        if not key.kind.is_choice or row.position == len(rows):
            continue
        chosen = sorted(key.options - key.key)[: key.needed] if wrong else sorted(key.key)
        save = Save(
            chosen=chosen, certainty=row.position % 4 or None, flagged=row.position % 5 == 0
        )
        when = ended if late else now + timedelta(minutes=row.position)
        saving.save(user.pk, attempt.pk, position=row.position, save=save, now=when)
    attempts.submit(user.pk, attempt.pk, now=ended)
    return attempt


def stops(attempt: Attempt) -> Iterator[Stop]:
    result = reverse("result", args=[attempt.pk])
    yield Stop("exam-result", result)
    yield Stop("exam-intro-again", attempt.quiz.get_absolute_url())
    yield Stop("exam-result-sure", f"{result}?show=sure#questions")
    yield Stop("history-of-exams", reverse("attempts"))


def held_back(window: Window) -> Attempt:
    """A submitted attempt in the window, which explains nothing before it is over."""
    return window.attempts.submitted()[0]


def held_back_stops(attempt: Attempt) -> Iterator[Stop]:
    yield Stop("exam-result-held-back", reverse("result", args=[attempt.pk]))
    yield Stop("progress-held-back", reverse("progress"))
