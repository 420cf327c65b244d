"""Exams that have ended, and everything that is stored of them."""

from typing import Any

from quizzes import tallies
from quizzes.models import Attempt, Saved
from tests.factories import at, exam_at, saved, submit

TIME, LEARNER = Attempt.EndedBy.TIME, Attempt.EndedBy.LEARNER


def stored(attempt: Attempt) -> dict[str, Any]:
    """Everything that is stored of an attempt."""
    return {
        "attempt": Attempt.objects.values().get(pk=attempt.pk),
        "responses": list(attempt.responses.order_by("pk").values()),
        "choices": list(attempt.responses.order_by("pk").values("choices__option")),
        "saves": list(attempt.saves.order_by("pk").values()),
        "tallies": tallies.stored(),
    }


def ended(by: str = LEARNER, letters: str = "AB", **fields: Any) -> Attempt:
    """A submitted exam with one answer right and one wrong, each with its save in the log."""
    attempt = exam_at(len(letters), **fields)
    submit(attempt, letters)
    for response in attempt.responses.all():
        saved(response, arrived_at=at(1))
    saved(response, arrived_at=at(95), outcome=Saved.Outcome.LATE)
    Attempt.objects.filter(pk=attempt.pk).update(ended_by=by)
    tallies.rebuild()
    attempt.refresh_from_db()
    return attempt
