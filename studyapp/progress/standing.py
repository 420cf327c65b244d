"""Where a learner stands in a course: per service, per domain, and the map of both."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.kept import Kept
from content.outline import DomainEntry, Outline, Place, ServiceEntry
from quizzes.days import day
from quizzes.history import percent
from quizzes.holdings import Holdings, holdings
from quizzes.next_steps import Step
from studyapp.progress.heat import HeatMap, heat_map
from studyapp.progress.mastery import ENOUGH, Level, Mastery
from studyapp.progress.sums import ALL, NOTHING, Bucket, Counted, Sum, counted, sums_of, tallies_of
from studyapp.progress.sums import says as says

MANY = 24
"""More services than that are shown by category."""


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

    @property
    def last_answered(self) -> str:
        """The day of the newest answer in words, in the learner's time zone."""
        last = self.sum.last_answered_at
        return day(last) if last else ""


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category of services, with all its questions and the row of each service."""

    name: str
    sum: Sum
    services: Sequence[ServiceRow]

    @property
    def mastery(self) -> Mastery:
        return self.sum.mastery

    @property
    def met(self) -> int:
        """How many of its services some question was answered on."""
        return sum(row.sum.seen > 0 for row in self.services)


@dataclass(frozen=True, slots=True)
class DomainRow:
    domain: DomainEntry
    sum: Sum

    @property
    def mastery(self) -> Mastery:
        return self.sum.mastery


@dataclass(frozen=True, slots=True)
class Standing:
    """A learner's whole picture in one course. readiness: the domains' shares weighted by the exam
    guide, in percent; None while a weighted domain has too few answers to say. read: ids of the
    sections read; sat: ids of the quizzes that some question was answered in. categories: the
    services by category, empty where they are few enough to be taken in at once. held_back: how
    many questions are left out because an exam's explanations are held back."""

    outline: Outline
    overall: Sum
    readiness: int | None
    missing_domains: Sequence[DomainEntry]
    domains: Sequence[DomainRow]
    services: Sequence[ServiceRow]
    categories: Sequence[CategoryRow]
    heat: HeatMap
    read: frozenset[int]
    sat: frozenset[int]
    held_back: int

    @property
    def sections(self) -> int:
        return len(self.outline.readable)

    @property
    def sections_read(self) -> int:
        return len(self.outline.readable & self.read)

    @property
    def percent_read(self) -> int:
        return percent(self.sections_read, self.sections) if self.sections else 0


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a standing is filled into: the same for every learner at one revision.

    taught: the places that teach each service; quizzed: the one that most questions ask about, with
    where to practise them; categories: by name, each numbered by its place, none where services are
    few."""

    outline: Outline
    counted: Counted
    categories: Sequence[str]
    taught: Mapping[int, Sequence[Place]]
    quizzed: Mapping[int, tuple[str, str] | None]


_kept: Kept[_Frame] = Kept()


def standing(user_id: int, outline: Outline, *, now: datetime) -> Standing:
    """The learner's standing, from two queries whatever the number of answers given."""
    frame = _kept.get(outline.id, revision=outline.revision, make=lambda: _frame(outline))
    tallies, held_back = tallies_of(user_id, outline.id, now=now)
    sums = sums_of(frame.counted, tallies)
    read = _sections_read(user_id, outline)
    domains = [
        DomainRow(domain, sums.get(("domain", domain.id, 0), NOTHING)) for domain in outline.domains
    ]
    missing = [
        row.domain for row in domains if row.domain.weight and row.sum.mastery.percent is None
    ]
    questions = frame.counted.questions
    met = [questions[row.question_id] for row in tallies if row.question_id in questions]
    services = _service_rows(frame, sums, read)
    return Standing(
        outline=outline,
        overall=sums.get(ALL, NOTHING),
        readiness=None if missing else _readiness(domains),
        missing_domains=missing,
        domains=domains,
        services=services,
        categories=_categories(frame, sums, services),
        heat=heat_map(outline, frame.categories, sums),
        read=read,
        held_back=held_back,
        sat=frozenset(question.quiz_id for question in met if question.quiz_id is not None),
    )


def _frame(outline: Outline) -> _Frame:
    held = holdings(outline)
    taught: dict[int, list[Place]] = defaultdict(list)
    for place in outline.places.values():
        if place.section.readable:
            for service in place.section.services:
                taught[service.id].append(place)
    categories = _named(outline)
    return _Frame(
        outline=outline,
        counted=counted(
            held.questions,
            {
                service.id: categories.index(service.category)
                for service in outline.services.values()
                if categories
            },
        ),
        categories=categories,
        taught=dict(taught),
        quizzed={
            service: _quizzed(held, taught.get(service, ())) or _asking(outline, held, service)
            for service in outline.services
        },
    )


def _named(outline: Outline) -> tuple[str, ...]:
    """The categories, in the catalogue's order, where there are too many services to take in."""
    names = tuple(dict.fromkeys(service.category for service in outline.services.values()))
    return names if len(outline.services) > MANY and len(names) > 1 else ()


# Written by hand, as in studyapp.learner, and for the same reason.
_READ = """
    SELECT done.section_id
    FROM content_sectionread done
        JOIN content_section section ON section.id = done.section_id
        JOIN content_chapter chapter ON chapter.id = section.chapter_id
    WHERE done.user_id = %s AND chapter.course_id = %s AND chapter.retired_at IS NULL"""


def _sections_read(user_id: int, outline: Outline) -> frozenset[int]:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [user_id, outline.id])
        return frozenset(pk for (pk,) in cursor.fetchall())


def _readiness(domains: Sequence[DomainRow]) -> int | None:
    """In whole percent, rounded down; None where the course gives no domain a weight."""
    rows = [row for row in domains if row.domain.weight]
    # Fractions, because floats would make 50 of an exact 51.
    parts = (Fraction(row.domain.weight * row.mastery.right, row.sum.seen) for row in rows)
    return int(sum(parts) * 100 / sum(row.domain.weight for row in rows)) if rows else None


def _service_rows(
    frame: _Frame, sums: Mapping[Bucket, Sum], read: frozenset[int]
) -> list[ServiceRow]:
    """A row for every service that the course teaches or asks about, in the catalogue's order."""
    rows = []
    for service in frame.outline.services.values():
        places = frame.taught.get(service.id, ())
        total = sums.get(("service", service.id, 0), NOTHING)
        if not (places or total.questions):
            continue
        unread = [place for place in places if place.section.id not in read]
        rows.append(
            ServiceRow(
                service=service,
                sum=total,
                sections=len(places),
                sections_read=len(places) - len(unread),
                step=_next_step(total, unread, frame.quizzed.get(service.id)),
            )
        )
    return rows


def _categories(
    frame: _Frame, sums: Mapping[Bucket, Sum], services: Sequence[ServiceRow]
) -> list[CategoryRow]:
    by_name: dict[str, list[ServiceRow]] = defaultdict(list)
    for row in services:
        by_name[row.service.category].append(row)
    return [
        CategoryRow(
            name or _("Other services"), sums.get(("category", number, 0), NOTHING), by_name[name]
        )
        for number, name in enumerate(frame.categories)
        if name in by_name
    ]


def _next_step(total: Sum, unread: Sequence[Place], asked: tuple[str, str] | None) -> Step | None:
    """Read what is unread, then answer until there is enough to say, then mend what is weak."""
    level = total.mastery.level
    if level is Level.STRONG:
        return None
    if unread:
        place = unread[0]
        return Step("read", place.title, _("Not read yet"), _("Read"), place.url)
    if asked is None:
        return None
    if level in (Level.NONE, Level.FEW):
        left = max(1, ENOUGH - total.seen)
        why = ngettext(
            "%(count)d more answer makes an estimate",
            "%(count)d more answers make an estimate",
            left,
        ) % {"count": left}
    else:
        why = _("Go over what you missed")
    return Step("practise", asked[0], why, _("Practise"), asked[1])


def _quizzed(held: Holdings, places: Sequence[Place]) -> tuple[str, str] | None:
    """The section among places that most questions ask about: its title, where to practise it."""
    best: tuple[int, str, str] | None = None
    for place in places:
        quiz = held.quiz_of(place.chapter.id)
        count = quiz.by_section.get(place.section.id, 0) if quiz else 0
        if quiz and count and (best is None or count > best[0]):
            best = (count, place.title, f"{quiz.url}?section={place.section.slug}")
    return best and best[1:]


def _asking(outline: Outline, held: Holdings, service: int) -> tuple[str, str] | None:
    """For a service that no section is named for: the section or quiz that asks about it."""
    about = [q for q in held.questions.values() if q.asked and service in q.services]
    counts = Counter((question.quiz_id, question.section_id) for question in about)
    for (quiz_id, section_id), _count in counts.most_common():
        quiz = next((quiz for quiz in held.quizzes if quiz.id == quiz_id), None)
        place = outline.place(section_id)
        if quiz and place:
            return place.title, f"{quiz.url}?section={place.section.slug}"
        if quiz:
            return quiz.title, quiz.url
    return None
