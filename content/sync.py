"""Store what the readers made: courses, chapters, sections. What is gone is retired."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, models

from content.drafts import (
    ChapterDraft,
    CourseDraft,
    DomainDraft,
    ServiceDraft,
    StepDraft,
    TaskDraft,
)
from content.models import (
    Chapter,
    Course,
    Domain,
    LabStep,
    Section,
    Service,
    SourceFile,
    TaskStatement,
)
from content.register import cite

WORDS_A_MINUTE = 200
TITLE, ANCHOR = 300, 200
LOADING = 20_261
"""The number of PostgreSQL's lock for whoever loads a course."""


@dataclass(frozen=True, slots=True)
class SectionHtml:
    """A section's HTML, and its steps' in order."""

    html: str
    steps: Sequence[str]


def _put(row: models.Model, **values: Any) -> bool:
    """Write values into row; whether anything had to be written."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if row.pk is not None and not changed:
        return False
    for name in changed:
        setattr(row, name, values[name])
    row.save()
    return True


def hold(course: Course) -> None:
    """Until the transaction ends, let no other load write to the course.

    SQLite has one writer anyway. A lock on the course's own row would not do: whoever saves a
    question in the admin holds that question first and the course's row last."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOADING, course.pk])


def plain_course(draft: CourseDraft) -> Course:
    """The course of that slug; where there was none, a new one that has a title only."""
    return Course.objects.get_or_create(
        slug=draft.slug, defaults={"title": draft.title, "revision": 1}
    )[0]


def sync_course(draft: CourseDraft, *, now: datetime) -> Course:
    """The course as its course.toml says, catalogue included; a new one where there was none."""
    blueprint = draft.blueprint
    course, changed = Course.objects.get_or_create(slug=draft.slug, defaults={"title": draft.title})
    hold(course)
    course.refresh_from_db()
    changed |= _put(
        course,
        title=draft.title,
        code=draft.code,
        summary=draft.summary,
        notice=draft.notice,
        exam_questions=blueprint.questions,
        exam_scored=blueprint.scored,
        exam_minutes=blueprint.minutes,
        scale_low=blueprint.scale_low,
        scale_high=blueprint.scale_high,
        pass_scaled=blueprint.pass_scaled,
        exam_map=" ".join(f"{percent}:{scaled}" for percent, scaled in blueprint.scale_map),
        exam_kinds=" ".join(blueprint.kinds),
        exam_source=blueprint.source,
    )
    changed |= _sync_domains(course, draft)
    changed |= _sync_services(course, draft.services, now=now)
    if changed:
        course.bump()
    return course


def _sync_domains(course: Course, draft: CourseDraft) -> bool:
    domains = {domain.number: domain for domain in course.domains.all()}
    tasks = {task.code: task for task in course.tasks.all()}
    changed = False
    position = 0
    for drawn in draft.domains:
        domain = domains.pop(drawn.number, None) or Domain(course=course, number=drawn.number)
        changed |= _put(domain, title=drawn.title, weight=drawn.weight)
        for statement in drawn.tasks:
            position += 1
            task = tasks.pop(statement.code, None) or TaskStatement(
                course=course, code=statement.code, domain=domain
            )
            values = {"domain_id": domain.pk, "title": statement.title, "position": position}
            changed |= _put(task, **values)
    for gone in (*tasks.values(), *domains.values()):
        gone.delete()
        changed = True
    return changed


def _sync_services(course: Course, drafts: Sequence[ServiceDraft], *, now: datetime) -> bool:
    standing = {service.slug: service for service in course.services.all()}
    tasks = {task.code: task.pk for task in course.tasks.all()}
    changed = False
    for position, draft in enumerate(drafts):
        service = standing.pop(draft.slug, None) or Service(course=course, slug=draft.slug)
        changed |= _put(
            service,
            name=draft.name,
            aliases="\n".join(draft.aliases),
            category=draft.category,
            in_scope=draft.in_scope,
            task_id=tasks.get(draft.task),
            position=position,
            retired_at=None,
        )
    gone = [service.pk for service in standing.values() if service.retired_at is None]
    Service.objects.filter(pk__in=gone).update(retired_at=now)
    return changed or bool(gone)


def sync_chapter(
    course: Course,
    draft: ChapterDraft,
    *,
    slug: str,
    root: str,
    path: str,
    html: Sequence[SectionHtml],
    services: Sequence[Collection[str]],
    facts: Sequence[Collection[str]],
    now: datetime,
) -> Chapter:
    """The chapter of that file as drafted. html, services and facts (both slugs): one a section,
    in order."""
    of_file = Chapter.objects.filter(course=course, source_root=root, source_path=path).first()
    chapter = of_file or Chapter(course=course, source_root=root, source_path=path)
    chapter.slug, chapter.number, chapter.title = slug, draft.number, draft.title[:TITLE]
    chapter.minutes = _minutes(draft)
    chapter.retired_at = None
    chapter.save()
    known = {service.slug: service for service in course.services.all()}
    standing = {section.slug: section for section in chapter.sections.all()}
    citing: dict[int, Collection[str]] = {}
    for position, (drawn, made, named, claims) in enumerate(
        zip(draft.sections, html, services, facts, strict=True), 1
    ):
        anchor = _anchor(drawn.slug, position)
        section = standing.pop(anchor, None) or Section(chapter=chapter, slug=anchor)
        section.title, section.level, section.kind = drawn.title[:TITLE], drawn.level, drawn.kind
        section.position, section.retired_at = position, None
        section.markdown, section.html = drawn.markdown, made.html
        section.save()
        section.services.set([known[slug] for slug in named if slug in known])
        citing[section.pk] = claims
        _sync_steps(section, drawn.steps, made.steps, now=now)
    cite(chapter, citing)
    Section.objects.filter(
        pk__in=[section.pk for section in standing.values()], retired_at=None
    ).update(retired_at=now)
    return chapter


def _sync_steps(
    section: Section, drafts: Sequence[StepDraft], html: Sequence[str], *, now: datetime
) -> None:
    standing = {step.slug: step for step in section.steps.all()}
    for position, (draft, made) in enumerate(zip(drafts, html, strict=True), 1):
        anchor = _anchor(draft.slug, position)
        step = standing.pop(anchor, None) or LabStep(section=section, slug=anchor)
        step.title, step.position, step.retired_at = draft.title[:TITLE], position, None
        step.markdown, step.html = draft.markdown, made
        step.save()
    gone = [step.pk for step in standing.values()]
    LabStep.objects.filter(pk__in=gone, retired_at=None).update(retired_at=now)


def _anchor(slug: str, position: int) -> str:
    return slug if len(slug) <= ANCHOR else f"{slug[: ANCHOR - 10]}-{position}"


def _minutes(draft: ChapterDraft) -> int:
    texts = [section.markdown for section in draft.sections]
    texts += [step.markdown for section in draft.sections for step in section.steps]
    words = sum(len(text.split()) for text in texts)
    return max(1, round(words / WORDS_A_MINUTE))


def move(course: Course, *, root: str, old: str, new: str) -> None:
    """Let the chapter of the file that was called old be that of new, readers' marks and all."""
    SourceFile.objects.filter(course=course, root=root, path=old).delete()
    Chapter.objects.filter(course=course, source_root=root, source_path=old).update(source_path=new)


def retire(course: Course, *, root: str, path: str, now: datetime) -> None:
    """Take the chapter of a file that is no chapter any more out of the book."""
    standing = Chapter.objects.filter(course=course, source_root=root, source_path=path)
    standing.filter(retired_at=None).update(retired_at=now)


def retire_missing(course: Course, *, root: str, present: Collection[str], now: datetime) -> int:
    """Take the chapters out of the book whose files the folder has lost; how many those are."""
    # A file that comes back is read again, whatever it holds.
    SourceFile.objects.filter(course=course, root=root).exclude(path__in=present).delete()
    gone = Chapter.objects.filter(course=course, source_root=root, retired_at=None)
    gone = gone.exclude(source_path="").exclude(source_path__in=present)
    return gone.update(retired_at=now)


def chapter_paths(course: Course, root: str) -> set[str]:
    """The files of the folder that chapters of the book are from."""
    chapters = Chapter.objects.filter(course=course, source_root=root, retired_at=None)
    return set(chapters.values_list("source_path", flat=True))


def digests(course: Course, root: str) -> dict[str, str]:
    """The digest of each file of the folder that was last loaded without an error."""
    return dict(SourceFile.objects.filter(course=course, root=root).values_list("path", "digest"))


def remember(course: Course, *, root: str, path: str, digest: str, now: datetime) -> None:
    """Note that the file has been loaded as it is; an empty digest forgets it."""
    if not digest:
        SourceFile.objects.filter(course=course, root=root, path=path).delete()
        return
    SourceFile.objects.update_or_create(
        course=course, root=root, path=path, defaults={"digest": digest, "loaded_at": now}
    )


def stored_services(course: Course) -> tuple[ServiceDraft, ...]:
    """The course's catalogue as it was stored, for files that come without a course.toml."""
    return tuple(
        ServiceDraft(
            slug=service.slug,
            name=service.name,
            aliases=tuple(service.aliases.splitlines()),
            category=service.category,
            in_scope=service.in_scope,
            task=service.task.code if service.task else "",
        )
        for service in course.services.filter(retired_at=None).select_related("task")
    )


def stored_domains(course: Course) -> tuple[DomainDraft, ...]:
    """The course's domains and task statements as they were stored."""
    return tuple(
        DomainDraft(
            number=domain.number,
            title=domain.title,
            weight=domain.weight,
            tasks=tuple(TaskDraft(task.code, task.title) for task in domain.tasks.all()),
        )
        for domain in course.domains.prefetch_related("tasks")
    )
