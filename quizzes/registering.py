"""The register of facts at a load: read, stored, and what rests on a fact that changed flagged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction

from content import register
from content import sync as book
from content.discovery import Folder
from content.drafts import CourseDraft, FactDraft, Problem, shown
from content.facts import REGISTER, read_facts
from content.models import Course, FactChange
from content.register import Reworded
from quizzes.beside_manifest import read_beside, shown_beside
from quizzes.reports import Report
from quizzes.resting import NOTHING, Resting, resting_on

NAMED = 12
"""How many of those that rest on a fact a line of the report names; `manage.py facts` has all."""


@dataclass(frozen=True, slots=True)
class _Changed:
    reworded: Reworded
    resting: Resting


def load_facts(
    folder: Folder, draft: CourseDraft, course: Course | None, *, report: Report, now: datetime
) -> frozenset[str] | None:
    """Load the folder's register, or with no course only read it; the ids that files may cite.

    A register with a mistake in it leaves what was there. None where there is no register that a
    file could be held against."""
    days = draft.facts_good_for_days
    read = partial(read_facts, good_for_days=days, today=now.date())
    facts = read_beside(folder, REGISTER, read, report=report)
    if facts is None:
        return register.stored_facts(course) if course is not None else None
    if course is not None:
        _store(folder, course, facts, report=report, now=now)
    return frozenset(fact.slug for fact in facts)


def _store(
    folder: Folder, course: Course, facts: Sequence[FactDraft], *, report: Report, now: datetime
) -> None:
    if register.stands(course, facts):
        return
    with transaction.atomic():
        book.hold(course)
        done = register.sync_facts(course, facts, now=now)
        changed = _flagged(done.reworded, now=now)
        if done.touched:
            course.bump()
    added, reworded, retired = report.facts
    report.facts = (added + done.added, reworded + len(done.reworded), retired + done.retired)
    report.problems += [_told(each, path=shown_beside(folder, REGISTER)) for each in changed]


def _flagged(reworded: Sequence[Reworded], *, now: datetime) -> list[_Changed]:
    """Note each change until somebody has looked at what rests on it; nothing does, no note."""
    resting = resting_on([each.fact.pk for each in reworded])
    changed = [_Changed(each, resting.get(each.fact.pk, NOTHING)) for each in reworded]
    FactChange.objects.bulk_create(
        FactChange(
            fact=each.reworded.fact,
            claim_before=each.reworded.claim_before,
            value_before=each.reworded.value_before,
            claim=each.reworded.fact.claim,
            value=each.reworded.fact.value,
            changed_at=now,
        )
        for each in changed
        if each.resting
    )
    return changed


def _told(changed: _Changed, *, path: str) -> Problem:
    fact, resting = changed.reworded.fact, changed.resting
    before, after = changed.reworded.value_before, fact.value
    if before == after:
        before, after = changed.reworded.claim_before, fact.claim
    what = f"fact {fact.slug} changed from “{shown(before)}” to “{shown(after)}”: {resting.told}"
    if not resting:
        return Problem(path, fact.line, what, "nothing else is to be done")
    named = [str(each) for each in resting.all]
    more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
    how = "look them through, then confirm the fact in the admin"
    return Problem(path, fact.line, f"{what}: {', '.join(named[:NAMED])}{more}", how)
