"""The import itself: the chosen questions become the bank's, all of them or, where it fails, none.

Everything was read, drawn and planned before, so that the transaction only writes. A question that
somebody has changed since it was looked through is left alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from content.sync import hold
from quizzes import editing
from quizzes.imports.planning import NotReadyError, Piece, Plan, basis_of, planned
from quizzes.inserting import insert
from quizzes.matching import Action
from quizzes.models import Brought, Import, Question, QuestionVersion, Quiz
from quizzes.sync import free_quiz_slug
from quizzes.versions import write_many

A_STATEMENT = 500
"""How many rows one statement names: SQLite and PostgreSQL have limits."""


class QuizGoneError(Exception):
    """The quiz that the import goes to is asked no more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many questions an import added, changed, brought back; how many it had to leave alone."""

    new: int = 0
    changed: int = 0
    back: int = 0
    left: int = 0


@transaction.atomic
def bring(plan: Plan, *, user_id: int, now: datetime) -> Outcome:
    """Import what was planned, or what is chosen now if the plan no longer fits the bank.

    Raises NotReadyError, QuizGoneError."""
    upload = Import.objects.select_for_update().select_related("course").get(pk=plan.upload_id)
    if upload.status != Import.Status.READY:
        raise NotReadyError
    hold(upload.course)
    if plan.basis != basis_of(upload):
        plan = planned(upload)
    _open_quiz(upload)
    question_ids = _question_ids(upload, plan.pieces)
    versions = _write(plan.pieces, question_ids, user_id=user_id, now=now)
    _ask(upload, plan.pieces, question_ids)
    _remember(upload, plan.pieces, question_ids, versions)
    upload.items.filter(html__isnull=False).update(html=None)
    upload.status, upload.imported_at = Import.Status.IMPORTED, now
    upload.save()
    upload.course.bump()
    counts = [piece.action for piece in plan.pieces]
    changed, back = counts.count(Action.CHANGED), counts.count(Action.BACK)
    return Outcome(len(counts) - changed - back, changed, back, plan.left)


def _open_quiz(upload: Import) -> None:
    """The quiz that the questions go to, made if it is to be a new one."""
    quiz = upload.quiz
    if quiz is None:
        if not upload.quiz_title:
            raise QuizGoneError
        quiz = Quiz(course=upload.course, title=upload.quiz_title)
        quiz.slug = free_quiz_slug(upload.course, quiz, editing.code_for(quiz.title, ()))
    elif quiz.retired_at is None:
        return
    elif quiz.source_path:
        raise QuizGoneError
    quiz.retired_at = None
    quiz.save()
    upload.quiz, upload.made_quiz = quiz, True


_QUESTION = (
    *("course_id", "quiz_id", "origin", "status", "position"),
    *("code", "section_id", "task_id", "level", "source"),
    *("source_root", "source_path", "source_number"),
)


def _question_ids(upload: Import, pieces: Sequence[Piece]) -> list[int]:
    """The ids of the pieces' questions; new ones are made, without words yet, at the quiz's end."""
    spots = [piece.spot for piece in pieces if piece.spot]
    in_quiz = Question.objects.filter(quiz=upload.quiz)
    last = in_quiz.aggregate(last=Max("position"))["last"] or 0
    whose = (upload.course_id, upload.quiz_id, Question.Origin.IMPORT.value)
    insert(
        Question,
        _QUESTION,
        (
            (
                *(*whose, Question.Status.DRAFT.value, place),
                *(spot.code, spot.section_id, spot.task_id, spot.level, spot.source),
                *("", "", ""),
            )
            for place, spot in enumerate(spots, last + 1)
        ),
    )
    ids = dict(in_quiz.filter(position__gt=last).order_by().values_list("code", "pk"))
    made = iter([ids[spot.code] for spot in spots])
    insert(
        Question.services.through,
        ("question_id", "service_id"),
        ((ids[spot.code], service) for spot in spots for service in spot.services),
    )
    insert(
        Question.facts.through,
        ("question_id", "fact_id"),
        ((ids[spot.code], fact) for spot in spots for fact in spot.facts),
    )
    return [piece.met.id if piece.met else next(made) for piece in pieces]


def _write(
    pieces: Sequence[Piece], question_ids: Sequence[int], *, user_id: int, now: datetime
) -> list[int]:
    """Write the words that are not there yet; the ids of the versions that the pieces come to."""
    wordings = [
        (question, piece.wording)
        for question, piece in zip(question_ids, pieces, strict=True)
        if piece.wording
    ]
    written = iter(write_many(wordings, author_id=user_id, now=now))
    return [
        piece.met.newest_id if piece.met and not piece.wording else next(written)
        for piece in pieces
    ]


def _ask(upload: Import, pieces: Sequence[Piece], question_ids: Sequence[int]) -> None:
    """Point the questions to their new words; where drafts are wanted, a published one's wait."""
    asked, drafts = [], []
    for question, piece in zip(question_ids, pieces, strict=True):
        if upload.publish and piece.may_be_asked:
            asked.append(question)
        elif piece.met is None or piece.met.status != Question.Status.PUBLISHED:
            drafts.append(question)
    point_to_newest(asked, Question.Status.PUBLISHED)
    point_to_newest(drafts, Question.Status.DRAFT)


def point_to_newest(question_ids: Sequence[int], status: Question.Status) -> None:
    """Make each question's newest version its current one, and its status this."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    for start in range(0, len(question_ids), A_STATEMENT):
        Question.objects.filter(pk__in=question_ids[start : start + A_STATEMENT]).update(
            current=Subquery(newest.values("pk")[:1]), status=status
        )


_BROUGHT = (
    *("item_id", "upload_id", "question_id", "written_id"),
    *("newest_id", "current_id", "status", "kept"),
)


def _remember(
    upload: Import,
    pieces: Sequence[Piece],
    question_ids: Sequence[int],
    versions: Sequence[int],
) -> None:
    """Keep what was written and what there was before, for undoing it."""
    rows = []
    for piece, question, version in zip(pieces, question_ids, versions, strict=True):
        met = piece.met
        before = (met.newest_id, met.current_id, met.status) if met else (None, None, "")
        rows.append((piece.item_id, upload.pk, question, version, *before, False))
    insert(Brought, _BROUGHT, rows)
