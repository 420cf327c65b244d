"""course.toml: a course's title, the real exam's form, its domains, tasks and services."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from content.drafts import (
    EXAM_KINDS,
    Blueprint,
    CourseDraft,
    DomainDraft,
    Problem,
    ServiceDraft,
    TaskDraft,
    shown,
)
from content.finder import Finder
from content.toml_tables import SLUG, Source, Table

__all__ = ["CatalogueError", "Finder", "read_course"]

_TITLE = 200
KINDS = ("single", "multiple", "matching", "ordering")
"""The kinds of questions that an exam may be made of."""
MOST_POINTS = 16

_T = TypeVar("_T")


class CatalogueError(Exception):
    """A TOML file of the course cannot be taken; `problems` holds all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def read_course(text: str, *, slug: str, path: str) -> CourseDraft:
    """The course that text describes; slug is the name of its folder.

    Raises CatalogueError with all that is wrong."""
    source = Source(text, path=path)
    values = source.parse()
    if not source.problems:
        course = _course(source, values, slug)
    if source.problems:
        raise CatalogueError(source.problems)
    return course


def _course(source: Source, values: dict[str, object], slug: str) -> CourseDraft:
    if not SLUG.fullmatch(slug) or len(slug) > 50:
        what = f"the folder's name {shown(slug)} cannot stand in an address"
        source.report(0, what, "use small letters, digits and hyphens")
    root = Table(source, values, name="")
    title = root.text("title", most=_TITLE, needed=True)
    if not values:
        source.report(1, "the file has no title", 'begin with title = "…"')
    domains = [_domain(source, v, place) for place, v in enumerate(root.tables("domains"))]
    services = [_service(source, v, place) for place, v in enumerate(root.tables("services"))]
    quiz = Table(source, values.get("quiz", {}), name="quiz")
    facts = Table(source, values.get("facts", {}), name="facts")
    course = CourseDraft(
        slug=slug,
        title=title,
        code=root.text("code", most=40),
        summary=root.text("summary", most=2_000),
        notice=root.text("notice", most=2_000),
        blueprint=_blueprint(source, values.get("exam", {})),
        quiz_pass_mark=quiz.whole("pass_mark", high=100, default=70),
        quiz_partial_credit=quiz.flag("partial_credit", default=False),
        facts_good_for_days=facts.whole("good_for_days", low=1, default=365),
        domains=domains,
        services=services,
    )
    _checked_on(root)
    quiz.end()
    facts.end()
    root.end(known=("exam", "quiz", "facts"))
    _check_domains(source, domains)
    _check_services(source, course)
    return course


def _checked_on(root: Table) -> None:
    value = root.value("checked_on")
    if value is not None and not isinstance(value, date):
        root.report("checked_on", "checked_on is no date", "write it like 2026-10-31, unquoted")


def _blueprint(source: Source, values: object) -> Blueprint:
    table = Table(source, values, name="exam")
    low, high = table.wholes("scale", 2)
    kinds = table.texts("kinds", most=20)
    blueprint = Blueprint(
        questions=table.whole("questions"),
        scored=table.whole("scored"),
        minutes=table.whole("minutes"),
        scale_low=low,
        scale_high=high,
        pass_scaled=table.whole("pass"),
        source=table.text("source", most=200),
        scale_map=_scale_map(table),
        kinds=kinds or EXAM_KINDS,
    )
    if not set(kinds) <= set(KINDS):
        table.report("kinds", "kinds names what no question is", f"use {', '.join(KINDS)}")
    _check_scale_map(table, blueprint)
    if blueprint.scored > blueprint.questions:
        table.report("scored", "more questions are scored than there are", "correct one of them")
    if not low <= blueprint.pass_scaled <= high:
        table.report("pass", "the pass mark is not on the scale", "correct pass or scale")
    if blueprint.source and not blueprint.source.startswith(("https://", "http://")):
        table.report("source", "source is no address of a page", "begin it with https://")
    table.end()
    return blueprint


def _scale_map(table: Table) -> tuple[tuple[int, int], ...]:
    value = table.value("map")
    points = value if isinstance(value, list) else []
    if value is None or (points and all(map(_is_point, points))):
        return tuple((percent, scaled) for percent, scaled in points)
    how = "write it like [[0, 100], [70, 700], [100, 1000]]: percent, then the score"
    table.report("map", "map is no list of pairs of whole numbers", how)
    return ()


def _is_point(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(n) is int for n in value)


def _check_scale_map(table: Table, blueprint: Blueprint) -> None:
    points = blueprint.scale_map
    if not points:
        return
    percents, scores = (
        [percent for percent, _score in points],
        [score for _percent, score in points],
    )
    ends = (blueprint.scale_low, blueprint.scale_high)
    if (percents[0], percents[-1]) != (0, 100) or (scores[0], scores[-1]) != ends:
        how = "begin with 0 percent at the lowest score, end with 100 at the highest"
        table.report("map", "map does not span the scale", how)
    elif percents != sorted(percents) or scores != sorted(scores):
        how = "put its points in order, each with as high a score as the one before or higher"
        table.report("map", "map goes down", how)
    elif blueprint.pass_scaled not in scores:
        how = "name the percent at which a score passes"
        table.report("map", f"map has no point at the pass mark {blueprint.pass_scaled}", how)
    elif len(points) > MOST_POINTS:
        table.report("map", f"map has more than {MOST_POINTS} points", "leave some out")


def _domain(source: Source, values: object, place: int) -> DomainDraft:
    table = Table(source, values, name="domains", place=place)
    domain = DomainDraft(
        number=table.whole("number", low=1, default=None),
        title=table.text("title", most=_TITLE, needed=True),
        weight=table.whole("weight", high=100, default=None),
        tasks=[_task(source, v, place) for v in table.tables("tasks")],
    )
    table.end()
    return domain


def _task(source: Source, values: object, place: int) -> TaskDraft:
    within = "tasks"
    if isinstance(values, dict) and isinstance(values.get("code"), str):
        within = _quoted("code", values["code"])
    table = Table(source, values, name="domains", place=place, within=within)
    task = TaskDraft(
        code=table.text("code", most=16, needed=True),
        title=table.text("title", most=_TITLE, needed=True),
    )
    table.end()
    return task


def _service(source: Source, values: object, place: int) -> ServiceDraft:
    table = Table(source, values, name="services", place=place)
    service = ServiceDraft(
        slug=table.slug("slug"),
        name=table.text("name", most=120, needed=True),
        aliases=table.texts("aliases", most=120),
        category=table.text("category", most=80),
        in_scope=table.flag("in_scope", default=True),
        task=table.text("task", most=16),
    )
    table.end()
    return service


def _check_domains(source: Source, domains: Sequence[DomainDraft]) -> None:
    total = sum(domain.weight for domain in domains)
    if domains and total != 100 and all(domain.weight for domain in domains):
        line = source.line("domains", 0, r"weight\s*=")
        source.report(line, f"the domains' weights add up to {total}", "make them 100 percent")
    for place, domain in _repeated(domains, lambda domain: domain.number):
        line = source.line("domains", place, r"number\s*=")
        source.report(line, f"a second domain {domain.number}", "give each a number of its own")
    tasks = [(place, task) for place, domain in enumerate(domains) for task in domain.tasks]
    for _, (place, task) in _repeated(tasks, lambda pair: pair[1].code):
        line = source.line("domains", place, _quoted("code", task.code), last=True)
        source.report(line, f"a second task {shown(task.code)}", "give each a code of its own")


def _check_services(source: Source, course: CourseDraft) -> None:
    services = course.services
    for place, service in _repeated(services, lambda service: service.slug):
        line = source.line("services", place, r"slug\s*=")
        source.report(line, f"a second service {shown(service.slug)}", "give each its own slug")
    codes = {task.code for domain in course.domains for task in domain.tasks}
    names: dict[str, str] = {}
    for place, service in enumerate(services):
        if service.task and service.task not in codes:
            line = source.line("services", place, r"task\s*=")
            what = f"no domain has the task {shown(service.task)}"
            source.report(line, what, "name one of the domains' tasks, or none")
        for name in service.names:
            owner = names.setdefault(name.casefold(), service.slug)
            if owner != service.slug:
                line = source.line("services", place, re.escape(name))
                what = f"{shown(name)} is already a name of {shown(owner)}"
                source.report(line, what, "leave it to one of them")


def _repeated(items: Iterable[_T], key: Callable[[_T], Hashable]) -> list[tuple[int, _T]]:
    """The items whose key an earlier one has, with their places."""
    seen: set[Hashable] = set()
    found = []
    for place, item in enumerate(items):
        if key(item) in seen:
            found.append((place, item))
        seen.add(key(item))
    return found


def _quoted(key: str, value: str) -> str:
    return rf"{key}\s*=\s*[\"']{re.escape(value)}[\"']"
