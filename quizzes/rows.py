"""Attempts as the pages and deeds of a sitting read them, in SQL written by hand: to compose these
queries costs several times what running them does. `docs/adr/0012` says when that is allowed."""

import uuid
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from content.models import Course
from quizzes.models import Attempt, Quiz, Response


def _names(model: type[Model], *wanted: str) -> tuple[str, ...]:
    """The model's columns, all or some, in the order in which from_db() takes their values."""
    names = [field.attname for field in model._meta.concrete_fields]
    return tuple(name for name in names if not wanted or name in wanted)


def _columns(table: str, names: tuple[str, ...]) -> str:
    return ", ".join(f'{table}."{name}"' for name in names)


_ATTEMPT = _names(Attempt)
_RESPONSE = _names(Response)
_QUIZ = _names(Quiz, "id", "slug", "title", "course_id")
_COURSE = _names(Course, "id", "slug", "revision")
_LOCKED = (
    f"SELECT {_columns('quizzes_attempt', _ATTEMPT)} FROM quizzes_attempt "  # noqa: S608
    "WHERE id = %s AND user_id = %s"
)
_LOCKED_RESPONSE = (
    f"SELECT {_columns('attempt', _ATTEMPT)}, {_columns('response', _RESPONSE)} "  # noqa: S608
    "FROM quizzes_attempt attempt JOIN quizzes_response response ON attempt_id = attempt.id "
    "WHERE attempt.id = %s AND attempt.user_id = %s AND response.position = %s"
)
_WITH_COURSE = (
    f"SELECT {_columns('attempt', _ATTEMPT)}, {_columns('quiz', _QUIZ)}, "  # noqa: S608
    f"{_columns('course', _COURSE)} FROM quizzes_attempt attempt "
    "JOIN quizzes_quiz quiz ON quiz.id = attempt.quiz_id "
    "JOIN content_course course ON course.id = quiz.course_id WHERE "
)

_SAT = """
    SELECT id, mode, scope, started_at, submitted_at, "right", counted, total, pass_mark, score,
        scale, CASE WHEN submitted_at IS NULL THEN (
            SELECT COUNT(*) FROM quizzes_response response
            WHERE response.attempt_id = attempt.id AND response.answered_at IS NOT NULL
        ) ELSE 0 END
    FROM quizzes_attempt attempt
    WHERE user_id = %s AND quiz_id = %s
    ORDER BY started_at DESC
    LIMIT %s"""


_NEXT_TO_END = """attempt.submitted_at IS NULL
    ORDER BY attempt.deadline_at IS NULL, attempt.deadline_at, attempt.started_at DESC LIMIT 1"""
_NEWEST_SUBMITTED = "attempt.submitted_at IS NOT NULL ORDER BY attempt.submitted_at DESC LIMIT 1"


NO_POSITION = 1_000_000
"""Past the last question of any attempt."""


class Sat(NamedTuple):
    """An attempt as a list of them shows it; answered counts the answers of one that is open."""

    id: uuid.UUID
    mode: str
    scope: str
    started_at: datetime
    submitted_at: datetime | None
    right: int | None
    counted: int
    total: int
    pass_mark: int
    score: float | None
    scale: str
    answered: int = 0


def as_key(attempt_id: uuid.UUID) -> uuid.UUID | str:
    """The id as this database stores it."""
    key: uuid.UUID | str = Attempt._meta.pk.get_db_prep_value(attempt_id, connection)
    return key


def as_id(stored: object) -> uuid.UUID:
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(str(stored))


def as_stored_time(moment: datetime) -> datetime | str | None:
    stored: datetime | str | None = connection.ops.adapt_datetimefield_value(moment)
    return stored


def as_time(stored: datetime) -> datetime:
    """A time as the rest of the program has it: SQLite's come without their zone, which is UTC."""
    return stored if stored.tzinfo is not None else stored.replace(tzinfo=UTC)


def _lock(clause: str) -> str:
    return f" {clause}" if connection.features.has_select_for_update else ""


def locked(user_id: int, attempt_id: uuid.UUID) -> Attempt:
    """The learner's own attempt, its row locked until the transaction ends.

    Raises Attempt.DoesNotExist."""
    found = _one(_LOCKED + _lock("FOR UPDATE"), as_key(attempt_id), user_id)
    if found is None:
        raise Attempt.DoesNotExist
    return _attempt(found)


def locked_response(user_id: int, attempt_id: uuid.UUID, position: int) -> Response:
    """A response of the learner's own attempt with that attempt, both rows locked.

    The attempt first, as submission does: the other way round the two would wait for each other.
    Raises Response.DoesNotExist."""
    lock = _lock("FOR UPDATE OF attempt, response")
    # An address may name a position that no database could hold.
    asked = min(position, NO_POSITION)
    found = _one(_LOCKED_RESPONSE + lock, as_key(attempt_id), user_id, asked)
    if found is None:
        raise Response.DoesNotExist
    made = Response.from_db(connection.alias, _RESPONSE, found[len(_ATTEMPT) :])
    made.attempt = _attempt(found[: len(_ATTEMPT)])
    made.answered_at = made.answered_at and as_time(made.answered_at)
    made.graded_at = made.graded_at and as_time(made.graded_at)
    return made


def with_course(user_id: int, attempt_id: uuid.UUID) -> Attempt:
    """The learner's own attempt with what pages need of its quiz and course; whatever else they
    hold is read when it is asked for. Raises Attempt.DoesNotExist."""
    own = f"{_WITH_COURSE} attempt.id = %s AND attempt.user_id = %s"
    found = _one(own, as_key(attempt_id), user_id)
    if found is None:
        raise Attempt.DoesNotExist
    return _with_course(found)


def next_to_end(user_id: int) -> Attempt | None:
    """Of the attempts under way the exam that ends first, for its clock runs; without one, what was
    begun last. As `with_course` gives it."""
    return _newest(user_id, _NEXT_TO_END)


def newest_submitted(user_id: int) -> Attempt | None:
    """The attempt that was submitted last, as `with_course` gives it."""
    return _newest(user_id, _NEWEST_SUBMITTED)


def _newest(user_id: int, which: str) -> Attempt | None:
    found = _one(f"{_WITH_COURSE} attempt.user_id = %s AND {which}", user_id)
    return None if found is None else _with_course(found)


def sat(user_id: int, quiz_id: int, *, newest: int) -> list[Sat]:
    """The learner's newest attempts at a quiz, newest first."""
    with connection.cursor() as cursor:
        cursor.execute(_SAT, [user_id, quiz_id, newest])
        found = [Sat(*row) for row in cursor.fetchall()]
    return [
        one._replace(
            id=as_id(one.id),
            started_at=as_time(one.started_at),
            submitted_at=one.submitted_at and as_time(one.submitted_at),
        )
        for one in found
    ]


def _one(sql: str, *parameters: uuid.UUID | str | int) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def _attempt(values: tuple[Any, ...]) -> Attempt:
    made = Attempt.from_db(connection.alias, _ATTEMPT, values)
    made.pk, made.started_at = as_id(made.pk), as_time(made.started_at)
    made.deadline_at = made.deadline_at and as_time(made.deadline_at)
    made.submitted_at = made.submitted_at and as_time(made.submitted_at)
    return made


def _with_course(values: tuple[Any, ...]) -> Attempt:
    made = _attempt(values[: len(_ATTEMPT)])
    rest = values[len(_ATTEMPT) :]
    made.quiz = Quiz.from_db(connection.alias, _QUIZ, rest[: len(_QUIZ)])
    made.quiz.course = Course.from_db(connection.alias, _COURSE, rest[len(_QUIZ) :])
    return made
