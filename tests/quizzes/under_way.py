"""Exams under way, made by hand, and saves by letters instead of ids."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from quizzes import saving
from quizzes.models import Attempt, Question, Quiz, Saved
from quizzes.saving import Outcome, Save
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, attempt_at, question
from tests.quizzes.taking import ids

MINUTES = 90
DEADLINE = NOON + timedelta(minutes=MINUTES)
SOON = NOON + timedelta(minutes=1)
EXAM = Attempt.Mode.EXAM


def seconds_after(seconds: float, moment: datetime = DEADLINE) -> datetime:
    return moment + timedelta(seconds=seconds)


def exam(*keys: str) -> Quiz:
    """An exam whose questions have these keys, by default A, then B and C, then D."""
    made: Quiz = QuizFactory(kind=Quiz.Kind.FIXED, minutes=MINUTES, pass_mark=60)
    for position, key in enumerate(keys or ("A", "BC", "D"), 1):
        question(quiz=made, key=key, position=position)
    return made


def sit(user: User, quiz: Quiz, *, unscored: Sequence[int] = (), **fields: Any) -> Attempt:
    """An exam begun at noon; unscored: the positions of what does not count."""
    asked: list[Question] = list(quiz.questions.order_by("position"))
    fields = {"user": user, "quiz": quiz, "deadline_at": DEADLINE, "pass_mark": 60} | fields
    counted = len(asked) - len(unscored)
    made = attempt_at(asked, mode=EXAM, counted=counted, **fields)
    made.responses.filter(position__in=unscored).update(counts=False)
    return made


def given(attempt: Attempt, position: int, letters: str, **fields: Any) -> Save:
    return Save(chosen=ids(attempt, position, letters), **fields)


def send(attempt: Attempt, position: int, save: Save, *, now: datetime = SOON) -> Outcome:
    return saving.save(attempt.user_id, attempt.pk, position=position, save=save, now=now)


def give(
    attempt: Attempt, position: int, letters: str, *, now: datetime = SOON, **fields: Any
) -> Outcome:
    return send(attempt, position, given(attempt, position, letters, **fields), now=now)


def logged(attempt: Attempt) -> list[tuple[int, str, int]]:
    """Position, outcome and number of options given of each save, in the order of arrival."""
    saves = Saved.objects.filter(attempt=attempt).select_related("response").order_by("pk")
    return [
        (one.response.position, one.outcome, len(one.given.split(",")) if one.given else 0)
        for one in saves
    ]


def a_client() -> uuid.UUID:
    return uuid.uuid4()
