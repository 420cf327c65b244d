"""An attempt's responses, read all at once."""

from typing import NamedTuple

from quizzes.models import Attempt, Response


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
    rows = (
        Response.objects.filter(attempt=attempt)
        .order_by("position")
        .values_list(
            *("pk", "position", "question_id", "version_id", "flagged", "answered_at", "score"),
            "choices__option",
        )
    )
    for pk, position, question, version, flagged, answered_at, score, option in rows:
        chosen = frozenset(() if option is None else (option,))
        if (earlier := made.get(pk)) is not None:
            chosen |= earlier.chosen
        answered = answered_at is not None
        made[pk] = ResponseRow(pk, position, question, version, flagged, answered, score, chosen)
    return list(made.values())
