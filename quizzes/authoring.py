"""What instructors do to questions: write, publish, withdraw, retire, give back to a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, OuterRef, Subquery

from content.surroundings import Surroundings
from content.sync import remember
from quizzes.drafts import QuestionDraft
from quizzes.editing import Finding, findings, words_of
from quizzes.models import Question, QuestionVersion, Quiz
from quizzes.versions import as_draft, newest_version, write_version


@dataclass(frozen=True, slots=True)
class Placement:
    """All of a question that is not its words: the ids of what it belongs to."""

    code: str
    quiz_id: int
    section_id: int | None = None
    domain_id: int | None = None
    task_id: int | None = None
    level: int | None = None
    services: Sequence[int] = ()
    source: str = ""
    facts: Sequence[int] = ()


class EditedMeanwhileError(Exception):
    """Somebody else stored version since the words at hand were opened."""

    def __init__(self, version: QuestionVersion) -> None:
        super().__init__("edited meanwhile")
        self.version = version


class WrittenAlreadyError(Exception):
    """The quiz already holds a question of exactly these words."""

    def __init__(self, question: Question) -> None:
        super().__init__("written already")
        self.question = question


class CodeTakenError(Exception):
    """Another question of the course took the code first."""


class FileOwnedError(Exception):
    """The question belongs to a course file, which alone may change it."""


class FaultyError(Exception):
    """The question's newest words cannot be asked."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("faulty")
        self.findings = found


@transaction.atomic
def add(
    draft: QuestionDraft, placement: Placement, *, author_id: int, publish: bool, now: datetime
) -> Question:
    """A new question at the end of its quiz.

    Raises WrittenAlreadyError, so that a form sent twice adds one question; CodeTakenError."""
    quiz = Quiz.objects.select_for_update().select_related("course").get(pk=placement.quiz_id)
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    twin = (
        quiz.questions.exclude(status=Question.Status.RETIRED)
        .annotate(words=Subquery(newest.values("fingerprint")[:1]))
        .filter(words=draft.fingerprint)
        .first()
    )
    if twin is not None:
        raise WrittenAlreadyError(twin)
    last = quiz.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question(course=quiz.course, origin=Question.Origin.ADMIN, position=last + 1)
    _place(question, placement)
    write_version(question, draft, author_id=author_id, now=now)
    if publish:
        question.status = Question.Status.PUBLISHED
        question.save(update_fields=["status"])
    quiz.course.bump()
    return question


@transaction.atomic
def rewrite(
    question: Question,
    draft: QuestionDraft,
    placement: Placement,
    *,
    author_id: int,
    opened_on: int,
    publish: bool,
    now: datetime,
    surroundings: Surroundings | None = None,
) -> QuestionVersion:
    """Store new words and placement; the question is the database's from now on.

    Unpublished words of a published question wait beside those that are asked. opened_on: the
    number of the version that the author saw. Raises EditedMeanwhileError, CodeTakenError."""
    locked = Question.objects.select_for_update().get(pk=question.pk)
    newest = newest_version(locked)
    if newest is not None and newest.number != opened_on:
        raise EditedMeanwhileError(newest)
    question.status, question.current_id = locked.status, locked.current_id
    question.origin = (
        Question.Origin.ADMIN if locked.origin == Question.Origin.MARKDOWN else locked.origin
    )
    _place(question, placement)
    asked = question.status == Question.Status.PUBLISHED
    version = write_version(
        question,
        draft,
        now=now,
        author_id=author_id,
        surroundings=surroundings,
        current=publish or not asked,
    )
    if publish:
        question.status = Question.Status.PUBLISHED
    elif not asked:
        question.status = Question.Status.DRAFT
    question.save(update_fields=["status"])
    question.course.bump()
    return version


def _place(question: Question, placement: Placement) -> None:
    question.code = placement.code
    question.quiz_id = placement.quiz_id
    question.section_id = placement.section_id
    question.domain_id = placement.domain_id
    question.task_id = placement.task_id
    question.level = placement.level
    question.source = placement.source
    try:
        with transaction.atomic():
            question.save()
    except IntegrityError as error:
        raise CodeTakenError from error
    question.services.set(placement.services)
    question.facts.set(placement.facts)


@transaction.atomic
def publish(question: Question) -> QuestionVersion:
    """Ask the question in its newest words. Raises FileOwnedError, FaultyError."""
    locked = _own(question)
    newest = newest_version(locked)
    if newest is None:
        raise FaultyError([])
    if found := findings(words_of(as_draft(newest))):
        raise FaultyError(found)
    locked.current = newest
    locked.status = Question.Status.PUBLISHED
    locked.save(update_fields=["current", "status"])
    locked.course.bump()
    return newest


@transaction.atomic
def withdraw(question: Question, status: Question.Status) -> None:
    """Ask the question in no new attempt: status is DRAFT or RETIRED. Raises FileOwnedError."""
    locked = _own(question)
    locked.status = status
    locked.save(update_fields=["status"])
    locked.course.bump()


@transaction.atomic
def give_back(question: Question, *, now: datetime) -> None:
    """Let the file that the question came from own it again; the next load takes its words.

    Raises FileOwnedError where it is the file's already or never came from one."""
    locked = _own(question)
    if not locked.source_path:
        raise FileOwnedError
    locked.origin = Question.Origin.MARKDOWN
    locked.save(update_fields=["origin"])
    # An unchanged file is skipped by its digest: this one has to be read again.
    remember(locked.course, root=locked.source_root, path=locked.source_path, digest="", now=now)


def _own(question: Question) -> Question:
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if locked.origin == Question.Origin.MARKDOWN:
        raise FileOwnedError
    return locked
