"""Store the register of facts, and which sections cite which of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from content.drafts import FactDraft
from content.models import Chapter, Course, Fact, Section


@dataclass(frozen=True, slots=True)
class Reworded:
    """A fact that says something else than before."""

    fact: Fact
    claim_before: str
    value_before: str


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of the register: new facts, those reworded, those the file has lost; touched:
    whether anything at all was written."""

    added: int = 0
    reworded: Sequence[Reworded] = ()
    retired: int = 0
    touched: bool = False


def stands(course: Course, drafts: Sequence[FactDraft]) -> bool:
    """Whether the course's register says just what drafts say; one query."""
    standing = {fact.slug: fact for fact in course.facts.filter(retired_at=None)}
    return len(standing) == len(drafts) and all(
        draft.slug in standing and _says(standing[draft.slug], draft) for draft in drafts
    )


def sync_facts(course: Course, drafts: Sequence[FactDraft], *, now: datetime) -> Registered:
    """Make the course's register what drafts say; what they have lost is retired."""
    standing = {fact.slug: fact for fact in course.facts.all()}
    added, reworded, touched = 0, [], False
    for draft in drafts:
        fact = standing.pop(draft.slug, None)
        before = None if fact is None else (fact.claim, fact.value)
        fact = fact or Fact(course=course, slug=draft.slug)
        touched |= _write(fact, draft)
        if before is None:
            added += 1
        elif before != (draft.claim, draft.value):
            reworded.append(Reworded(fact, *before))
    gone = [fact.pk for fact in standing.values() if fact.retired_at is None]
    Fact.objects.filter(pk__in=gone).update(retired_at=now)
    return Registered(added, reworded, len(gone), touched or bool(gone))


def _write(fact: Fact, draft: FactDraft) -> bool:
    """Write the draft into the row; whether anything had to be written."""
    if not fact._state.adding and _says(fact, draft):
        return False
    for name, value in _values(draft).items():
        setattr(fact, name, value)
    fact.save()
    return True


def _says(fact: Fact, draft: FactDraft) -> bool:
    return all(getattr(fact, name) == value for name, value in _values(draft).items())


def _values(draft: FactDraft) -> dict[str, object]:
    return {
        "claim": draft.claim,
        "value": draft.value,
        "source": draft.source,
        "checked_on": draft.checked_on,
        "good_for_days": draft.good_for_days,
        "good_until": draft.checked_on + timedelta(days=draft.good_for_days),
        "line": draft.line,
        "retired_at": None,
    }


def stored_facts(course: Course) -> frozenset[str]:
    """The ids that the course's register has."""
    return frozenset(course.facts.filter(retired_at=None).values_list("slug", flat=True))


def cite(chapter: Chapter, cited: Mapping[int, Collection[str]]) -> None:
    """Let the chapter's sections, by their ids, rest on just these facts."""
    links = Section.facts.through
    standing = {
        (section, fact): pk
        for section, fact, pk in links.objects.filter(section__chapter=chapter).values_list(
            "section_id", "fact_id", "pk"
        )
    }
    named = {slug for slugs in cited.values() for slug in slugs}
    if not named and not standing:
        return
    facts = Fact.objects.filter(course_id=chapter.course_id, slug__in=named, retired_at=None)
    ids = dict(facts.values_list("slug", "pk"))
    wanted = {
        (section, ids[slug]) for section, slugs in cited.items() for slug in slugs if slug in ids
    }
    gone = [pk for pair, pk in standing.items() if pair not in wanted]
    links.objects.filter(pk__in=gone).delete()
    links.objects.bulk_create(
        links(section_id=section, fact_id=fact)
        for section, fact in sorted(wanted - standing.keys())
    )
