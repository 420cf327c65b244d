"""Sitting a quiz: start, answer, flag, submit. Each is one transaction; a retry changes nothing.

An open attempt's row is locked by whoever writes to it, so that answers and the submission of one
attempt follow each other; the database's constraints decide what a lock cannot."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from content.models import Section
from quizzes import regrades, rows, tallies
from quizzes.drafts import Kind
from quizzes.grading import (
    AnswerKey,
    Given,
    InvalidChoiceError,
    as_mark,
    check_choice,
    check_places,
    grade,
)
from quizzes.models import Attempt, Question, Quiz, Response
from quizzes.places import twice
from quizzes.regrade_marks import Standing
from quizzes.responses import ResponseRow, responses
from quizzes.wordings import Words, answer_keys, wordings


class NothingToAskError(Exception):
    """The quiz holds no question of the kind wanted."""


class AttemptClosedError(Exception):
    """The attempt was submitted; what it holds stays as it is."""


class IncompleteAnswerError(InvalidChoiceError):
    """A practice answer chooses another number of options than are needed, or leaves some without
    a place of their own. given: the answer as far as it goes."""

    def __init__(self, key: AnswerKey, given: Given) -> None:
        super().__init__(f"{key.needed} options are needed")
        self.needed, self.given = key.needed, given
        self.takes_places = not key.kind.is_choice


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
                partial_credit=quiz.partial_credit,
                started_at=now,
                total=len(asked),
                counted=len(asked),
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


@transaction.atomic
def answer(
    user_id: int,
    attempt_id: uuid.UUID,
    *,
    position: int,
    now: datetime,
    chosen: Collection[int] = (),
    placed: Mapping[int, int] | None = None,
    may_clear: bool = True,
) -> Response:
    """Store the learner's answer; in practice grade it too, once and for all.

    chosen: option ids. placed: for a question whose options take places, their numbers as shown and
    what each was given (`quizzes.places`). Nothing takes an answer back, if may_clear, except a
    single choice. Answering what is graded again returns it as it is. Raises Response.DoesNotExist,
    AttemptClosedError and InvalidChoiceError, in which cases what was stored before is unchanged.
    """
    response = rows.locked_response(user_id, attempt_id, position)
    if response.graded_at is not None and response.attempt.is_open:
        return response
    if not response.attempt.is_open:
        raise AttemptClosedError
    words = wordings([response.version_id])[response.version_id]
    given, key = _given(response, words, chosen, placed or {}), words.answer_key
    if response.attempt.is_practice:
        if len(given) != key.needed or (key.kind is Kind.ORDERING and twice(given)):
            raise IncompleteAnswerError(key, given)
        mark = grade(key, given, partial=response.attempt.partial_credit)
        response.score, response.graded_at = float(mark), now
    was_answered = response.answered_at is not None
    if was_answered and not given and (key.kind is Kind.SINGLE or not may_clear):
        raise InvalidChoiceError("nothing where an answer is stored")
    response.answered_at = now if given else None
    _store(response, given, instead=was_answered)
    if response.score is not None:
        verdict = tallies.Verdict(response.question_id, right=response.score == 1.0)
        tallies.add(user_id, [verdict], now=now)
    return response


def _store(response: Response, given: Given, *, instead: bool) -> None:
    """Write an answer, instead of an earlier one or as the first, and its mark if it has one."""
    times = (
        moment and rows.as_stored_time(moment)
        for moment in (response.answered_at, response.graded_at)
    )
    with connection.cursor() as cursor:
        if instead:
            cursor.execute("DELETE FROM quizzes_choice WHERE response_id = %s", [response.pk])
        if given:
            cursor.execute(
                "INSERT INTO quizzes_choice (response_id, option_id, place) VALUES "  # noqa: S608 (holes)
                + ", ".join(["(%s, %s, %s)"] * len(given)),
                [value for pk, place in given.items() for value in (response.pk, pk, place)],
            )
        cursor.execute(
            "UPDATE quizzes_response SET answered_at = %s, graded_at = %s, score = %s "
            "WHERE id = %s",
            [*times, response.score, response.pk],
        )


def _given(
    response: Response, words: Words, chosen: Collection[int], placed: Mapping[int, int]
) -> Given:
    """What was posted as an answer in the question's own terms. Raises InvalidChoiceError."""
    if words.kind.is_choice and not placed:
        return check_choice(words.answer_key, chosen)
    if chosen:
        raise InvalidChoiceError("chosen options where each is given a place")
    seen = words.layout(response.version_id, seed=bytes(response.attempt.seed))
    return check_places(words.answer_key, seen.given(placed))


@transaction.atomic
def flag(user_id: int, attempt_id: uuid.UUID, *, position: int, flagged: bool) -> Response:
    """Mark a question to come back to. Raises Response.DoesNotExist and AttemptClosedError."""
    response = rows.locked_response(user_id, attempt_id, position)
    if not response.attempt.is_open:
        raise AttemptClosedError
    response.flagged = flagged
    response.save(update_fields=["flagged"])
    return response


def _marks(answers: Sequence[ResponseRow], *, partial: bool) -> list[tuple[ResponseRow, Fraction]]:
    """Each response with its mark; what practice has graded stays as it is."""
    keys = answer_keys([row.version_id for row in answers])
    return [
        (
            row,
            grade(keys[row.version_id], row.given, partial=partial)
            if row.score is None
            else as_mark(row.score),
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
    answers = responses(attempt)
    marks = _marks(answers, partial=attempt.partial_credit)
    fresh = [
        tallies.Verdict(row.question_id, right=mark == 1)
        for row, mark in marks
        if row.answered and row.score is None
    ]
    tallies.add(user_id, fresh, now=now)
    attempt.submitted_at, attempt.right = now, sum(mark == 1 for _row, mark in marks)
    attempt.score = float(sum(mark for _row, mark in marks) / attempt.total)
    _close(attempt, {row.id: float(mark) for row, mark in marks if mark}, now=now)
    if any(row.regraded for row in answers):
        regrades.catch_up(
            attempt,
            [
                regrades.Held(row.id, row.version_id, row.given, Standing(mark, bool(row.counts)))
                for row, mark in marks
            ],
            now=now,
        )
    return attempt, True


def _close(attempt: Attempt, marks: Mapping[int, float], *, now: datetime) -> None:
    """Write the attempt's end, and each response's mark unless it has one: marks by id, else 0."""
    when = rows.as_stored_time(now)
    worth = " ".join(["WHEN %s THEN %s"] * len(marks))
    score = f"CASE id {worth} ELSE 0.0 END" if marks else "0.0"
    pairs = [value for pair in marks.items() for value in pair]
    key = rows.as_key(attempt.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE quizzes_response SET graded_at = %s, score = {score} "  # noqa: S608 (holes)
            "WHERE attempt_id = %s AND graded_at IS NULL",
            [when, *pairs, key],
        )
        cursor.execute(
            'UPDATE quizzes_attempt SET submitted_at = %s, "right" = %s, score = %s WHERE id = %s',
            [when, attempt.right, attempt.score, key],
        )


def first_open_position(attempt: Attempt) -> int:
    """The first question without an answer; the first of all where every one has one."""
    unanswered = attempt.responses.filter(answered_at=None).order_by("position")
    return unanswered.values_list("position", flat=True).first() or 1
