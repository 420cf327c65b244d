"""Sitting a quiz: start, answer, flag, submit. Each is one transaction; a retry changes nothing.

An open attempt's row is locked by whoever writes to it, so that answers and the submission of one
attempt follow each other; the database's constraints decide what a lock cannot."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from content.models import Section
from quizzes import rows, tallies
from quizzes.drafts import Kind
from quizzes.grading import InvalidChoiceError, check_choice, grade
from quizzes.models import Attempt, Choice, Question, Quiz, Response
from quizzes.responses import ResponseRow, responses
from quizzes.wordings import answer_keys


class NothingToAskError(Exception):
    """The quiz holds no question of the kind wanted."""


class AttemptClosedError(Exception):
    """The attempt was submitted; what it holds stays as it is."""


class IncompleteAnswerError(InvalidChoiceError):
    """A practice answer chooses another number of options than the question asks for."""

    def __init__(self, needed: int) -> None:
        super().__init__(f"{needed} options are needed")
        self.needed = needed


@dataclass(frozen=True, slots=True)
class Selection:
    """Which of a quiz's questions an attempt holds.

    section: only those that it teaches; wrong_in: only those not fully right in that attempt."""

    section: Section | None = None
    wrong_in: Attempt | None = None

    @property
    def scope(self) -> Attempt.Scope:
        if self.wrong_in is not None:
            return Attempt.Scope.WRONG
        return Attempt.Scope.SECTION if self.section is not None else Attempt.Scope.ALL

    def of(self, quiz: Quiz) -> QuerySet[Question]:
        questions = Question.objects.asked().filter(quiz=quiz).order_by("position", "pk")
        if self.section is not None:
            questions = questions.filter(section=self.section)
        if self.wrong_in is not None:
            wrong = self.wrong_in.responses.exclude(score=1.0)
            questions = questions.filter(pk__in=wrong.values("question"))
        return questions


EVERYTHING = Selection()


def start(
    user_id: int,
    quiz: Quiz,
    *,
    mode: Attempt.Mode,
    now: datetime,
    selection: Selection = EVERYTHING,
) -> tuple[Attempt, bool]:
    """The learner's open attempt at the quiz, and whether it was made just now.

    Raises NothingToAskError where the selection is empty and no attempt is open."""
    asked = list(selection.of(quiz).values_list("pk", "current_id"))
    try:
        with transaction.atomic():
            if running := Attempt.objects.open().filter(user=user_id, quiz=quiz).first():
                return running, False
            if not asked:
                raise NothingToAskError
            attempt = Attempt.objects.create(
                user_id=user_id,
                quiz=quiz,
                mode=mode,
                scope=selection.scope,
                section=selection.section,
                pass_mark=quiz.pass_mark,
                started_at=now,
                total=len(asked),
            )
            Response.objects.bulk_create(
                Response(
                    attempt=attempt, question_id=question, version_id=version, position=position
                )
                for position, (question, version) in enumerate(asked, 1)
            )
            return attempt, True
    except IntegrityError:
        # A second tab started between our look and our insert: its attempt is the one.
        return Attempt.objects.open().get(user=user_id, quiz=quiz), False


def _lock_response(user_id: int, attempt_id: uuid.UUID, position: int) -> Response:
    """The response with its attempt locked. Raises Response.DoesNotExist where it is not theirs.

    The attempt first, as submission does: the other way round the two would wait for each other."""
    return (
        Response.objects.select_for_update(of=("attempt", "self"))
        .select_related("attempt")
        .get(attempt=attempt_id, attempt__user=user_id, position=position)
    )


@transaction.atomic
def answer(
    user_id: int,
    attempt_id: uuid.UUID,
    *,
    position: int,
    chosen: Collection[int],
    now: datetime,
    may_clear: bool = True,
) -> Response:
    """Store the learner's choice; in practice grade it too, once and for all.

    chosen: option ids; none takes a multiple response back, if may_clear. Answering what is graded
    again returns it as it is. Raises Response.DoesNotExist, AttemptClosedError and
    InvalidChoiceError, in which cases what was stored before is unchanged."""
    response = _lock_response(user_id, attempt_id, position)
    if response.graded_at is not None and response.attempt.is_open:
        return response
    if not response.attempt.is_open:
        raise AttemptClosedError
    key = answer_keys([response.version_id])[response.version_id]
    choice = check_choice(key, chosen)
    if response.attempt.is_practice:
        if len(choice) != key.needed:
            raise IncompleteAnswerError(key.needed)
        response.score, response.graded_at = grade(key, choice), now
    if response.answered_at is not None:
        if not choice and (key.kind is Kind.SINGLE or not may_clear):
            raise InvalidChoiceError("no option where an answer is stored")
        response.choices.all().delete()
    Choice.objects.bulk_create(Choice(response=response, option_id=pk) for pk in sorted(choice))
    response.answered_at = now if choice else None
    response.save(update_fields=["answered_at", "score", "graded_at"])
    if response.score is not None:
        verdict = tallies.Verdict(response.question_id, right=response.score == 1.0)
        tallies.add(user_id, [verdict], now=now)
    return response


@transaction.atomic
def flag(user_id: int, attempt_id: uuid.UUID, *, position: int, flagged: bool) -> Response:
    """Mark a question to come back to. Raises Response.DoesNotExist and AttemptClosedError."""
    response = _lock_response(user_id, attempt_id, position)
    if not response.attempt.is_open:
        raise AttemptClosedError
    response.flagged = flagged
    response.save(update_fields=["flagged"])
    return response


def _marks(answers: Sequence[ResponseRow]) -> list[tuple[ResponseRow, bool]]:
    """Each response with whether it is fully right; what practice has graded stays as it is."""
    keys = answer_keys([row.version_id for row in answers])
    return [
        (
            row,
            grade(keys[row.version_id], row.chosen) == 1.0
            if row.score is None
            else row.score == 1.0,
        )
        for row in answers
    ]


@transaction.atomic
def submit(user_id: int, attempt_id: uuid.UUID, *, now: datetime) -> tuple[Attempt, bool]:
    """Grade what is not graded yet and close the attempt; True where this call did it.

    An unanswered question is wrong. Submitting again changes nothing.
    Raises Attempt.DoesNotExist."""
    attempt = rows.locked(user_id, attempt_id)
    if not attempt.is_open:
        return attempt, False
    marks = _marks(responses(attempt))
    right = [row.id for row, is_right in marks if is_right]
    fresh = [
        tallies.Verdict(row.question_id, right=is_right)
        for row, is_right in marks
        if row.answered and row.score is None
    ]
    tallies.add(user_id, fresh, now=now)
    attempt.submitted_at, attempt.right = now, len(right)
    attempt.score = len(right) / attempt.total
    _close(attempt, right, now=now)
    return attempt, True


def _close(attempt: Attempt, right: Sequence[int], *, now: datetime) -> None:
    """Write the attempt's end, and a mark for each response that has none yet."""
    when = rows.as_stored_time(now)
    holes = ", ".join(["%s"] * len(right)) or "NULL"
    key = rows.as_key(attempt.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE quizzes_response SET graded_at = %s, "  # noqa: S608 (only as many holes)
            f"score = CASE WHEN id IN ({holes}) THEN 1.0 ELSE 0.0 END "
            "WHERE attempt_id = %s AND graded_at IS NULL",
            [when, *right, key],
        )
        cursor.execute(
            'UPDATE quizzes_attempt SET submitted_at = %s, "right" = %s, score = %s WHERE id = %s',
            [when, attempt.right, attempt.score, key],
        )


def first_open_position(attempt: Attempt) -> int:
    """The first question without an answer; the first of all where every one has one."""
    unanswered = attempt.responses.filter(answered_at=None).order_by("position")
    return unanswered.values_list("position", flat=True).first() or 1
