"""Where a learner stands in a course: per service, per domain, and the map of both."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from content.models import SectionRead
from content.outline import DomainEntry, Outline, Place, ServiceEntry, TaskEntry
from quizzes.history import percent
from quizzes.holdings import Holdings, QuestionEntry, holdings
from quizzes.models import Tally
from quizzes.results import Step
from studyapp.progress.mastery import ENOUGH, Level, Mastery, estimate


class TallyRow(NamedTuple):
    question_id: int
    answers: int
    right: int
    last_right: bool
    last_answered_at: datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """Some questions' tallies together. seen of questions were answered at least once."""

    mastery: Mastery
    questions: int
    answers: int
    right_answers: int
    last_answered_at: datetime | None

    @property
    def seen(self) -> int:
        return self.mastery.answered

    @property
    def says(self) -> str:
        return says(self.mastery)


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service: ServiceEntry
    sum: Sum
    sections: int
    sections_read: int
    step: Step | None

    @property
    def mastery(self) -> Mastery:
        return self.sum.mastery

    @property
    def percent_read(self) -> int | None:
        return percent(self.sections_read, self.sections) if self.sections else None


@dataclass(frozen=True, slots=True)
class DomainRow:
    domain: DomainEntry
    sum: Sum

    @property
    def mastery(self) -> Mastery:
        return self.sum.mastery


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A service's cells, one a task statement; None where the course has no such question."""

    service: ServiceEntry
    cells: Sequence[Sum | None]


@dataclass(frozen=True, slots=True)
class HeatMap:
    columns: Sequence[TaskEntry]
    rows: Sequence[HeatRow]


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's whole picture in one course. readiness: the domains' shares weighted by the exam
    guide, in percent; None while a weighted domain has too few answers to say. read: ids of the
    sections read; sat: ids of the quizzes that some question was answered in."""

    outline: Outline
    overall: Sum
    readiness: int | None
    missing_domains: Sequence[DomainEntry]
    domains: Sequence[DomainRow]
    services: Sequence[ServiceRow]
    heat: HeatMap
    read: frozenset[int]
    sat: frozenset[int]

    @property
    def sections(self) -> int:
        return len(self.outline.readable)

    @property
    def sections_read(self) -> int:
        return len(self.outline.readable & self.read)

    @property
    def percent_read(self) -> int:
        return percent(self.sections_read, self.sections) if self.sections else 0


def says(mastery: Mastery) -> str:
    """An estimate in words, with the number of answers that it rests on."""
    counts = {"right": mastery.right, "answered": mastery.answered}
    if mastery.level is Level.NONE:
        return _("No answers yet")
    if mastery.level is Level.FEW:
        return _("%(right)d of %(answered)d, too few to say") % counts
    bounds = {"low": mastery.low_percent, "high": mastery.high_percent}
    return _("%(right)d of %(answered)d, likely %(low)d–%(high)d %%") % (counts | bounds)


def standing(user_id: int, outline: Outline) -> Standing:
    """The learner's standing, from two queries whatever the number of answers given."""
    held = holdings(outline)
    tallies = _tallies(user_id, outline.id)
    read = _sections_read(user_id, outline)
    domains = [
        DomainRow(domain, _sum(_about(held, tallies, domain=domain.id), tallies))
        for domain in outline.domains
    ]
    missing = [
        row.domain for row in domains if row.domain.weight and row.sum.mastery.percent is None
    ]
    return Standing(
        outline=outline,
        overall=_sum(_met_or_asked(held.questions.values(), tallies), tallies),
        readiness=None if missing else _readiness(domains),
        missing_domains=missing,
        domains=domains,
        services=_service_rows(outline, held, tallies, read),
        heat=_heat(outline, held, tallies),
        read=read,
        sat=frozenset(
            question.quiz_id
            for question in held.questions.values()
            if question.id in tallies and question.quiz_id is not None
        ),
    )


def _tallies(user_id: int, course_id: int) -> dict[int, TallyRow]:
    rows = Tally.objects.filter(user=user_id, question__course=course_id)
    return {
        row[0]: TallyRow(*row)
        for row in rows.values_list(
            "question_id", "answers", "right", "last_right", "last_answered_at"
        )
    }


def _sections_read(user_id: int, outline: Outline) -> frozenset[int]:
    chapters = [chapter.id for chapter in outline.chapters]
    rows = SectionRead.objects.filter(Q(user=user_id) & Q(section__chapter__in=chapters))
    return frozenset(rows.values_list("section_id", flat=True))


def _met_or_asked(
    questions: Iterable[QuestionEntry], tallies: Mapping[int, TallyRow]
) -> list[QuestionEntry]:
    """What counts: questions still asked, and retired ones that this learner has answered."""
    return [question for question in questions if question.asked or question.id in tallies]


def _about(held: Holdings, tallies: Mapping[int, TallyRow], *, domain: int) -> list[QuestionEntry]:
    questions = (q for q in held.questions.values() if q.domain_id == domain)
    return _met_or_asked(questions, tallies)


def _sum(questions: Sequence[QuestionEntry], tallies: Mapping[int, TallyRow]) -> Sum:
    met = [tallies[question.id] for question in questions if question.id in tallies]
    return Sum(
        mastery=estimate(sum(row.last_right for row in met), len(met)),
        questions=len(questions),
        answers=sum(row.answers for row in met),
        right_answers=sum(row.right for row in met),
        last_answered_at=max((row.last_answered_at for row in met), default=None),
    )


def _readiness(domains: Sequence[DomainRow]) -> int | None:
    """In whole percent, rounded down; None where the course gives no domain a weight."""
    rows = [row for row in domains if row.domain.weight]
    # Fractions, because floats would make 50 of an exact 51.
    parts = (Fraction(row.domain.weight * row.mastery.right, row.sum.seen) for row in rows)
    return int(sum(parts) * 100 / sum(row.domain.weight for row in rows)) if rows else None


def _by_service(held: Holdings, tallies: Mapping[int, TallyRow]) -> dict[int, list[QuestionEntry]]:
    by_service: dict[int, list[QuestionEntry]] = defaultdict(list)
    for question in _met_or_asked(held.questions.values(), tallies):
        for service in question.services:
            by_service[service].append(question)
    return by_service


def _service_rows(
    outline: Outline, held: Holdings, tallies: Mapping[int, TallyRow], read: frozenset[int]
) -> list[ServiceRow]:
    """A row for every service that the course teaches or asks about, in the catalogue's order."""
    by_service = _by_service(held, tallies)
    taught: dict[int, list[Place]] = defaultdict(list)
    for place in outline.places.values():
        if place.section.readable:
            for service in place.section.services:
                taught[service.id].append(place)
    rows = []
    for service in outline.services.values():
        places, questions = taught[service.id], by_service[service.id]
        if not (places or questions):
            continue
        total = _sum(questions, tallies)
        unread = [place for place in places if place.section.id not in read]
        rows.append(
            ServiceRow(
                service=service,
                sum=total,
                sections=len(places),
                sections_read=len(places) - len(unread),
                step=_next_step(outline, held, total, places, unread),
            )
        )
    return rows


def _next_step(
    outline: Outline,
    held: Holdings,
    total: Sum,
    places: Sequence[Place],
    unread: Sequence[Place],
) -> Step | None:
    """Read what is unread, then answer until there is enough to say, then mend what is weak."""
    asked = _quizzed(held, places)
    if unread and total.mastery.level is not Level.STRONG:
        place = unread[0]
        return Step("read", place.title, _("Not read yet"), _("Read"), place.url)
    if asked and total.mastery.level in (Level.NONE, Level.FEW):
        left = max(1, ENOUGH - total.seen)
        why = _("%(count)d more answers make an estimate") % {"count": left}
        return Step("practise", asked[0].title, why, _("Practise"), asked[1])
    if asked and total.mastery.level is not Level.STRONG:
        why = _("Go over what you missed")
        return Step("practise", asked[0].title, why, _("Practise"), asked[1])
    return None


def _quizzed(held: Holdings, places: Sequence[Place]) -> tuple[Place, str] | None:
    """The section among places that most questions ask about, with where to practise them."""
    best: tuple[int, Place, str] | None = None
    for place in places:
        quiz = held.quiz_of(place.chapter.id)
        count = quiz.by_section.get(place.section.id, 0) if quiz else 0
        if quiz and count and (best is None or count > best[0]):
            best = (count, place, f"{quiz.url}?section={place.section.slug}")
    return best and best[1:]


def _heat(outline: Outline, held: Holdings, tallies: Mapping[int, TallyRow]) -> HeatMap:
    """Services by task statements; only those rows and columns that hold a question."""
    cells: dict[tuple[int, int], list[QuestionEntry]] = defaultdict(list)
    for question in _met_or_asked(held.questions.values(), tallies):
        if question.task_id is not None:
            for service in question.services:
                cells[service, question.task_id].append(question)
    tasks = {task for _service, task in cells}
    columns = [t for domain in outline.domains for t in domain.tasks if t.id in tasks]
    services = {service for service, _task in cells}
    rows = [
        HeatRow(
            service,
            [
                _sum(cells[service.id, task.id], tallies)
                if (service.id, task.id) in cells
                else None
                for task in columns
            ],
        )
        for service in outline.services.values()
        if service.id in services
    ]
    return HeatMap(columns, rows)
