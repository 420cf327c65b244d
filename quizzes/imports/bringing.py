"""The import itself: the chosen questions become the bank's, all of them or, where it fails, none.

Everything was read and drawn before, so that the transaction only writes. The bank is compared once
more: a question that somebody has changed since it was looked through is left alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery

from content.drafts import SectionKind
from content.models import Section, Service, TaskStatement
from content.sync import hold
from quizzes import editing
from quizzes.drafts import QuestionDraft
from quizzes.imports.bank import catalogue_of, standings
from quizzes.imports.staging import drawn
from quizzes.matching import Action, Matcher, Verdict
from quizzes.models import Brought, Import, ImportItem, Question, QuestionVersion, Quiz
from quizzes.payload import unpacked
from quizzes.sync import free_quiz_slug
from quizzes.tagging import Catalogue, SectionTags, topics
from quizzes.versions import Wording, write_many

A_STATEMENT = 500
"""How many rows one statement names: SQLite and PostgreSQL have limits."""


class NotReadyError(Exception):
    """The import is not to be imported, or not to be undone: somebody has done it already."""


class QuizGoneError(Exception):
    """The quiz that the import goes to is asked no more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many questions an import added, changed, brought back; how many it had to leave alone."""

    new: int = 0
    changed: int = 0
    back: int = 0
    left: int = 0


@dataclass(slots=True)
class _Piece:
    """A chosen item on its way: question is filled in for a new one, version once it is written."""

    item: ImportItem
    draft: QuestionDraft
    verdict: Verdict
    question: Question
    newest: QuestionVersion | None = None
    version: QuestionVersion | None = None
    before: str = ""
    current_id: int | None = None


@transaction.atomic
def bring(upload: Import, *, user_id: int, now: datetime) -> Outcome:
    """Import what is chosen. Raises NotReadyError, QuizGoneError."""
    held = Import.objects.select_for_update().select_related("course").get(pk=upload.pk)
    if held.status != Import.Status.READY:
        raise NotReadyError
    hold(held.course)
    _open_quiz(held)
    choosable = [action for action in Action if action.may_be_chosen]
    chosen = (
        held.items.filter(chosen=True, action__in=choosable)
        .select_related("file")
        .order_by("position")
    )
    pieces, left = _compared(held, list(chosen))
    _add_questions(held, [piece for piece in pieces if piece.verdict.question is None])
    _write(pieces, user_id=user_id, now=now)
    _ask(held, pieces)
    Brought.objects.bulk_create(map(_brought, pieces), batch_size=A_STATEMENT)
    held.items.filter(html__isnull=False).update(html=None)
    held.status, held.imported_at = Import.Status.IMPORTED, now
    held.save()
    held.course.bump()
    counts = [piece.verdict.action for piece in pieces]
    changed, back = counts.count(Action.CHANGED), counts.count(Action.BACK)
    return Outcome(len(counts) - changed - back, changed, back, left)


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


def _compared(upload: Import, items: Sequence[ImportItem]) -> tuple[list[_Piece], int]:
    """The items that still come to what their preview said; how many do not."""
    judge = Matcher(standings(upload.course), quiz_id=upload.quiz_id)
    met = Question.objects.in_bulk({item.question_id for item in items if item.question_id})
    newest = QuestionVersion.objects.in_bulk({i.newest_id for i in items if i.newest_id})
    pieces = []
    for item in items:
        draft = unpacked(item.draft)
        verdict = judge.match(draft)
        if not _stands(item, verdict):
            continue
        if item.action == Action.DUPLICATE or verdict.question is None:
            fresh = Question(course=upload.course, origin=Question.Origin.IMPORT)
            pieces.append(_Piece(item, draft, Verdict(Action.NEW), fresh))
        else:
            question = met[verdict.question.id]
            words = newest[verdict.question.newest_id]
            pieces.append(
                _Piece(
                    item,
                    draft,
                    verdict,
                    question,
                    words,
                    before=question.status,
                    current_id=question.current_id,
                )
            )
    return pieces, len(items) - len(pieces)


def _stands(item: ImportItem, verdict: Verdict) -> bool:
    """Whether the bank is as it was when the item was compared with it."""
    if item.action == Action.DUPLICATE:
        # Somebody chose to have it twice; only an id of its own could be in the way.
        return verdict.action in (Action.DUPLICATE, Action.NEW)
    met = verdict.question
    before = (item.action, item.question_id, item.newest_id)
    return before == (verdict.action, met.id if met else None, met.newest_id if met else None)


def _add_questions(upload: Import, pieces: Sequence[_Piece]) -> None:
    """Make the new questions, without words yet, at the end of the quiz."""
    known, places = catalogue_of(upload.course), _Places(upload)
    last = Question.objects.filter(quiz=upload.quiz).aggregate(last=Max("position"))["last"] or 0
    codes = _codes(upload, pieces)
    services: list[list[int]] = []
    for place, (piece, code) in enumerate(zip(pieces, codes, strict=True), 1):
        question = piece.question
        question.code, question.quiz, question.position = code, upload.quiz, last + place
        services.append(places.put(question, piece.draft, known))
    Question.objects.bulk_create([piece.question for piece in pieces], batch_size=A_STATEMENT)
    through = Question.services.through
    through.objects.bulk_create(
        (
            through(question_id=piece.question.pk, service_id=service)
            for piece, own in zip(pieces, services, strict=True)
            for service in own
        ),
        batch_size=A_STATEMENT,
    )


class _Places:
    """Where questions stand in the course, by what their tags and words say."""

    def __init__(self, upload: Import) -> None:
        course, quiz = upload.course, upload.quiz
        self.services = dict(Service.objects.filter(course=course).values_list("slug", "pk"))
        self.tasks = dict(TaskStatement.objects.filter(course=course).values_list("code", "pk"))
        chapter = quiz.chapter_id if quiz else None
        sections = Section.objects.filter(chapter=chapter, retired_at=None) if chapter else []
        self.sections = {section.slug: section.pk for section in sections}
        self.tags = [SectionTags(slug, SectionKind.CONCEPT, ()) for slug in self.sections]

    def put(self, question: Question, draft: QuestionDraft, known: Catalogue) -> list[int]:
        """Place the question; the ids of the services that it is on."""
        found = topics(draft, known, self.tags)
        question.level = draft.tags.level
        question.task_id = self.tasks.get(found.task)
        question.section_id = self.sections.get(found.section)
        return [self.services[slug] for slug in found.services if slug in self.services]


def _codes(upload: Import, pieces: Sequence[_Piece]) -> Iterator[str]:
    """A code for each: the author's id, else one made of the stem that no other question has."""
    taken = set(Question.objects.filter(course=upload.course).values_list("code", flat=True))
    taken.update(piece.draft.tags.code for piece in pieces)
    numbers: dict[str, int] = {}
    for piece in pieces:
        code = piece.draft.tags.code
        if not code:
            base = code = editing.code_for(piece.draft.stem, ())
            while code in taken:
                numbers[base] = numbers.get(base, 1) + 1
                code = f"{base}-{numbers[base]}"
            taken.add(code)
        yield code


def _write(pieces: Sequence[_Piece], *, user_id: int, now: datetime) -> None:
    """Write the words that are not there yet."""
    differing = [
        piece
        for piece in pieces
        if piece.newest is None or piece.newest.fingerprint != piece.draft.fingerprint
    ]
    wordings = [
        Wording(
            piece.question,
            piece.draft,
            piece.newest.number + 1 if piece.newest else 1,
            drawn(piece.item),
        )
        for piece in differing
    ]
    for piece in pieces:
        piece.version = piece.newest
    for piece, version in zip(
        differing, write_many(wordings, author_id=user_id, now=now), strict=True
    ):
        piece.version = version


def _ask(upload: Import, pieces: Sequence[_Piece]) -> None:
    """Point the questions to their new words; where drafts are wanted, a published one's wait."""
    asked, drafts = [], []
    for piece in pieces:
        if upload.publish and may_be_asked(piece.draft):
            asked.append(piece.question.pk)
        elif piece.before != Question.Status.PUBLISHED:
            drafts.append(piece.question.pk)
    point_to_newest(asked, Question.Status.PUBLISHED)
    point_to_newest(drafts, Question.Status.DRAFT)


def may_be_asked(draft: QuestionDraft) -> bool:
    """Whether nothing in the words, and no doubt of the reader, keeps it from being published."""
    return draft.publish and not editing.findings(editing.words_of(draft))


def point_to_newest(question_ids: Sequence[int], status: Question.Status) -> None:
    """Make each question's newest version its current one, and its status this."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    for start in range(0, len(question_ids), A_STATEMENT):
        Question.objects.filter(pk__in=question_ids[start : start + A_STATEMENT]).update(
            current=Subquery(newest.values("pk")[:1]), status=status
        )


def _brought(piece: _Piece) -> Brought:
    return Brought(
        item=piece.item,
        upload_id=piece.item.upload_id,
        question=piece.question,
        written=piece.version,
        newest=piece.newest,
        current_id=piece.current_id,
        status=piece.before,
    )
