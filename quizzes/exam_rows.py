"""What an exam's result needs beside its responses, read in one statement."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from quizzes.models import Attempt, Saved
from quizzes.reviewing import HELD, Policy, moments
from quizzes.rows import as_id, as_key, as_stored_time, as_time

EARLIER_MOST = 12
SAVE, EARLIER, MARK, WINDOW, RUNNING = range(5)
LATE = Saved.Outcome.LATE

Row = tuple[Any, ...]

# Saves, the earlier exams of the course on the same scale, the marks of the newest of those, and
# the window with the last deadline in it that still runs. Every row tells in its columns: which of
# the five it is, when, an id or number, a number, a share, and words.
_REST = """
    SELECT 0, arrived_at, response_id, 0, 0.0, outcome, ''
    FROM quizzes_saved WHERE attempt_id = %(attempt)s
    UNION ALL
    SELECT * FROM (
        SELECT 1, started_at, counted, earlier.pass_mark, score, CAST(earlier.id AS varchar(36)),
            quiz.title
        FROM quizzes_attempt earlier JOIN quizzes_quiz quiz ON quiz.id = earlier.quiz_id
        WHERE {earlier} ORDER BY started_at DESC LIMIT %(most)s
    ) newest
    UNION ALL
    SELECT 2, graded_at, question_id, 0, mark.score, '', ''
    FROM quizzes_response mark JOIN quizzes_attempt sat ON sat.id = mark.attempt_id
    WHERE counts AND sat.id = (
        SELECT earlier.id
        FROM quizzes_attempt earlier JOIN quizzes_quiz quiz ON quiz.id = earlier.quiz_id
        WHERE {earlier} ORDER BY started_at DESC LIMIT 1
    ) AND NOT EXISTS (
        SELECT 1 FROM quizzes_window held WHERE held.id = sat.window_id AND {held}
    )
    UNION ALL
    SELECT 3, closes_at, 0, 0, 0.0, review, '' FROM quizzes_window WHERE id = %(window)s
    UNION ALL
    SELECT 4, MAX(deadline_at), 0, 0, 0.0, '', ''
    FROM quizzes_attempt WHERE window_id = %(window)s AND submitted_at IS NULL"""
_EARLIER = """
    earlier.user_id = %(user)s AND earlier.mode = 'exam' AND earlier.submitted_at IS NOT NULL
    AND earlier.scale = %(scale)s AND earlier.started_at < %(started)s
    AND quiz.course_id = %(course)s"""
_SQL = _REST.format(earlier=_EARLIER, held=HELD)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An exam sat before, on the same scale."""

    id: uuid.UUID
    title: str
    started_at: datetime
    score: float
    counted: int
    pass_mark: int


@dataclass(frozen=True, slots=True)
class Beside:
    """saves: the moment and the response's id of each save that came in time; late: the responses
    that one came too late for. earlier: newest first; marks: those of the newest one's questions
    that count, by question, none while they may not be told. policy: None where the exam was sat in
    no window."""

    saves: Sequence[tuple[datetime, int]]
    late: frozenset[int]
    earlier: Sequence[Earlier]
    marks: Mapping[int, float]
    policy: Policy | None


def beside(attempt: Attempt, *, now: datetime) -> Beside:
    """What is there beside the attempt and its responses."""
    asked = {
        "attempt": as_key(attempt.pk),
        "user": attempt.user_id,
        "scale": attempt.scale,
        "started": as_stored_time(attempt.started_at),
        "course": attempt.quiz.course_id,
        "window": attempt.window_id or 0,
        "most": EARLIER_MOST,
        **moments(now),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, asked)
        found = cursor.fetchall()
    rows: dict[int, list[Row]] = defaultdict(list)
    for what, moment, *rest in found:
        rows[what].append((moment and as_time(moment), *rest))
    return Beside(
        saves=[(moment, pk) for moment, pk, _, _, outcome, _ in rows[SAVE] if outcome != LATE],
        late=frozenset(pk for _, pk, _, _, outcome, _ in rows[SAVE] if outcome == LATE),
        earlier=[_earlier(*row) for row in rows[EARLIER]],
        marks={question: mark for _, question, _, mark, _, _ in rows[MARK]},
        policy=next((_policy(window, rows[RUNNING]) for window in rows[WINDOW]), None),
    )


def _earlier(
    moment: datetime, counted: int, pass_mark: int, score: float, pk: str, title: str
) -> Earlier:
    return Earlier(as_id(pk), title, moment, score, counted, pass_mark)


def _policy(window: Row, running: Sequence[Row]) -> Policy:
    closes_at, _, _, _, review, _ = window
    return Policy(review, closes_at, running[0][0])
