"""Taking a quiz by its letters instead of its ids."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from quizzes import attempts
from quizzes.models import Attempt, Quiz, Response
from quizzes.wordings import wordings
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, question

SOON = NOON + timedelta(minutes=1)
LATER = NOON + timedelta(minutes=10)
PRACTICE, GRADED = Attempt.Mode.PRACTICE, Attempt.Mode.GRADED


def three_questions(**fields: Any) -> Quiz:
    """A quiz whose keys are A, then B and C, then D."""
    made: Quiz = QuizFactory(**fields)
    for key in ("A", "BC", "D"):
        question(quiz=made, key=key)
    return made


def begin(user: User, quiz: Quiz, mode: Attempt.Mode = GRADED, **kwargs: Any) -> Attempt:
    return attempts.start(user.pk, quiz, mode=mode, now=NOON, **kwargs)[0]


def ids(attempt: Attempt, position: int, letters: str) -> list[int]:
    options = attempt.responses.get(position=position).version.options
    return list(options.filter(letter__in=letters).values_list("pk", flat=True))


def give(attempt: Attempt, position: int, letters: str) -> Response:
    chosen = ids(attempt, position, letters)
    return attempts.answer(attempt.user_id, attempt.pk, position=position, chosen=chosen, now=SOON)


def posted(attempt: Attempt, position: int, places: Mapping[str, int]) -> dict[int, int]:
    """These places by letter, as the page of this attempt counts them."""
    response = attempt.responses.get(position=position)
    by_letter = dict(response.version.options.values_list("letter", "pk"))
    attempt.refresh_from_db()
    words = wordings([response.version_id])[response.version_id]
    seen = words.layout(response.version_id, seed=bytes(attempt.seed))
    return seen.posted({by_letter[letter]: place for letter, place in places.items()})


def place(attempt: Attempt, position: int, *, when: datetime = SOON, **places: int) -> Response:
    """Give the options with these letters these places, as authored."""
    return attempts.answer(
        attempt.user_id,
        attempt.pk,
        position=position,
        placed=posted(attempt, position, places),
        now=when,
    )


def places_held(attempt: Attempt, position: int) -> dict[str, int]:
    choices = attempt.responses.get(position=position).choices.order_by("option__position")
    return {letter: place or 0 for letter, place in choices.values_list("option__letter", "place")}


def held(attempt: Attempt, position: int) -> tuple[str, float | None, bool]:
    """What is stored: the letters chosen, the mark, whether it counts as answered."""
    response = attempt.responses.get(position=position)
    letters = response.choices.order_by("option__position").values_list("option__letter", flat=True)
    return "".join(letters), response.score, response.answered_at is not None
