"""What a question of a course may be given: quizzes, sections, topics, services,
facts. Four queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from content.drafts import SectionKind
from content.models import Course, Domain, Fact, Section, Service
from quizzes.models import Question, Quiz

# What a chapter has besides what it teaches.
NOT_TAUGHT = (SectionKind.CONTENTS, SectionKind.QUIZ)
Pairs = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Topic:
    """A place in the exam guide: a task statement, or a domain as a whole (task_id is None)."""

    domain_id: int
    task_id: int | None
    label: str
    group: str

    @property
    def value(self) -> str:
        return f"domain-{self.domain_id}" if self.task_id is None else f"task-{self.task_id}"


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service; task_id is the task statement that a question on it falls under by default.
    given: whether the question at hand is on it."""

    id: int
    name: str
    category: str
    task_id: int | None
    given: bool = False


@dataclass(frozen=True, slots=True)
class FactChoice:
    """A fact of the register; given: whether the question at hand rests on it."""

    id: int
    given: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """By the values that the form posts; a fact's is its id in the register."""

    course: Course
    quizzes: Mapping[str, Quiz]
    sections: Mapping[str, Section]
    topics: Mapping[str, Topic]
    services: Mapping[str, ServiceChoice]
    facts: Mapping[str, FactChoice]

    @property
    def quiz_pairs(self) -> Pairs:
        return [(value, quiz.title) for value, quiz in self.quizzes.items()]

    @property
    def section_pairs(self) -> Pairs:
        groups: dict[str, Pairs] = {}
        for value, section in self.sections.items():
            groups.setdefault(str(section.chapter), []).append((value, section.title))
        return [("", _("No section")), *groups.items()]

    @property
    def topic_pairs(self) -> Pairs:
        groups: dict[str, Pairs] = {}
        for value, topic in self.topics.items():
            groups.setdefault(topic.group, []).append((value, topic.label))
        return [("", _("As its first service")), *groups.items()]

    @property
    def service_pairs(self) -> Pairs:
        return [(value, service.name) for value, service in self.services.items()]

    def topic_of(self, services: Sequence[str]) -> Topic | None:
        """Where a question on these services falls by default."""
        for value in services:
            found = self.topics.get(f"task-{self.services[value].task_id}")
            if found is not None:
                return found
        return None


def choices_for(course: Course, question: Question | None = None) -> Choices:
    """All that stands in the course, and what question was given though it stands there no more."""
    services, facts = _services_and_facts(course, question)
    return Choices(
        course=course,
        quizzes=_quizzes(course, question),
        sections=_sections(course, question),
        topics={topic.value: topic for topic in _topics(course)},
        services=services,
        facts=facts,
    )


def _quizzes(course: Course, question: Question | None) -> dict[str, Quiz]:
    standing = Q(retired_at=None)
    if question is not None and question.quiz_id is not None:
        standing |= Q(pk=question.quiz_id)
    found = Quiz.objects.own().filter(standing, course=course).order_by("chapter__number", "slug")
    return {str(quiz.pk): quiz for quiz in found}


def _sections(course: Course, question: Question | None) -> dict[str, Section]:
    standing = Q(retired_at=None, chapter__retired_at=None) & ~Q(kind__in=NOT_TAUGHT)
    if question is not None and question.section_id is not None:
        standing |= Q(pk=question.section_id)
    found = (
        Section.objects.filter(standing, chapter__course=course)
        .select_related("chapter")
        .only("title", "chapter__title", "chapter__number")
        .order_by("chapter__number", "chapter__slug", "position")
    )
    return {str(section.pk): section for section in found}


def _topics(course: Course) -> list[Topic]:
    rows = (
        Domain.objects.filter(course=course)
        .order_by("number", "tasks__position")
        .values_list("pk", "number", "title", "tasks__pk", "tasks__code", "tasks__title")
    )
    topics: dict[str, Topic] = {}
    for domain, number, title, task, code, statement in rows:
        group = f"{number} {title}"
        whole = Topic(domain, None, str(_("The domain as a whole")), group)
        topics.setdefault(whole.value, whole)
        if task is not None:
            topic = Topic(domain, task, f"{code} {statement}", group)
            topics[topic.value] = topic
    return list(topics.values())


def _services_and_facts(
    course: Course, question: Question | None
) -> tuple[dict[str, ServiceChoice], dict[str, FactChoice]]:
    """Both in one query: the form's page has no room for another."""
    on = Question.services.through.objects.filter(question=question, service=OuterRef("pk"))
    rests = Question.facts.through.objects.filter(question=question, fact=OuterRef("pk"))
    still = Q(retired_at=None) | Q(given=True)
    columns = ("place", "pk", "called", "category", "of", "given")
    services = (
        Service.objects.filter(course=course)
        .annotate(given=Exists(on), place=F("position"), called=F("name"), of=F("task_id"))
        .filter(still)
        .order_by()
        .values_list(*columns)
    )
    facts = (
        Fact.objects.filter(course=course)
        .annotate(given=Exists(rests), place=Value(-1), called=F("slug"))
        .annotate(category=Value(""), of=Cast(Value(None), BigIntegerField()))
        .filter(still)
        .order_by()
        .values_list(*columns)
    )
    found_services, found_facts = {}, {}
    for place, pk, called, category, task, given in services.union(facts, all=True).order_by(
        "place", "called"
    ):
        if place < 0:
            found_facts[called] = FactChoice(pk, given)
        else:
            found_services[str(pk)] = ServiceChoice(pk, called, category, task, given)
    return found_services, found_facts
