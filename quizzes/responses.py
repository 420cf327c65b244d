"""An attempt's responses, read all at once."""

from typing import NamedTuple

from django.db import connection

from quizzes.models import Attempt
from quizzes.rows import as_key

_RESPONSES = """
    SELECT response.id, position, question_id, version_id, flagged, answered_at, score, option_id
    FROM quizzes_response response
        LEFT JOIN quizzes_choice choice ON choice.response_id = response.id
    WHERE attempt_id = %s
    ORDER BY position"""


class ResponseRow(NamedTuple):
    """A response with its chosen options' ids; small, because a page reads all of an attempt's."""

    id: int
    position: int
    question_id: int
    version_id: int
    flagged: bool
    answered: bool
    score: float | None
    chosen: frozenset[int]

    @property
    def verdict(self) -> str | None:
        """ "right" or "wrong" once graded."""
        return None if self.score is None else "right" if self.score == 1.0 else "wrong"


def responses(attempt: Attempt) -> list[ResponseRow]:
    """Every response of the attempt in order, in one query."""
    made: dict[int, ResponseRow] = {}
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSES, [as_key(attempt.pk)])
        rows = cursor.fetchall()
    for pk, position, question, version, flagged, answered_at, score, option in rows:
        chosen = frozenset(() if option is None else (option,))
        if (earlier := made.get(pk)) is not None:
            chosen |= earlier.chosen
        answered = answered_at is not None
        made[pk] = ResponseRow(pk, position, question, version, flagged, answered, score, chosen)
    return list(made.values())
