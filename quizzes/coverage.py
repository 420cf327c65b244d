"""How far a course's sections and questions cover its exam guide. Plain Python, no database."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from quizzes.blueprint import shares
from quizzes.drafts import Kind

ENOUGH = 10
"""Questions that a task statement should have at least."""
LEVELS = (1, 2, 3)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Named:
    """A domain, task statement or service: code is a domain's number, a task's code, a service's
    slug. domain: a task's; weight: a domain's, in percent."""

    id: int
    code: str
    name: str
    domain: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Guide:
    """What the exam guide names: services are those in scope; questions is how many an exam has."""

    domains: Sequence[Named]
    tasks: Sequence[Named]
    services: Sequence[Named]
    questions: int


@dataclass(frozen=True, slots=True)
class Taught:
    """A section that teaches, with the ids of the services and tasks that it is on."""

    id: int
    title: str
    url: str
    services: frozenset[int] = frozenset()
    tasks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A published question. domain: its own or its task's; scored: an exam may draw it."""

    services: frozenset[int]
    task: int | None
    domain: int | None
    section: int | None
    level: int | None
    kind: Kind
    scored: bool


class Gap(StrEnum):
    """What is missing of a task statement or a service."""

    FEW_QUESTIONS = "few-questions"
    NO_QUESTION = "no-question"
    NO_SECTION = "no-section"
    NO_LEVEL_1 = "no-level-1"
    NO_LEVEL_2 = "no-level-2"
    NO_LEVEL_3 = "no-level-3"


_NO_LEVEL = {1: Gap.NO_LEVEL_1, 2: Gap.NO_LEVEL_2, 3: Gap.NO_LEVEL_3}


@dataclass(frozen=True, slots=True)
class Row:
    """What there is of a task or service. levels: how many questions of each level, in order."""

    about: Named
    questions: int
    levels: tuple[int, int, int]
    kinds: Mapping[Kind, int]
    sections: Sequence[Taught]
    gaps: Sequence[Gap]

    @property
    def unlevelled(self) -> int:
        return self.questions - sum(self.levels)


@dataclass(frozen=True, slots=True)
class DomainRow:
    """What there is of a domain: its questions, those that an exam may draw, and how many of each
    exam's are its."""

    about: Named
    questions: int
    scored: int
    quota: int

    @property
    def forms(self) -> int | None:
        """How many disjoint exams its questions reach for; None where no exam needs any."""
        return self.scored // self.quota if self.quota else None


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole report. forms: how many exams without a question in common the bank could fill."""

    questions: int
    forms: int
    domains: Sequence[DomainRow]
    tasks: Sequence[Row]
    services: Sequence[Row]
    gaps: int


def coverage(guide: Guide, sections: Sequence[Taught], questions: Sequence[Asked]) -> Coverage:
    """What the sections and questions cover of the guide, and what they do not."""
    by_task = _by((question.task,) for question in questions)
    by_service = _by(question.services for question in questions)
    teaching_task = _by(section.tasks for section in sections)
    teaching_service = _by(section.services for section in sections)
    tasks = [
        _row(task, _at(questions, by_task, task), _at(sections, teaching_task, task), of_task=True)
        for task in guide.tasks
    ]
    services = [
        _row(one, _at(questions, by_service, one), _at(sections, teaching_service, one))
        for one in guide.services
    ]
    domains = _domains(guide, questions)
    reach = [domain.forms for domain in domains if domain.forms is not None]
    return Coverage(
        questions=len(questions),
        forms=min(reach, default=0),
        domains=domains,
        tasks=tasks,
        services=services,
        gaps=sum(len(row.gaps) for row in (*tasks, *services)),
    )


def _by(groups: Iterable[Iterable[int | None]]) -> dict[int | None, list[int]]:
    """The places from 0 of the things that belong to each id."""
    found: dict[int | None, list[int]] = {}
    for place, ids in enumerate(groups):
        for each in ids:
            found.setdefault(each, []).append(place)
    return found


def _at(things: Sequence[T], places: Mapping[int | None, Sequence[int]], of: Named) -> list[T]:
    return [things[place] for place in places.get(of.id, ())]


def _row(
    about: Named, asked: Sequence[Asked], taught: Sequence[Taught], *, of_task: bool = False
) -> Row:
    counts = Counter(question.level for question in asked)
    kinds = Counter(question.kind for question in asked)
    gaps = [] if taught else [Gap.NO_SECTION]
    if not asked:
        gaps.append(Gap.NO_QUESTION)
    elif of_task:
        gaps += [Gap.FEW_QUESTIONS] if len(asked) < ENOUGH else []
        gaps += [_NO_LEVEL[level] for level in LEVELS if not counts[level]]
    return Row(
        about=about,
        questions=len(asked),
        levels=(counts[1], counts[2], counts[3]),
        kinds={kind: kinds[kind] for kind in Kind if kinds[kind]},
        sections=taught,
        gaps=gaps,
    )


def _domains(guide: Guide, questions: Sequence[Asked]) -> list[DomainRow]:
    every = Counter(question.domain for question in questions)
    scored = Counter(question.domain for question in questions if question.scored)
    quotas = shares(guide.questions, [domain.weight for domain in guide.domains])
    return [
        DomainRow(domain, every[domain.id], scored[domain.id], quota)
        for domain, quota in zip(guide.domains, quotas, strict=True)
    ]
