"""The coverage report as a page: what of the exam guide a course covers, drawn and listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from content.models import Course
from quizzes.coverage import ENOUGH, Coverage, DomainRow, Row
from quizzes.covering import covered
from quizzes.gaps import in_words
from quizzes.models import QuestionVersion

WIDTH = 300
"""Of a bar, in units of its drawing."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: where it begins, how long it is, and what it counts."""

    name: str
    count: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Line:
    """A task or service as it is shown. mark: where on its bar enough questions would reach."""

    row: Row
    parts: Sequence[Part]
    kinds: str
    gaps: Sequence[str]
    mark: int


@dataclass(frozen=True, slots=True)
class DomainLine:
    """A domain as it is shown: its share of the questions beside that of the exam, in percent."""

    row: DomainRow
    share: int
    share_length: int
    weight_length: int


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page; missing: each gap with the line that it belongs to."""

    course: Course
    courses: Sequence[Course]
    report: Coverage
    domains: Sequence[DomainLine]
    tasks: Sequence[Line]
    services: Sequence[Line]
    missing: Sequence[Line]
    width: int = WIDTH
    enough: int = ENOUGH


def page(admin: AnyAdmin, request: HttpRequest) -> HttpResponse:
    """The report of ?course=, else of the first course."""
    courses = list(Course.objects.only("slug", "title", "code", "exam_questions"))
    wanted = [course for course in courses if course.slug == request.GET.get("course")]
    course = next(iter(wanted or courses), None)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Coverage"),
        "page": None if course is None else _page(course, courses),
    }
    return render(request, "admin/quizzes/question/coverage.html", context)


def _page(course: Course, courses: Sequence[Course]) -> Page:
    report = covered(course, today=timezone.localdate())
    most = max([ENOUGH, *(row.questions for row in report.tasks)])
    tasks = [_line(row, most, mark=WIDTH * ENOUGH // most) for row in report.tasks]
    most = max([1, *(row.questions for row in report.services)])
    services = [_line(row, most) for row in report.services]
    return Page(
        course=course,
        courses=courses,
        report=report,
        domains=_domains(report),
        tasks=tasks,
        services=services,
        missing=[line for line in (*tasks, *services) if line.gaps],
    )


def _line(row: Row, most: int, *, mark: int = 0) -> Line:
    names = (_("recall"), _("understanding"), _("judgement"), _("no level said"))
    parts, before = [], 0
    for name, count in zip(names, (*row.levels, row.unlevelled), strict=True):
        start, end = WIDTH * before // most, WIDTH * (before + count) // most
        parts.append(Part(name, count, start, end - start))
        before += count
    kinds = [f"{count} {QuestionVersion.Kind(kind).label}" for kind, count in row.kinds.items()]
    return Line(row, parts, ", ".join(kinds), [in_words(gap, row) for gap in row.gaps], mark)


def _domains(report: Coverage) -> list[DomainLine]:
    every = report.questions or 1
    shares = [domain.questions / every for domain in report.domains]
    most = max([0.01, *shares, *(domain.about.weight / 100 for domain in report.domains)])
    return [
        DomainLine(
            domain,
            share=round(100 * share),
            share_length=round(WIDTH * share / most),
            weight_length=round(WIDTH * domain.about.weight / 100 / most),
        )
        for domain, share in zip(report.domains, shares, strict=True)
    ]


def address_of(course: str) -> str:
    """Where the course's report is."""
    return f"{reverse('admin:quizzes_question_coverage')}?{urlencode({'course': course})}"
