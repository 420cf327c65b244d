"""The log of an exam's saves as its attempt's page lists it, in the order in which they arrived."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quizzes.models import Attempt, Saved

MOST_SAVES = 2_000
"""How many of the newest saves the page lists."""


@dataclass(frozen=True, slots=True)
class Line:
    """A save. given: the letters, each with its place where it was given one; "" for nothing."""

    arrived_at: datetime
    position: int
    given: str
    certainty: int | None
    flagged: bool
    outcome: str
    counts: bool


def lines(attempt: Attempt, letters: Mapping[int, str]) -> list[Line]:
    """The newest saves in order, in one query. letters: those of the options, by their ids."""
    rows = Saved.objects.filter(attempt=attempt).order_by("-pk")
    found = rows.values_list(
        "arrived_at", "response__position", "given", "certainty", "flagged", "outcome"
    )[:MOST_SAVES]
    return [
        Line(
            arrived_at=arrived_at,
            position=position,
            given=_worded(given, letters),
            certainty=certainty,
            flagged=flagged,
            outcome=str(Saved.Outcome(outcome).label),
            counts=outcome == Saved.Outcome.KEPT,
        )
        for arrived_at, position, given, certainty, flagged, outcome in reversed(found)
    ]


def letters_of(responses: Any) -> dict[int, str]:
    """The letters of all the options that an attempt's responses hold."""
    return {option.pk: option.letter for row in responses for option in row.version.options.all()}


def _worded(given: str, letters: Mapping[int, str]) -> str:
    """The answer as it was logged, with letters for the ids of the options."""
    parts = [part.partition(":") for part in given.split(",") if part]
    return ", ".join(
        letters.get(int(option), "?") + (f" → {place}" if colon else "")
        for option, colon, place in parts
    )
