"""How the facts of a course stand: stale, changed, cited; and confirming one that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from content.models import Fact, FactChange, Section
from content.models.facts import FactQuerySet
from quizzes.models import Question
from quizzes.resting import NOTHING, Resting, resting_on


@dataclass(frozen=True, slots=True)
class Standing:
    """A fact with what rests on it and the changes that nobody has confirmed, oldest first."""

    fact: Fact
    stale: bool
    changes: Sequence[FactChange]
    resting: Resting


def standings(facts: QuerySet[Fact], today: date) -> list[Standing]:
    """How each of the facts stands, in their order; four queries."""
    waiting = FactChange.objects.filter(confirmed_at=None).order_by("changed_at", "pk")
    found = list(facts.prefetch_related(Prefetch("changes", waiting, to_attr="waiting")))
    resting = resting_on([fact.pk for fact in found])
    return [
        Standing(
            fact,
            stale=fact.good_until < today,
            changes=fact.waiting,
            resting=resting.get(fact.pk, NOTHING),
        )
        for fact in found
    ]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A fact that somebody should look after, with how much rests on it."""

    id: int
    slug: str
    course: str
    claim: str
    value: str
    good_until: date
    changed: bool
    sections: int
    questions: int
    stale: bool


def doubtful(today: date) -> list[Doubtful]:
    """The facts that are stale or wait to be confirmed, these first; one query."""
    facts = counted(Fact.objects.filter(retired_at=None).doubtful(today))
    is_stale = ExpressionWrapper(Q(good_until__lt=today), output_field=BooleanField())
    columns = ("pk", "slug", "course__title", "claim", "value", "good_until", "changed")
    rows = facts.annotate(stale=is_stale).order_by("-changed", "good_until", "pk")
    values = rows.values_list(*columns, "sections_here", "questions_here", "stale")
    return [Doubtful(*row) for row in values]


def counted(facts: FactQuerySet) -> QuerySet[Any]:
    """The facts, each with `changed` and, as `sections_here` and `questions_here`, with how much
    rests on it."""
    found: QuerySet[Any] = facts.with_changed().annotate(
        sections_here=_count(_standing_sections()), questions_here=_count(_questions())
    )
    return found


def _standing_sections() -> QuerySet[Section]:
    return Section.objects.filter(facts=OuterRef("pk"), retired_at=None, chapter__retired_at=None)


def _questions() -> QuerySet[Question]:
    every = Question.objects.filter(facts=OuterRef("pk"))
    return every.exclude(status=Question.Status.RETIRED)


def _count(rows: QuerySet[Section] | QuerySet[Question]) -> Coalesce:
    of_fact = rows.order_by().values("facts").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(of_fact), 0)


@transaction.atomic
def confirm(fact: Fact, *, seen: int, user_id: int, now: datetime) -> Sequence[FactChange]:
    """Note that the user has looked through all that rests on the fact; the changes that settles.

    seen: the id of the newest change that the user was shown; a later one still waits."""
    waiting = FactChange.objects.select_for_update().filter(fact=fact, confirmed_at=None)
    settled = list(waiting.filter(pk__lte=seen))
    for change in settled:
        change.confirmed_at, change.confirmed_by_id = now, user_id
        change.save(update_fields=["confirmed_at", "confirmed_by"])
    if settled:
        fact.course.bump()
    return settled
