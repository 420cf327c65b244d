"""Store what the readers made: courses, chapters, sections. What is gone is retired."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

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

WORDS_A_MINUTE = 200


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


def sync_course(draft: CourseDraft, *, now: datetime) -> Course:
    """The course as its course.toml says, catalogue included; a new one where there was none."""
    blueprint = draft.blueprint
    course = Course.objects.filter(slug=draft.slug).first() or Course(slug=draft.slug)
    changed = _put(
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
    services = {service.slug: service for service in course.services.all()}
    tasks = {task.code: task for task in course.tasks.all()}
    changed = False
    for position, draft in enumerate(drafts):
        changed |= _put(
            services.pop(draft.slug, None) or Service(course=course, slug=draft.slug),
            name=draft.name,
            aliases="\n".join(draft.aliases),
            category=draft.category,
            in_scope=draft.in_scope,
            task=tasks.get(draft.task),
            position=position,
            retired_at=None,
        )
    gone = [service.pk for service in services.values() if service.retired_at is None]
    Service.objects.filter(pk__in=gone).update(retired_at=now)
    return changed or bool(gone)


def sync_chapter(
    course: Course,
    draft: ChapterDraft,
    *,
    root: str,
    path: str,
    html: Sequence[SectionHtml],
    services: Sequence[Collection[str]],
    now: datetime,
) -> Chapter:
    """The chapter of that file as drafted. html and services (slugs): one a section, in order."""
    of_file = Chapter.objects.filter(course=course, source_root=root, source_path=path).first()
    chapter = of_file or Chapter(course=course, source_root=root, source_path=path)
    chapter.slug = _free_slug(course, chapter, draft)
    chapter.number, chapter.title = draft.number, draft.title
    chapter.minutes = _minutes(draft)
    chapter.retired_at = None
    chapter.save()
    known = {service.slug: service for service in course.services.all()}
    standing = {section.slug: section for section in chapter.sections.all()}
    for position, (drawn, made, named) in enumerate(
        zip(draft.sections, html, services, strict=True), 1
    ):
        section = standing.pop(drawn.slug, None) or Section(chapter=chapter, slug=drawn.slug)
        section.title, section.level, section.kind = drawn.title, drawn.level, drawn.kind
        section.position, section.retired_at = position, None
        section.markdown, section.html = drawn.markdown, made.html
        section.save()
        section.services.set([known[slug] for slug in named if slug in known])
        _sync_steps(section, drawn.steps, made.steps, now=now)
    Section.objects.filter(
        pk__in=[section.pk for section in standing.values()], retired_at=None
    ).update(retired_at=now)
    return chapter


def _sync_steps(
    section: Section, drafts: Sequence[StepDraft], html: Sequence[str], *, now: datetime
) -> None:
    standing = {step.slug: step for step in section.steps.all()}
    for position, (draft, made) in enumerate(zip(drafts, html, strict=True), 1):
        step = standing.pop(draft.slug, None) or LabStep(section=section, slug=draft.slug)
        step.title, step.position, step.retired_at = draft.title, position, None
        step.markdown, step.html = draft.markdown, made
        step.save()
    gone = [step.pk for step in standing.values()]
    LabStep.objects.filter(pk__in=gone, retired_at=None).update(retired_at=now)


def _free_slug(course: Course, chapter: Chapter, draft: ChapterDraft) -> str:
    """The draft's slug, made different where another file's chapter has it already."""
    taken = set(
        Chapter.objects.filter(course=course).exclude(pk=chapter.pk).values_list("slug", flat=True)
    )
    tries = [draft.slug, f"{draft.slug}-{draft.number}" if draft.number else f"{draft.slug}-2"]
    tries += [f"{draft.slug}-{n}" for n in range(2, len(taken) + 4)]
    return next(slug[:120] for slug in tries if slug[:120] not in taken)


def _minutes(draft: ChapterDraft) -> int:
    texts = [section.markdown for section in draft.sections]
    texts += [step.markdown for section in draft.sections for step in section.steps]
    words = sum(len(text.split()) for text in texts)
    return max(1, round(words / WORDS_A_MINUTE))


def retire_missing(course: Course, *, root: str, present: Collection[str], now: datetime) -> int:
    """Take the chapters out of the book whose files the folder has lost; how many those are."""
    gone = Chapter.objects.filter(course=course, source_root=root, retired_at=None)
    gone = gone.exclude(source_path="").exclude(source_path__in=present)
    return gone.update(retired_at=now)


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


def stored_services(course: Course) -> list[ServiceDraft]:
    """The course's catalogue as it was stored, for files that come without a course.toml."""
    return [
        ServiceDraft(
            slug=service.slug,
            name=service.name,
            aliases=tuple(service.aliases.splitlines()),
            category=service.category,
            in_scope=service.in_scope,
            task=service.task.code if service.task else "",
        )
        for service in course.services.filter(retired_at=None).select_related("task")
    ]


def stored_domains(course: Course) -> list[DomainDraft]:
    """The course's domains and task statements as they were stored."""
    return [
        DomainDraft(
            number=domain.number,
            title=domain.title,
            weight=domain.weight,
            tasks=tuple(TaskDraft(task.code, task.title) for task in domain.tasks.all()),
        )
        for domain in course.domains.prefetch_related("tasks")
    ]
