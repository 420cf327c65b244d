"""Store the questions of a file: each finds its row again, changed words become a version.

A markdown question belongs to its file. One that has been adopted in the admin, or that never came
from a file, is left as it is."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from content.discovery import slugify
from content.models import Chapter, Course, Section, Service, TaskStatement
from content.surroundings import Surroundings
from quizzes.drafts import QuestionDraft
from quizzes.models import Question, Quiz
from quizzes.recognising import NUMBER, recognised
from quizzes.rules import Rules
from quizzes.tagging import Topics
from quizzes.versions import write_version


@dataclass(frozen=True, slots=True)
class Changes:
    """How many questions a load added, changed, retired, restored; the codes it left as adopted."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    restored: int = 0
    adopted: Sequence[str] = ()

    def __add__(self, other: "Changes") -> "Changes":
        return Changes(
            self.added + other.added,
            self.changed + other.changed,
            self.retired + other.retired,
            self.restored + other.restored,
            (*self.adopted, *other.adopted),
        )

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.retired or self.restored)


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that questions come from, as the loader remembers it."""

    root: str
    path: str


def has_quiz(course: Course, origin: Origin) -> bool:
    """Whether the file has brought a quiz before."""
    return Quiz.objects.filter(
        course=course, source_root=origin.root, source_path=origin.path
    ).exists()


def sync_quiz(
    course: Course,
    *,
    chapter: Chapter | None,
    title: str,
    slug: str,
    rules: Rules,
    origin: Origin,
) -> Quiz:
    """The quiz of a chapter, or of a bank's file; made where there is none."""
    if chapter is not None:
        quiz = Quiz.objects.filter(chapter=chapter).first()
    else:
        quiz = Quiz.objects.filter(
            course=course, source_root=origin.root, source_path=origin.path, chapter=None
        ).first()
    quiz = quiz or Quiz(course=course, chapter=chapter)
    quiz.slug = free_quiz_slug(course, quiz, chapter.slug if chapter else slug)
    quiz.title, quiz.retired_at = title[:300], None
    quiz.pass_mark, quiz.partial_credit = rules.pass_mark, rules.partial_credit
    quiz.source_root, quiz.source_path = origin.root, origin.path
    quiz.save()
    return quiz


def free_quiz_slug(course: Course, quiz: Quiz, wanted: str) -> str:
    others = Quiz.objects.filter(course=course).exclude(pk=quiz.pk)
    taken = set(others.values_list("slug", flat=True))
    if quiz.chapter_id is None:
        # A chapter's quiz is found under the chapter's slug: a bank must not stand in its place.
        taken |= set(Chapter.objects.filter(course=course).values_list("slug", flat=True))
    wanted = wanted[:110]
    tries = [wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3))]
    return next(slug for slug in tries if slug not in taken)


def sync_questions(
    quiz: Quiz,
    drafts: Sequence[tuple[QuestionDraft, Topics]],
    *,
    origin: Origin,
    surroundings: Surroundings,
    now: datetime,
    complete: bool = True,
) -> Changes:
    """Make the file's questions what drafts say.

    complete is False where some of the file's questions were refused: then none is retired, since a
    mistake in a file must not take a question away."""
    standing = list(
        Question.objects.filter(
            course=quiz.course, source_root=origin.root, source_path=origin.path
        ).select_related("current")
    )
    rows = recognised([draft for draft, _topics in drafts], standing, quiz.course)
    codes = [draft.tags.code for draft, _topics in drafts]
    writer = _Writer(quiz, origin, surroundings, now, codes)
    changes = Changes()
    for position, ((draft, topics), row) in enumerate(zip(drafts, rows, strict=True), 1):
        if row is not None and row.origin != Question.Origin.MARKDOWN:
            changes += Changes(adopted=(row.code,))
        else:
            changes += writer.store(row, draft, topics, position)
    if complete:
        met = {row.pk for row in rows if row is not None}
        gone = [q.pk for q in standing if q.pk not in met and q.origin == Question.Origin.MARKDOWN]
        leaving = Question.objects.filter(pk__in=gone).exclude(status=Question.Status.RETIRED)
        changes += Changes(retired=leaving.update(status=Question.Status.RETIRED))
    return changes


def retire_missing(course: Course, *, root: str, present: Collection[str], now: datetime) -> int:
    """Retire the questions and the quizzes whose files the folder has lost; how many questions."""
    quizzes = Quiz.objects.own().filter(course=course, source_root=root, retired_at=None)
    quizzes.exclude(source_path__in=present).update(retired_at=now)
    questions = Question.objects.filter(
        course=course, source_root=root, origin=Question.Origin.MARKDOWN
    ).exclude(source_path__in=present)
    return questions.exclude(status=Question.Status.RETIRED).update(status=Question.Status.RETIRED)


def move(course: Course, *, root: str, old: str, new: str) -> None:
    """Let the questions and the quiz of the file that was called old be those of new."""
    for rows in (Question.objects, Quiz.objects):
        rows.filter(course=course, source_root=root, source_path=old).update(source_path=new)


def owners(course: Course, root: str) -> dict[str, tuple[str, int]]:
    """The path and line of the file that each question of the folder belongs to, by its code."""
    rows = Question.objects.filter(
        course=course, source_root=root, origin=Question.Origin.MARKDOWN
    ).exclude(status=Question.Status.RETIRED)
    return {
        code: (path, line or 0)
        for code, path, line in rows.values_list("code", "source_path", "source_line")
    }


class _Writer:
    """Writes the questions of one file; what it looks up by name it has read once."""

    def __init__(
        self,
        quiz: Quiz,
        origin: Origin,
        surroundings: Surroundings,
        now: datetime,
        codes: Collection[str],
    ) -> None:
        course = quiz.course
        self.quiz, self.origin, self.surroundings = quiz, origin, surroundings
        self.now = now
        self.services = {service.slug: service for service in Service.objects.filter(course=course)}
        self.tasks = {task.code: task for task in TaskStatement.objects.filter(course=course)}
        self.sections = (
            {section.slug: section for section in Section.objects.filter(chapter=quiz.chapter)}
            if quiz.chapter_id
            else {}
        )
        # The authors' own ids too, those of questions further down included.
        self.codes = {
            *codes,
            *Question.objects.filter(course=course).values_list("code", flat=True),
        }
        self.facts = dict(course.facts.filter(retired_at=None).values_list("slug", "pk"))
        self.citing: dict[int, set[int]] = defaultdict(set)
        links = Question.facts.through.objects.filter(question__course=course)
        for question, fact in links.values_list("question_id", "fact_id"):
            self.citing[question].add(fact)

    def store(
        self, row: Question | None, draft: QuestionDraft, topics: Topics, position: int
    ) -> Changes:
        question = row or Question(
            course=self.quiz.course,
            code=self._code(draft, position),
            origin=Question.Origin.MARKDOWN,
            status=Question.Status.DRAFT,
        )
        was_retired = question.status == Question.Status.RETIRED
        before = None if row is None else (question.current_id, *self._tags(question))
        question.code = draft.tags.code or question.code
        question.quiz, question.position, question.level = self.quiz, position, draft.tags.level
        question.source_root, question.source_path = self.origin.root, self.origin.path
        question.source_line, question.source_number = draft.line, draft.number[:NUMBER]
        question.task, question.domain = self.tasks.get(topics.task), None
        question.section = self.sections.get(topics.section)
        question.source = topics.source
        question.save()
        write_version(question, draft, now=self.now, surroundings=self.surroundings, redraw=True)
        wanted = Question.Status.PUBLISHED if draft.publish else Question.Status.DRAFT
        if question.status != wanted:
            question.status = wanted
            question.save(update_fields=["status"])
        question.services.set([self.services[s] for s in topics.services if s in self.services])
        facts = {self.facts[slug] for slug in topics.facts if slug in self.facts}
        if facts != self.citing.get(question.pk, set()):
            question.facts.set(facts)
            self.citing[question.pk] = facts
        if before is None:
            return Changes(added=1)
        if was_retired:
            return Changes(restored=1)
        return Changes(changed=int(before != (question.current_id, *self._tags(question))))

    def _code(self, draft: QuestionDraft, position: int) -> str:
        """The author's id, or one made from the quiz and the place that no other question has."""
        code = draft.tags.code
        if not code:
            number = slugify(draft.number) if draft.number.isascii() else ""
            base = f"{self.quiz.slug[:100]}-q{number[:10] or position}"
            code, extra = base, 1
            while code in self.codes:
                extra += 1
                code = f"{base}-{extra}"
        self.codes.add(code)
        return code

    def _tags(self, question: Question) -> tuple[object, ...]:
        services = question.services.values_list("pk", flat=True) if question.pk else ()
        return (
            question.quiz_id,
            question.position,
            question.level,
            question.task_id,
            question.section_id,
            question.status,
            question.source,
            *sorted(services),
            *sorted(self.citing.get(question.pk, ())),
        )
