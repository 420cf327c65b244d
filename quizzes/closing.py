"""The end of an attempt: what it holds is graded, once. An exam ends at its deadline, whoever
notices it first: the learner, a look at it, or a sweep over all that are overdue."""

import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction

from quizzes import regrades, rows, tallies
from quizzes.deadlines import GRACE, is_over, is_past_grace
from quizzes.grading import as_mark, grade
from quizzes.models import Attempt
from quizzes.regrade_marks import Standing
from quizzes.regrades import Held
from quizzes.responses import ResponseRow, responses
from quizzes.wordings import answer_keys

log = logging.getLogger(__name__)


def _graded(answers: Sequence[ResponseRow], *, partial: bool) -> list[Held]:
    """Each response as it stands by the published keys; what practice has graded stays as it is."""
    keys = answer_keys([row.version_id for row in answers])
    return [
        Held(
            row.id,
            row.version_id,
            row.given,
            Standing(
                grade(keys[row.version_id], row.given, partial=partial)
                if row.score is None
                else as_mark(row.score),
                bool(row.counts),
            ),
        )
        for row in answers
    ]


@transaction.atomic
def submit(user_id: int, attempt_id: uuid.UUID, *, now: datetime) -> tuple[Attempt, bool]:
    """Grade what is not graded yet and close the attempt; True where this call did it.

    An unanswered question is wrong. An exam whose time is up ended at its deadline, whenever that
    is noticed. Submitting again changes nothing. Raises Attempt.DoesNotExist."""
    attempt = rows.locked(user_id, attempt_id)
    if not attempt.is_open:
        return attempt, False
    _end(attempt, now=now)
    return attempt, True


@transaction.atomic
def close_if_overdue(attempt: Attempt, *, now: datetime) -> Attempt:
    """The attempt, closed first where its deadline and the time of grace have passed.

    attempt is as somebody read it: by now it may have been closed, or given more time."""
    if not (attempt.is_open and is_past_grace(attempt, now)):
        return attempt
    locked = rows.locked(attempt.user_id, attempt.pk)
    if locked.is_open and is_past_grace(locked, now):
        _end(locked, now=now)
    return locked


def close_overdue(now: datetime) -> int:
    """Close every exam whose time is up, each in a transaction of its own; how many were closed.

    May run at any time, twice at once too, or never: a look at an overdue attempt does the same."""
    overdue = Attempt.objects.open().filter(deadline_at__lt=now - GRACE).order_by("deadline_at")
    closed = 0
    for attempt in overdue:
        try:
            closed += not close_if_overdue(attempt, now=now).is_open
        except Exception:
            # One that cannot be closed must not keep the others open.
            log.exception("attempt %s is overdue and could not be closed", attempt.pk)
    return closed


def _end(attempt: Attempt, *, now: datetime) -> None:
    """Grade and close an attempt that is locked and open."""
    answers = responses(attempt)
    graded = _graded(answers, partial=attempt.partial_credit)
    made = (
        regrades.changes(graded, partial=attempt.partial_credit)
        if any(row.regraded for row in answers)
        else []
    )
    final = {each.response_id: each.standing for each in graded}
    final |= {each.response_id: each.after for _regrade, each in made}
    fresh = [
        tallies.Verdict(row.question_id, right=final[row.id].mark == 1)
        for row in answers
        if row.answered and row.score is None
    ]
    tallies.add(attempt.user_id, fresh, now=now)
    in_time = not is_over(attempt, now)
    attempt.submitted_at = now if in_time else attempt.deadline_at
    attempt.ended_by = Attempt.EndedBy.LEARNER if in_time else Attempt.EndedBy.TIME
    total = regrades.total_of(final.values())
    attempt.right, attempt.counted = total.right, total.counted
    attempt.score = float(total.score)
    _close(attempt, {pk: float(each.mark) for pk, each in final.items() if each.mark}, now=now)
    if made:
        told = {row.id: row.question_id for row in answers if row.score is not None}
        regrades.record(attempt, made, told=told, now=now)


def _close(attempt: Attempt, marks: Mapping[int, float], *, now: datetime) -> None:
    """Write the attempt's end, and each response's mark unless it has one: marks by id, else 0."""
    worth = " ".join(["WHEN %s THEN %s"] * len(marks))
    score = f"CASE id {worth} ELSE 0.0 END" if marks else "0.0"
    pairs = [value for pair in marks.items() for value in pair]
    key = rows.as_key(attempt.pk)
    ended = rows.as_stored_time(attempt.submitted_at or now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE quizzes_response SET graded_at = %s, score = {score} "  # noqa: S608 (holes)
            "WHERE attempt_id = %s AND graded_at IS NULL",
            [rows.as_stored_time(now), *pairs, key],
        )
        cursor.execute(
            'UPDATE quizzes_attempt SET submitted_at = %s, ended_by = %s, "right" = %s, '
            "counted = %s, score = %s WHERE id = %s",
            [ended, attempt.ended_by, attempt.right, attempt.counted, attempt.score, key],
        )
