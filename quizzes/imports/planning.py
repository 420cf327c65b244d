"""What an import is going to write, down to the values of the rows, worked out before it writes.

While an import writes, SQLite lets nobody else do so, and to work out 10,000 questions takes some
seconds. So that is done first, and kept with what it depends on; if any of that has changed once
the import holds the course, the plan is made again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from content.drafts import SectionKind
from content.models import Course, Section, Service, TaskStatement
from quizzes import editing
from quizzes.drafts import QuestionDraft
from quizzes.imports.bank import Held, catalogue_of, held, standings
from quizzes.imports.staging import drawn
from quizzes.matching import Action, Matcher, Verdict
from quizzes.models import Import, ImportItem, Question
from quizzes.payload import unpacked
from quizzes.tagging import SectionTags, topics
from quizzes.versions import Wording, worded


class NotReadyError(Exception):
    """The import is not to be imported, or not to be undone: somebody has done it already."""


@dataclass(frozen=True, slots=True)
class Basis:
    """All that a plan depends on: the course's revision, its questions, and the items chosen."""

    revision: int
    quiz_id: int | None
    questions: Sequence[Held]
    chosen: Sequence[int]


@dataclass(frozen=True, slots=True)
class Spot:
    """What a new question is called and where it stands in its course, by the ids of that."""

    code: str
    section_id: int | None
    task_id: int | None
    level: int | None
    services: Sequence[int]
    source: str = ""
    facts: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A chosen item on its way.

    met is the question whose words it has; a new one has a spot instead. wording is None where the
    question's newest words are these already."""

    item_id: int
    action: Action
    met: Held | None
    spot: Spot | None
    wording: Wording | None
    may_be_asked: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """The pieces of an import, and how many of what was chosen is left alone."""

    upload_id: int
    basis: Basis
    pieces: Sequence[Piece]
    left: int


def planned(upload: Import) -> Plan:
    """What importing what is chosen comes to. Raises NotReadyError."""
    upload = Import.objects.select_related("course", "quiz").get(pk=upload.pk)
    if upload.status != Import.Status.READY:
        raise NotReadyError
    items = list(_chosen(upload))
    basis = _basis(upload, [item.pk for item in items])
    compared = _compared(items, basis)
    codes = _codes(upload, [draft for _, draft, verdict in compared if verdict.question is None])
    places, known = _Places(upload), {question.id: question for question in basis.questions}
    pieces = []
    for item, draft, verdict in compared:
        met = known[verdict.question.id] if verdict.question else None
        spot = None if met else places.spot(draft, next(codes))
        pieces.append(_piece(item, draft, verdict.action, met=met, spot=spot))
    return Plan(upload.pk, basis, pieces, len(items) - len(pieces))


def basis_of(upload: Import) -> Basis:
    """What a plan for the upload would depend on now."""
    return _basis(upload, list(_chosen(upload).values_list("pk", flat=True)))


def _basis(upload: Import, chosen: Sequence[int]) -> Basis:
    revision = Course.objects.values_list("revision", flat=True).get(pk=upload.course_id)
    return Basis(revision, upload.quiz_id, held(upload.course), chosen)


def _chosen(upload: Import) -> QuerySet[ImportItem]:
    choosable = [action for action in Action if action.may_be_chosen]
    return upload.items.filter(chosen=True, action__in=choosable).order_by("position")


def _compared(
    items: Sequence[ImportItem], basis: Basis
) -> list[tuple[ImportItem, QuestionDraft, Verdict]]:
    """The items that still come to what their preview said; the duplicates as new ones."""
    judge = Matcher(standings(basis.questions), quiz_id=basis.quiz_id)
    compared = []
    for item in items:
        draft = unpacked(item.draft)
        verdict = judge.match(draft)
        if _stands(item, verdict):
            twice = item.action == Action.DUPLICATE
            compared.append((item, draft, Verdict(Action.NEW) if twice else verdict))
    return compared


def _stands(item: ImportItem, verdict: Verdict) -> bool:
    """Whether the bank is as it was when the item was compared with it."""
    if item.action == Action.DUPLICATE:
        # Somebody chose to have it twice; only an id of its own could be in the way.
        return verdict.action in (Action.DUPLICATE, Action.NEW)
    met = verdict.question
    before = (item.action, item.question_id, item.newest_id)
    return before == (verdict.action, met.id if met else None, met.newest_id if met else None)


def _piece(
    item: ImportItem, draft: QuestionDraft, action: Action, *, met: Held | None, spot: Spot | None
) -> Piece:
    same = met is not None and met.fingerprint == draft.fingerprint
    number = met.number + 1 if met else 1
    return Piece(
        item_id=item.pk,
        action=action,
        met=met,
        spot=spot,
        wording=None if same else worded(draft, number, drawn(item)),
        may_be_asked=may_be_asked(draft),
    )


def may_be_asked(draft: QuestionDraft) -> bool:
    """Whether nothing in the words, and no doubt of the reader, keeps it from being published."""
    return draft.publish and not editing.findings(editing.words_of(draft))


class _Places:
    """Where questions stand in the course, by what their tags and words say."""

    def __init__(self, upload: Import) -> None:
        course, quiz = upload.course, upload.quiz
        self.known = catalogue_of(course)
        self.services = dict(Service.objects.filter(course=course).values_list("slug", "pk"))
        self.tasks = dict(TaskStatement.objects.filter(course=course).values_list("code", "pk"))
        self.facts = dict(course.facts.filter(retired_at=None).values_list("slug", "pk"))
        chapter = quiz.chapter_id if quiz else None
        sections = Section.objects.filter(chapter=chapter, retired_at=None) if chapter else []
        self.sections = {section.slug: section.pk for section in sections}
        self.tags = [SectionTags(slug, SectionKind.CONCEPT, ()) for slug in self.sections]

    def spot(self, draft: QuestionDraft, code: str) -> Spot:
        found = topics(draft, self.known, self.tags)
        return Spot(
            code=code,
            section_id=self.sections.get(found.section),
            task_id=self.tasks.get(found.task),
            level=draft.tags.level,
            services=[self.services[slug] for slug in found.services if slug in self.services],
            source=found.source,
            facts=[self.facts[slug] for slug in found.facts if slug in self.facts],
        )


def _codes(upload: Import, drafts: Sequence[QuestionDraft]) -> Iterator[str]:
    """A code for each: the author's id, else one made of the stem that no other question has."""
    taken = set(Question.objects.filter(course=upload.course).values_list("code", flat=True))
    taken.update(draft.tags.code for draft in drafts)
    numbers: dict[str, int] = {}
    for draft in drafts:
        code = draft.tags.code
        if not code:
            base = code = editing.code_for(draft.stem, ())
            while code in taken:
                numbers[base] = numbers.get(base, 1) + 1
                code = f"{base}-{numbers[base]}"
            taken.add(code)
        yield code
