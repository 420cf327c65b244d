"""What a learner gives as an answer: checked against what was asked, and stored."""

from collections.abc import Collection, Mapping

from django.db import connection

from quizzes.grading import Given, InvalidChoiceError, check_choice, check_places
from quizzes.models import Response
from quizzes.wordings import Words


def as_given(
    response: Response, words: Words, chosen: Collection[int], placed: Mapping[int, int]
) -> Given:
    """What was posted as an answer in the question's own terms. Raises InvalidChoiceError."""
    if words.kind.is_choice and not placed:
        return check_choice(words.answer_key, chosen)
    if chosen:
        raise InvalidChoiceError("chosen options where each is given a place")
    seen = words.layout(response.version_id, seed=bytes(response.attempt.seed))
    return check_places(words.answer_key, seen.given(placed))


def store_choices(response_id: int, given: Given, *, instead: bool) -> None:
    """Write an answer's options, instead of an earlier one's or as the first."""
    with connection.cursor() as cursor:
        if instead:
            cursor.execute("DELETE FROM quizzes_choice WHERE response_id = %s", [response_id])
        if given:
            cursor.execute(
                "INSERT INTO quizzes_choice (response_id, option_id, place) VALUES "  # noqa: S608 (holes)
                + ", ".join(["(%s, %s, %s)"] * len(given)),
                [value for pk, place in given.items() for value in (response_id, pk, place)],
            )


def stored_choices(response_id: int) -> Given:
    """The answer as it is stored."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT option_id, place FROM quizzes_choice WHERE response_id = %s ORDER BY option_id",
            [response_id],
        )
        return dict(cursor.fetchall())
