"""Sitting a quiz: start, answer, flag, submit. Each is one transaction; a retry changes nothing.

Exams are begun by `quizzes.exams` and answered by `quizzes.saving`; `quizzes.closing` ends all.

An open attempt's row is locked by whoever writes to it, so that answers and the submission of one
attempt follow each other; the database's constraints decide what a lock cannot."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, connection, transaction

from content.models import Section
from quizzes import rows, tallies
from quizzes.closing import close_if_overdue, close_overdue, submit
from quizzes.drafts import Kind
from quizzes.given import as_given, store_choices
from quizzes.grading import AnswerKey, Given, InvalidChoiceError, grade
from quizzes.models import Attempt, Question, Quiz, Response
from quizzes.places import twice
from quizzes.wordings import wordings

__all__ = [
    "EVERYTHING",
    "AttemptClosedError",
    "IncompleteAnswerError",
    "NothingToAskError",
    "Selection",
    "answer",
    "close_if_overdue",
    "close_overdue",
    "first_open_position",
    "flag",
    "start",
    "submit",
]


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

    section: only those that it teaches; wrong_in: only those not fully right in that attempt;
    again: those of that attempt; ids: a choice of the learner's own, in that order."""

    section: Section | None = None
    wrong_in: Attempt | None = None
    again: Attempt | None = None
    ids: Sequence[int] = ()

    @property
    def scope(self) -> Attempt.Scope:
        if self.wrong_in is not None:
            return Attempt.Scope.WRONG
        if self.ids or self.again is not None:
            return Attempt.Scope.CUSTOM
        return Attempt.Scope.SECTION if self.section is not None else Attempt.Scope.ALL

    def of(self, quiz: Quiz) -> list[tuple[int, int]]:
        """The ids of the questions, in the order in which they are asked, and of their wordings."""
        questions = Question.objects.asked().filter(course=quiz.course_id)
        if quiz.kind == Quiz.Kind.OWN:
            questions = questions.filter(quiz=quiz)
        if self.section is not None:
            questions = questions.filter(section=self.section)
        if self.wrong_in is not None:
            wrong = self.wrong_in.responses.exclude(score=1.0)
            questions = questions.filter(pk__in=wrong.values("question"))
        rows = questions.order_by("position", "pk").values_list("pk", "current_id")
        if quiz.kind == Quiz.Kind.OWN:
            return [(pk, version or 0) for pk, version in rows]
        chosen = {pk: place for place, pk in enumerate(self._chosen(quiz))}
        asked = [(pk, version or 0) for pk, version in rows.filter(pk__in=chosen)]
        return sorted(asked, key=lambda row: chosen[row[0]])

    def _chosen(self, quiz: Quiz) -> Sequence[int]:
        """What is asked, in order, where the quiz has no questions of its own: what the learner
        chose now or for an earlier attempt, or what its form lists."""
        if self.ids:
            return self.ids
        if (earlier := self.again or self.wrong_in) is not None:
            rows = earlier.responses.order_by("position")
            return list(rows.values_list("question_id", flat=True))
        return list(quiz.form.order_by("position").values_list("question_id", flat=True))


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
    asked = selection.of(quiz)
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
    single choice. Answering what is graded again returns it as it is. Raises Response.DoesNotExist
    (of an exam's too, see `quizzes.saving`), AttemptClosedError and InvalidChoiceError, in which
    cases what was stored before is unchanged."""
    response = _locked_untimed(user_id, attempt_id, position)
    if response.graded_at is not None and response.attempt.is_open:
        return response
    if not response.attempt.is_open:
        raise AttemptClosedError
    words = wordings([response.version_id])[response.version_id]
    given, key = as_given(response, words, chosen, placed or {}), words.answer_key
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


def _locked_untimed(user_id: int, attempt_id: uuid.UUID, position: int) -> Response:
    if (response := rows.locked_response(user_id, attempt_id, position)).attempt.is_exam:
        raise Response.DoesNotExist
    return response


def _store(response: Response, given: Given, *, instead: bool) -> None:
    """Write an answer, instead of an earlier one or as the first, and its mark if it has one."""
    times = (
        moment and rows.as_stored_time(moment)
        for moment in (response.answered_at, response.graded_at)
    )
    store_choices(response.pk, given, instead=instead)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_response SET answered_at = %s, graded_at = %s, score = %s "
            "WHERE id = %s",
            [*times, response.score, response.pk],
        )


@transaction.atomic
def flag(user_id: int, attempt_id: uuid.UUID, *, position: int, flagged: bool) -> Response:
    """Mark a question to come back to. Raises as `answer` does."""
    response = _locked_untimed(user_id, attempt_id, position)
    if not response.attempt.is_open:
        raise AttemptClosedError
    response.flagged = flagged
    response.save(update_fields=["flagged"])
    return response


def first_open_position(attempt: Attempt) -> int:
    """The first question without an answer; the first of all where every one has one."""
    unanswered = attempt.responses.filter(answered_at=None).order_by("position")
    return unanswered.values_list("position", flat=True).first() or 1
