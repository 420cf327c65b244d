"""An attempt's responses, read all at once."""

from collections.abc import KeysView
from typing import NamedTuple

from django.db import connection

from quizzes.grading import Given
from quizzes.models import Attempt
from quizzes.rows import as_key

_RESPONSES = """
    SELECT response.id, position, question_id, version_id, flagged, answered_at, score, counts,
        certainty, option_id, place,
        EXISTS (
            SELECT 1 FROM quizzes_regradeversion covered
                JOIN quizzes_regrade regrade ON regrade.id = covered.regrade_id
            WHERE covered.version_id = response.version_id AND regrade.undone_at IS NULL
        )
    FROM quizzes_response response
        LEFT JOIN quizzes_choice choice ON choice.response_id = response.id
    WHERE attempt_id = %s
    ORDER BY position"""


class ResponseRow(NamedTuple):
    """A response with what was given; small, because a page reads all of an attempt's.

    counts: whether its mark is part of the score. certainty: 1 guess, 2 fairly, 3 sure. regraded:
    whether a regrade in force covers its wording (`quizzes.regrades`)."""

    id: int
    position: int
    question_id: int
    version_id: int
    flagged: bool
    answered: bool
    score: float | None
    given: Given
    counts: bool = True
    certainty: int | None = None
    regraded: bool = False

    @property
    def chosen(self) -> KeysView[int]:
        """The ids of the options chosen, or given a place."""
        return self.given.keys()

    @property
    def verdict(self) -> str | None:
        """ "right", "partly" or "wrong" once graded."""
        if not self.score:
            return None if self.score is None else "wrong"
        return "right" if self.score == 1.0 else "partly"


def responses(attempt: Attempt) -> list[ResponseRow]:
    """Every response of the attempt in order, in one query."""
    made: dict[int, ResponseRow] = {}
    given: dict[int, dict[int, int | None]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSES, [as_key(attempt.pk)])
        rows = cursor.fetchall()
    for pk, position, question, version, flagged, answered_at, score, *rest in rows:
        counts, certainty, option, place, regraded = rest
        if pk not in made:
            given[pk], answered = {}, answered_at is not None
            made[pk] = ResponseRow(
                *(pk, position, question, version, flagged, answered, score, given[pk]),
                *(counts, certainty, bool(regraded)),
            )
        if option is not None:
            given[pk][option] = place
    return list(made.values())
