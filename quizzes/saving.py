"""Saving an exam's answers: each save is logged under its key, and counts unless it came too late.

A browser may send a save again until it hears that it arrived. The log, which only grows, tells one
that came before by its key, and one that was overtaken on its way by its sequence."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction

from quizzes import rows
from quizzes.deadlines import is_past_grace
from quizzes.drafts import Kind
from quizzes.given import as_given, store_choices, stored_choices
from quizzes.grading import Given
from quizzes.models import Response, Saved
from quizzes.wordings import wordings

Outcome = Saved.Outcome
NO_CERTAINTY = 0

# A statement of its own after the lock: only so does it see what the lock had waited for.
_LOG = """
    INSERT INTO quizzes_saved (attempt_id, response_id, key, client, sequence, arrived_at, given,
        certainty, flagged, outcome)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, CASE
        WHEN %s THEN 'late'
        WHEN EXISTS (SELECT 1 FROM quizzes_saved newer WHERE newer.response_id = %s
            AND newer.client = %s AND newer.sequence > %s) THEN 'overtaken'
        ELSE 'kept' END)
    ON CONFLICT (attempt_id, key) DO NOTHING
    RETURNING outcome"""
_LOGGED = "SELECT outcome FROM quizzes_saved WHERE attempt_id = %s AND key = %s"


@dataclass(frozen=True, slots=True)
class Save:
    """The state of one question as a page sends it; None: as it is stored.

    key: the page's name for this save, the same whenever it is sent. client and sequence: both or
    neither; see `Saved`. chosen, placed: as in `attempts.answer`; an empty answer takes the stored
    one back, except a single choice. certainty: 1 guess, 2 fairly, 3 sure, 0 takes it back."""

    key: uuid.UUID = field(default_factory=uuid.uuid4)
    client: uuid.UUID | None = None
    sequence: int | None = None
    chosen: Collection[int] | None = None
    placed: Mapping[int, int] | None = None
    certainty: int | None = None
    flagged: bool | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a save; ends_at: the deadline, which may have been moved meanwhile."""

    outcome: Outcome
    ends_at: datetime


def save(
    user_id: int, attempt_id: uuid.UUID, *, position: int, save: Save, now: datetime
) -> Outcome:
    """What became of the save that `take` takes."""
    return take(user_id, attempt_id, position=position, save=save, now=now).outcome


@transaction.atomic
def take(
    user_id: int, attempt_id: uuid.UUID, *, position: int, save: Save, now: datetime
) -> Receipt:
    """Log what arrived and, if it counts, make it the response.

    Sent again under its key, it changes nothing and the first outcome is told again. Raises
    Response.DoesNotExist, also where the attempt is no exam, and InvalidChoiceError; then nothing
    is stored."""
    response = rows.locked_response(user_id, attempt_id, position)
    ends_at = response.attempt.deadline_at
    if ends_at is None:
        raise Response.DoesNotExist
    given = _given(response, save)
    after = _After(
        given=stored_choices(response.pk) if given is None else given,
        certainty=response.certainty if save.certainty is None else save.certainty or None,
        flagged=response.flagged if save.flagged is None else save.flagged,
    )
    late = not response.attempt.is_open or is_past_grace(response.attempt, now)
    logged = _log(response, save, after, late=late, now=now)
    if logged is None:
        return Receipt(_outcome_of(response, save.key), ends_at)
    if logged is Outcome.KEPT:
        if given is not None:
            store_choices(response.pk, given, instead=response.answered_at is not None)
        _keep(response, after, now=now)
    return Receipt(logged, ends_at)


@dataclass(frozen=True, slots=True)
class _After:
    """The whole state of a question as a save leaves it."""

    given: Given
    certainty: int | None
    flagged: bool

    @property
    def text(self) -> str:
        """The answer as the log has it."""
        pairs = sorted(self.given.items())
        return ",".join(str(pk) if place is None else f"{pk}:{place}" for pk, place in pairs)


def _given(response: Response, save: Save) -> Given | None:
    """The answer that was sent; None where it leaves the stored one as it is."""
    if save.chosen is None and save.placed is None:
        return None
    words = wordings([response.version_id])[response.version_id]
    given = as_given(response, words, save.chosen or (), save.placed or {})
    return None if not given and words.kind is Kind.SINGLE else given


def _log(
    response: Response, save: Save, after: _After, *, late: bool, now: datetime
) -> Outcome | None:
    """Add the save to the log; None where its key is there already."""
    attempt, client = rows.as_key(response.attempt_id), save.client and rows.as_key(save.client)
    with connection.cursor() as cursor:
        cursor.execute(
            _LOG,
            [
                *(attempt, response.pk, rows.as_key(save.key), client, save.sequence),
                *(rows.as_stored_time(now), after.text, after.certainty, after.flagged, late),
                *(response.pk, client, save.sequence),
            ],
        )
        found = cursor.fetchone()
    return None if found is None else Outcome(found[0])


def _outcome_of(response: Response, key: uuid.UUID) -> Outcome:
    with connection.cursor() as cursor:
        cursor.execute(_LOGGED, [rows.as_key(response.attempt_id), rows.as_key(key)])
        return Outcome(cursor.fetchone()[0])


def _keep(response: Response, after: _After, *, now: datetime) -> None:
    """Write what else changed; answered_at is of the first answer, and the log has the others."""
    answered_at = (response.answered_at or now) if after.given else None
    changed = (answered_at, after.certainty, after.flagged)
    if changed == (response.answered_at, response.certainty, response.flagged):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_response SET answered_at = %s, certainty = %s, flagged = %s "
            "WHERE id = %s",
            [answered_at and rows.as_stored_time(answered_at), *changed[1:], response.pk],
        )
