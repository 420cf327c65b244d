"""A course's guide, sections and questions as `quizzes.coverage` compares them. Five queries."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from content.addresses import address
from content.drafts import SectionKind
from content.models import Course, Domain, Section, Service
from quizzes.coverage import Asked, Coverage, Guide, Named, Taught, coverage
from quizzes.drafts import Kind
from quizzes.models import Question

TEACHING = (SectionKind.CONCEPT, SectionKind.COMPARISON, SectionKind.LAB, SectionKind.SCENARIO)


def covered(course: Course, *, today: date) -> Coverage:
    """What the course covers; today: the day that facts are stale on."""
    services = list(
        Service.objects.filter(course=course, retired_at=None).values_list(
            "pk", "slug", "name", "task_id", "in_scope"
        )
    )
    guide = _guide(
        course, [Named(pk, slug, name) for pk, slug, name, _t, scope in services if scope]
    )
    asked = _asked(course, today)
    taught = _taught(course, {pk: task for pk, _s, _n, task, _i in services}, asked)
    return coverage(guide, taught, asked)


def _guide(course: Course, services: list[Named]) -> Guide:
    domains: dict[int, Named] = {}
    tasks: list[Named] = []
    rows = Domain.objects.filter(course=course).order_by("number", "tasks__position")
    for pk, number, title, weight, task, code, statement in rows.values_list(
        *("pk", "number", "title", "weight", "tasks__pk", "tasks__code", "tasks__title")
    ):
        domains.setdefault(pk, Named(pk, str(number), title, weight=weight))
        if task is not None:
            tasks.append(Named(task, code, statement, domain=pk))
    return Guide(list(domains.values()), tasks, services, course.exam_questions)


def _asked(course: Course, today: date) -> list[Asked]:
    """The published questions; two queries."""
    on: dict[int, set[int]] = defaultdict(set)
    links = Question.services.through.objects.filter(question__course=course)
    for question, service in links.values_list("question_id", "service_id"):
        on[question].add(service)
    published = Question.objects.filter(course=course).asked()
    may_score = published.for_scored_exams(today).filter(pk=OuterRef("pk"))
    rows = published.annotate(
        topic=Coalesce("task__domain_id", "domain_id"), scored=Exists(may_score)
    ).order_by("pk")
    return [
        Asked(frozenset(on[pk]), task, domain, section, level, Kind(kind), scored)
        for pk, task, domain, section, level, kind, scored in rows.values_list(
            "pk", "task_id", "topic", "section_id", "level", "current__kind", "scored"
        )
    ]


def _taught(course: Course, task_of: dict[int, int | None], asked: list[Asked]) -> list[Taught]:
    """The sections that teach, in the book's order. One teaches what its heading names and what the
    questions are on that name it."""
    services: dict[int, set[int]] = defaultdict(set)
    tasks: dict[int, set[int]] = defaultdict(set)
    for question in asked:
        if question.section is not None:
            services[question.section] |= question.services
            if question.task is not None:
                tasks[question.section].add(question.task)
    rows = Section.objects.filter(
        chapter__course=course, retired_at=None, chapter__retired_at=None, kind__in=TEACHING
    ).order_by("chapter__number", "chapter__slug", "position", "pk")
    found: dict[int, tuple[str, str]] = {}
    for pk, anchor, title, chapter, service in rows.values_list(
        "pk", "slug", "title", "chapter__slug", "services"
    ):
        found[pk] = (title, f"{address('chapter', course.slug, chapter)}#{anchor}")
        if service is not None:
            services[pk].add(service)
            if (task := task_of.get(service)) is not None:
                tasks[pk].add(task)
    return [
        Taught(pk, title, url, frozenset(services[pk]), frozenset(tasks[pk]))
        for pk, (title, url) in found.items()
    ]
