"""A course's table of contents and catalogue, read once a process and revision."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db import connection
from django.db.models import Count, Q
from django.urls import reverse

from content.drafts import SectionKind
from content.hues import hues
from content.kept import Kept
from content.models import (
    Chapter,
    Course,
    CoursePage,
    Domain,
    Section,
    Service,
    TaskStatement,
    Term,
)

UNREAD_KINDS = (SectionKind.CONTENTS, SectionKind.QUIZ)


@dataclass(frozen=True, slots=True)
class ServiceEntry:
    """A service of the catalogue; hue in 1..12 picks its colour."""

    id: int
    slug: str
    name: str
    hue: int
    category: str
    in_scope: bool


@dataclass(frozen=True, slots=True)
class TaskEntry:
    id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class DomainEntry:
    """A domain with its task statements; weight in percent of the exam."""

    id: int
    number: int
    title: str
    weight: int
    tasks: Sequence[TaskEntry]


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section; readable says whether there is something in it to have read."""

    id: int
    slug: str
    title: str
    level: int
    kind: str
    readable: bool
    services: Sequence[ServiceEntry]


@dataclass(frozen=True)
class ChapterEntry:
    id: int
    number: int | None
    slug: str
    title: str
    minutes: int
    url: str
    sections: Sequence[SectionEntry]

    @cached_property
    def readable(self) -> frozenset[int]:
        """The ids of the sections that count as reading."""
        return frozenset(section.id for section in self.sections if section.readable)


@dataclass(frozen=True, slots=True)
class Place:
    """A section with its address in the book."""

    chapter: ChapterEntry
    section: SectionEntry

    @property
    def title(self) -> str:
        return self.section.title

    @property
    def url(self) -> str:
        return f"{self.chapter.url}#{self.section.slug}"


@dataclass(frozen=True)
class Outline:
    """All of a course but its words, at one revision."""

    id: int
    revision: int
    slug: str
    title: str
    code: str
    summary: str
    notice: str
    url: str
    exam_questions: int
    exam_scored: int
    exam_minutes: int
    scale_low: int
    scale_high: int
    pass_scaled: int
    exam_map: str
    exam_kinds: Sequence[str]
    exam_source: str
    domains: Sequence[DomainEntry]
    services: Mapping[int, ServiceEntry]
    chapters: Sequence[ChapterEntry]
    places: Mapping[int, "Place"]
    has_glossary: bool
    exam_day: str
    """The title of the page on the exam day; empty where there is none."""

    @cached_property
    def minutes(self) -> int:
        return sum(chapter.minutes for chapter in self.chapters)

    @cached_property
    def readable(self) -> frozenset[int]:
        return frozenset(pk for chapter in self.chapters for pk in chapter.readable)

    def known(self, services: Iterable[int]) -> tuple[ServiceEntry, ...]:
        """The services of these ids; one that was added since this revision is left out."""
        return tuple(self.services[pk] for pk in services if pk in self.services)

    def chapter(self, slug: str) -> ChapterEntry | None:
        return next((chapter for chapter in self.chapters if chapter.slug == slug), None)

    def place(self, section_id: int | None) -> "Place | None":
        """Where a section stands in the book; None for one that is not in it any more."""
        return self.places.get(section_id) if section_id is not None else None


_kept: Kept[Outline] = Kept()


# Written by hand: every page asks, and composing this takes ten times what running it does.
_REVISION = "SELECT id, revision FROM content_course WHERE "


def outline(slug: str) -> Outline:
    """The course of that slug, in one query while it stays as it is. Raises Course.DoesNotExist."""
    found = _revisions("slug = %s", slug)
    if not found:
        raise Course.DoesNotExist
    return outline_at(*found[0])


def outline_of(course: Course) -> Outline:
    """The outline of a course whose row, and with it the revision, has just been read."""
    return outline_at(course.pk, course.revision)


def outline_at(course_id: int, revision: int) -> Outline:
    """The outline of a course whose revision has just been read."""
    return _kept.get(
        course_id, revision=revision, make=lambda: _read(Course.objects.get(pk=course_id))
    )


def outlines() -> list[Outline]:
    """Every course that has been loaded, by title."""
    return [outline_at(*found) for found in _revisions("revision > 0 ORDER BY title")]


def _revisions(condition: str, *parameters: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_REVISION + condition, parameters)
        found: list[tuple[int, int]] = cursor.fetchall()
    return found


def _read(course: Course) -> Outline:
    catalogue = list(Service.objects.filter(course=course).order_by("position"))
    colours = hues([service.category for service in catalogue])
    services = {
        service.pk: ServiceEntry(
            id=service.pk,
            slug=service.slug,
            name=service.name,
            hue=hue,
            category=service.category,
            in_scope=service.in_scope,
        )
        for service, hue in zip(catalogue, colours, strict=True)
    }
    chapters = _chapters(course, services)
    return Outline(
        id=course.pk,
        revision=course.revision,
        slug=course.slug,
        title=course.title,
        code=course.code,
        summary=course.summary,
        notice=course.notice,
        url=course.get_absolute_url(),
        exam_questions=course.exam_questions,
        exam_scored=course.exam_scored,
        exam_minutes=course.exam_minutes,
        scale_low=course.scale_low,
        scale_high=course.scale_high,
        pass_scaled=course.pass_scaled,
        exam_map=course.exam_map,
        exam_kinds=tuple(course.exam_kinds.split()),
        exam_source=course.exam_source,
        domains=_domains(course),
        services=services,
        chapters=chapters,
        places={
            section.id: Place(chapter, section)
            for chapter in chapters
            for section in chapter.sections
        },
        has_glossary=Term.objects.filter(course=course).exists(),
        exam_day=CoursePage.objects.filter(course=course).values_list("title", flat=True).first()
        or "",
    )


def _domains(course: Course) -> tuple[DomainEntry, ...]:
    tasks = defaultdict(list)
    for task in TaskStatement.objects.filter(course=course).order_by("position"):
        tasks[task.domain_id].append(TaskEntry(task.pk, task.code, task.title))
    return tuple(
        DomainEntry(
            id=domain.pk,
            number=domain.number,
            title=domain.title,
            weight=domain.weight,
            tasks=tuple(tasks[domain.pk]),
        )
        for domain in Domain.objects.filter(course=course).order_by("number")
    )


def _chapters(course: Course, services: Mapping[int, ServiceEntry]) -> tuple[ChapterEntry, ...]:
    taught: dict[int, list[ServiceEntry]] = defaultdict(list)
    links = Section.services.through.objects.filter(section__chapter__course=course)
    for section, service in links.values_list("section_id", "service_id"):
        # One that was added a moment ago, after the services were read, is left to the next look.
        if service in services:
            taught[section].append(services[service])
    sections: dict[int, list[SectionEntry]] = defaultdict(list)
    rows = (
        Section.objects.filter(chapter__course=course, retired_at=None)
        .annotate(
            worded=~Q(markdown=""), steps_here=Count("steps", filter=Q(steps__retired_at=None))
        )
        .order_by("position")
    )
    for pk, chapter, slug, title, level, kind, worded, steps in rows.values_list(
        "pk", "chapter_id", "slug", "title", "level", "kind", "worded", "steps_here"
    ):
        sections[chapter].append(
            SectionEntry(
                id=pk,
                slug=slug,
                title=title,
                level=level,
                kind=kind,
                readable=bool(worded or steps) and kind not in UNREAD_KINDS,
                services=tuple(sorted(taught[pk], key=lambda service: service.id)),
            )
        )
    return tuple(
        ChapterEntry(
            id=chapter.pk,
            number=chapter.number,
            slug=chapter.slug,
            title=chapter.title,
            minutes=chapter.minutes,
            url=reverse("chapter", args=[course.slug, chapter.slug]),
            sections=tuple(sections[chapter.pk]),
        )
        for chapter in Chapter.objects.filter(course=course, retired_at=None)
    )
