"""Exams sat by letters, in a window or in none, and the result as its page holds it."""

from datetime import datetime, timedelta
from typing import Any

from quizzes import attempts
from quizzes.exam_results import ExamResult, exam_result
from quizzes.models import Attempt, Window
from quizzes.sitting import of_learner
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.under_way import give, sit
from tests.world import World

SCALE = "0:100 70:700 100:1000"
ENDED = NOON + timedelta(minutes=30)
CLOSES = NOON + timedelta(hours=2)
Review = Window.Review


def window(here: World, review: Window.Review) -> Window:
    return Window.objects.create(
        quiz=here.quiz, title="Friday", opens_at=NOON, closes_at=CLOSES, review=review
    )


def sat(user: User, here: World, *answers: str, ended: datetime = ENDED, **fields: Any) -> Attempt:
    """A submitted exam with these letters, a minute each; "!" after them says sure, "?" a guess."""
    with_scale: dict[str, Any] = {"scale": SCALE, "pass_mark": 70} | fields
    attempt = sit(user, here.quiz, **with_scale)
    for position, answer in enumerate(answers, 1):
        certainty = {"!": 3, "?": 1}.get(answer[-1:], 0)
        when = attempt.started_at + timedelta(minutes=position)
        if letters := answer.rstrip("!?"):
            give(attempt, position, letters, now=when, certainty=certainty)
    attempts.submit(user.pk, attempt.pk, now=ended)
    return of_learner(user.pk, attempt.pk)


def told(attempt: Attempt, *, now: datetime = ENDED, show: str = "all") -> ExamResult:
    return exam_result(attempt, now=now, show=show)
