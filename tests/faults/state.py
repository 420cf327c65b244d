"""What the database of a storm holds, read by plain SQL and without the product's code."""

import sqlite3
import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.faults.rules import Answer, Wording


@dataclass(frozen=True, slots=True)
class SavedRow:
    """A row of the log of saves."""

    id: int
    attempt: str
    response: int
    key: str
    client: str
    sequence: int | None
    arrived_at: datetime
    given: str
    certainty: int
    flagged: bool
    outcome: str


@dataclass(frozen=True, slots=True)
class ResponseState:
    """A response with what counts as its answer."""

    id: int
    attempt: str
    question: int
    version: int
    position: int
    counts: bool
    flagged: bool
    certainty: int
    answered: bool
    score: float | None
    graded_at: datetime | None
    answer: tuple[tuple[int, int | None], ...]

    @property
    def given(self) -> Answer:
        return dict(self.answer)


@dataclass(frozen=True, slots=True)
class AttemptState:
    id: str
    user: int
    quiz: int
    partial: bool
    deadline_at: datetime
    submitted_at: datetime | None
    ended_by: str
    counted: int
    right: int | None
    score: float | None


@dataclass(frozen=True, slots=True)
class State:
    """All of it at one moment; tallies: answers and right ones by user and question."""

    attempts: Mapping[str, AttemptState]
    responses: Mapping[int, ResponseState]
    saved: tuple[SavedRow, ...]
    wordings: Mapping[int, Wording]
    tallies: Mapping[tuple[int, int], tuple[int, int]]


@contextmanager
def _connected(url: str) -> Iterator[Any]:
    """A connection on which everything is of one moment."""
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=60)) as here:
            here.execute("BEGIN")
            yield here
    else:
        import psycopg

        with psycopg.connect(url) as there:
            there.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield there


def read(url: str) -> State:
    """url: as DATABASE_URL has it."""
    with _connected(url) as connection:
        return read_from(connection)


def read_from(connection: Any) -> State:
    """connection: sqlite3's or psycopg's own."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
        return found

    return State(
        attempts=_attempts(rows(_ATTEMPTS)),
        responses=_responses(rows(_RESPONSES), rows(_CHOICES)),
        saved=tuple(_saved(row) for row in rows(_SAVED)),
        wordings=_wordings(rows(_OPTIONS)),
        tallies={(user, asked): (n, right) for user, asked, n, right in rows(_TALLIES)},
    )


_ATTEMPTS = """SELECT id, user_id, quiz_id, partial_credit, deadline_at, submitted_at, ended_by,
    counted, "right", score FROM quizzes_attempt WHERE mode = 'exam'"""
_RESPONSES = """SELECT response.id, attempt_id, question_id, version_id, position, counts, flagged,
    certainty, answered_at, response.score, graded_at FROM quizzes_response response
    JOIN quizzes_attempt attempt ON attempt.id = attempt_id WHERE mode = 'exam'"""
_CHOICES = "SELECT response_id, option_id, place FROM quizzes_choice ORDER BY option_id"
_SAVED = """SELECT id, attempt_id, response_id, key, client, sequence, arrived_at, given, certainty,
    flagged, outcome FROM quizzes_saved ORDER BY id"""
_OPTIONS = """SELECT version.id, kind, option.id, is_key, place FROM quizzes_questionversion version
    JOIN quizzes_option option ON option.version_id = version.id"""
_TALLIES = 'SELECT user_id, question_id, answers, "right" FROM quizzes_tally'


def _attempts(rows: list[tuple[Any, ...]]) -> dict[str, AttemptState]:
    return {
        name(pk): AttemptState(
            *(name(pk), user, quiz, bool(partial), time(deadline), submitted and time(submitted)),
            *rest,
        )
        for pk, user, quiz, partial, deadline, submitted, *rest in rows
    }


def _responses(
    rows: list[tuple[Any, ...]], choices: list[tuple[Any, ...]]
) -> dict[int, ResponseState]:
    given: dict[int, list[tuple[int, int | None]]] = defaultdict(list)
    for response, option, place in choices:
        given[response].append((option, place))
    return {
        pk: ResponseState(
            *(pk, name(attempt), question, version, position, bool(counts), bool(flagged)),
            *(certainty or 0, answered is not None, score, graded and time(graded)),
            tuple(given.get(pk, ())),
        )
        for (pk, attempt, question, version, position, counts, flagged, certainty, *rest) in rows
        for answered, score, graded in [rest]
    }


def _saved(row: tuple[Any, ...]) -> SavedRow:
    pk, attempt, response, key, client, sequence, arrived, given, certainty, flagged, outcome = row
    return SavedRow(
        *(pk, name(attempt), response, name(key), name(client) if client else "", sequence),
        *(time(arrived), given, certainty or 0, bool(flagged), outcome),
    )


def _wordings(rows: list[tuple[Any, ...]]) -> dict[int, Wording]:
    kinds: dict[int, str] = {}
    right: dict[int, set[int]] = defaultdict(set)
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for version, kind, option, is_key, place in rows:
        kinds[version] = kind
        if is_key:
            right[version].add(option)
        if place is not None:
            places[version].append((option, place))
    return {
        version: Wording(kind, frozenset(right[version]), tuple(places[version]))
        for version, kind in kinds.items()
    }


def name(stored: object) -> str:
    """A UUID in the same letters whatever the database calls it."""
    return uuid.UUID(str(stored)).hex


def time(stored: object) -> datetime:
    """A time as it is stored: SQLite's are text without their zone, which is UTC."""
    if isinstance(stored, datetime):
        return stored.astimezone(UTC)
    return datetime.fromisoformat(str(stored)).replace(tzinfo=UTC)
