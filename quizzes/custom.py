"""A quiz that a learner puts together: from which of the course's questions, and how many."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext as _

from content.addresses import address
from content.outline import Outline
from quizzes import forms, rows
from quizzes.drawing import Candidate, pick
from quizzes.holdings import Holdings, QuestionEntry, QuizEntry, holdings
from quizzes.intro import ModeChoice, OpenAttempt, modes, running
from quizzes.models import Response, Tally
from quizzes.reviewing import withheld_questions

USUAL, MOST = 20, 100
ONLY = ("wrong", "flagged", "unseen")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the questions are to be about: nothing of a kind means all of it, else any of it will
    do, and every kind has to fit. only is one of ONLY, or empty."""

    domains: frozenset[str] = frozenset()
    chapters: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    only: str = ""
    number: int = USUAL

    @classmethod
    def read(cls, asked: QueryDict) -> "Wanted":
        """What a form sent; what makes no sense is taken as not said."""
        only = asked.get("only", "")
        number = asked.get("number", "")
        plain = number.isascii() and number.isdecimal() and len(number) < 6
        return cls(
            domains=frozenset(asked.getlist("domain")),
            chapters=frozenset(asked.getlist("chapter")),
            services=frozenset(asked.getlist("service")),
            only=only if only in ONLY else "",
            number=min(max(int(number), 1), MOST) if plain else USUAL,
        )

    @property
    def query(self) -> str:
        return urlencode(self.fields)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The same as hidden fields of a form."""
        named = (("domain", self.domains), ("chapter", self.chapters), ("service", self.services))
        found = [(name, value) for name, values in named for value in sorted(values)]
        return [*found, ("only", self.only), ("number", str(self.number))]


@dataclass(frozen=True, slots=True)
class Choice:
    """A box to tick: value is what it sends, questions how many it stands for."""

    value: str
    label: str
    questions: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class ServiceGroup:
    """Services of one category; is_open: whether one of them is chosen."""

    category: str
    choices: Sequence[Choice]

    @property
    def is_open(self) -> bool:
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class CustomPage:
    """All that custom.html draws. matches: how many questions fit; asked: how many would be."""

    course: Outline
    quiz: QuizEntry
    wanted: Wanted
    domains: Sequence[Choice]
    chapters: Sequence[Choice]
    services: Sequence[ServiceGroup]
    only: Sequence[Choice]
    matches: int
    modes: Sequence[ModeChoice]
    open: OpenAttempt | None
    start_url: str

    @property
    def asked(self) -> int:
        return min(self.matches, self.wanted.number)

    @property
    def most(self) -> int:
        return MOST


def custom_page(
    outline: Outline, quiz: QuizEntry, wanted: Wanted, *, user_id: int | None, now: datetime
) -> CustomPage:
    """The page as somebody sees it who has chosen so; user_id is None without an account."""
    held = holdings(outline)
    fits = matching(outline, held, wanted, user_id=user_id, now=now)
    sat = [] if user_id is None else rows.sat(user_id, quiz.id, newest=1)
    every = _Values(outline, held)
    asked = [question for question in held.questions.values() if question.asked]
    return CustomPage(
        course=outline,
        quiz=quiz,
        wanted=wanted,
        domains=every.domains(asked, wanted.domains),
        chapters=every.chapters(asked, wanted.chapters),
        services=every.services(asked, wanted.services),
        only=_only(wanted) if user_id is not None else (),
        matches=len(fits),
        modes=modes(quiz),
        open=running(quiz, sat),
        start_url=address("start", outline.slug, quiz.slug),
    )


def chosen(
    user_id: int, outline: Outline, wanted: Wanted, *, now: datetime, random: Random
) -> list[int]:
    """The ids of the questions of an attempt that begins now: those the learner has not been asked
    come first, then those asked longest ago, and no two that are nearly the same."""
    fits = matching(outline, holdings(outline), wanted, user_id=user_id, now=now)
    seen, groups = forms.last_seen(user_id, outline.id), forms.groups(outline)
    candidates = [Candidate(pk, None, seen.get(pk), groups.get(pk)) for pk in fits]
    return pick(candidates, wanted.number, random=random)


def matching(
    outline: Outline, held: Holdings, wanted: Wanted, *, user_id: int | None, now: datetime
) -> list[int]:
    """The ids of the course's questions that are as wanted."""
    every = _Values(outline, held)
    fits = [
        question.id
        for question in held.questions.values()
        if question.asked
        and _any(wanted.domains, every.domains_of(question))
        and _any(wanted.chapters, every.chapters_of(question))
        and _any(wanted.services, every.services_of(question))
    ]
    if not wanted.only or user_id is None:
        return fits
    if wanted.only == "unseen":
        seen = forms.last_seen(user_id, outline.id)
        return [pk for pk in fits if pk not in seen]
    own = (
        _wrong(user_id, outline, now=now) if wanted.only == "wrong" else _flagged(user_id, outline)
    )
    return [pk for pk in fits if pk in own]


def _any(wanted: frozenset[str], has: Sequence[str]) -> bool:
    return not wanted or not wanted.isdisjoint(has)


def _wrong(user_id: int, outline: Outline, *, now: datetime) -> set[int]:
    """What the learner's newest answer got wrong, as far as he or she may know it."""
    rows = Tally.objects.filter(user=user_id, question__course=outline.id, last_right=False)
    return set(rows.values_list("question_id", flat=True)) - withheld_questions(user_id, now)


def _flagged(user_id: int, outline: Outline) -> set[int]:
    """What bears a flag since the learner was last asked it."""
    mine = Response.objects.filter(attempt__user=user_id)
    newer = mine.filter(
        question=OuterRef("question"), attempt__started_at__gt=OuterRef("attempt__started_at")
    )
    rows = mine.filter(question__course=outline.id, flagged=True).exclude(Exists(newer))
    return set(rows.values_list("question_id", flat=True))


def _only(wanted: Wanted) -> list[Choice]:
    labels = {
        "": _("All of them"),
        "wrong": _("Only what I got wrong last"),
        "flagged": _("Only what I flagged"),
        "unseen": _("Only what I have never been asked"),
    }
    return [Choice(value, label, 0, value == wanted.only) for value, label in labels.items()]


class _Values:
    """What a question is about, by the values that the form sends."""

    def __init__(self, outline: Outline, held: Holdings) -> None:
        self._outline = outline
        slugs = {chapter.id: chapter.slug for chapter in outline.chapters}
        self._quizzes = {quiz.id: slugs.get(quiz.chapter_id or 0) for quiz in held.own}
        self._domains = {domain.id: str(domain.number) for domain in outline.domains}

    def domains_of(self, question: QuestionEntry) -> Sequence[str]:
        number = self._domains.get(question.domain_id or 0)
        return (number,) if number else ()

    def chapters_of(self, question: QuestionEntry) -> Sequence[str]:
        """The chapter that teaches it, else the one that asks it."""
        place = self._outline.place(question.section_id)
        slug = place.chapter.slug if place else self._quizzes.get(question.quiz_id or 0)
        return (slug,) if slug else ()

    def services_of(self, question: QuestionEntry) -> Sequence[str]:
        return [service.slug for service in self._outline.known(question.services)]

    def domains(self, asked: Sequence[QuestionEntry], wanted: frozenset[str]) -> list[Choice]:
        named = [(str(domain.number), domain.title) for domain in self._outline.domains]
        return _choices(named, asked, self.domains_of, wanted)

    def chapters(self, asked: Sequence[QuestionEntry], wanted: frozenset[str]) -> list[Choice]:
        named = [(chapter.slug, chapter.title) for chapter in self._outline.chapters]
        return _choices(named, asked, self.chapters_of, wanted)

    def services(
        self, asked: Sequence[QuestionEntry], wanted: frozenset[str]
    ) -> list[ServiceGroup]:
        by_category: dict[str, list[tuple[str, str]]] = {}
        for service in self._outline.services.values():
            named = by_category.setdefault(service.category or _("Other"), [])
            named.append((service.slug, service.name))
        groups = [
            ServiceGroup(category, _choices(named, asked, self.services_of, wanted))
            for category, named in by_category.items()
        ]
        return [group for group in groups if group.choices]


def _choices(
    named: Sequence[tuple[str, str]],
    asked: Sequence[QuestionEntry],
    values_of: Callable[[QuestionEntry], Sequence[str]],
    wanted: frozenset[str],
) -> list[Choice]:
    """A choice for each of the named values that some question has."""
    counts: dict[str, int] = {}
    for question in asked:
        for value in values_of(question):
            counts[value] = counts.get(value, 0) + 1
    return [
        Choice(value, label, counts[value], value in wanted)
        for value, label in named
        if value in counts
    ]
