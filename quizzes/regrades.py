"""The regrades in force: which wordings they cover, and what they make of an attempt."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from django.db.models import F

from quizzes import tallies
from quizzes.drafts import Kind
from quizzes.grading import AnswerKey, Given
from quizzes.models import Attempt, RegradedAttempt, RegradeVersion, Response
from quizzes.regrade_marks import Policy, Rule, Standing, Total, regraded
from quizzes.wordings import Words, answer_keys


@dataclass(frozen=True, slots=True)
class Regrading:
    """A regrade as grading needs it: its rules by version id."""

    id: int
    question_id: int
    made_at: datetime
    rules: Mapping[int, Rule]


class Held(NamedTuple):
    """A response of an attempt, as it stands."""

    response_id: int
    version_id: int
    given: Given
    standing: Standing


class Change(NamedTuple):
    """A response that a regrade changed or would change, with the sums of its attempt."""

    response_id: int
    before: Standing
    after: Standing
    total_before: Total
    total_after: Total

    def row(
        self, regrade_id: int, attempt_id: uuid.UUID, *, seen: datetime | None
    ) -> RegradedAttempt:
        """What is kept of it; seen: since when its learner need not be told."""
        return RegradedAttempt(
            regrade_id=regrade_id,
            attempt_id=attempt_id,
            response_id=self.response_id,
            mark_before=float(self.before.mark),
            mark_after=float(self.after.mark),
            counted_before=self.before.counts,
            counted_after=self.after.counts,
            right_before=self.total_before.right,
            right_after=self.total_after.right,
            counted_total_before=self.total_before.counted,
            counted_total_after=self.total_after.counted,
            score_before=float(self.total_before.score),
            score_after=float(self.total_after.score),
            seen_at=seen,
        )


def in_force(version_ids: Collection[int]) -> list[Regrading]:
    """The regrades that cover any of these wordings, with their rules for just these, in the order
    in which they were made; one query."""
    rows = (
        RegradeVersion.objects.filter(version__in=version_ids, regrade__undone_at=None)
        .annotate(key=F("keys"), placed=F("places__option"), place=F("places__place"))
        .order_by("regrade_id")
        .values_list(
            *("regrade", "regrade__question", "regrade__policy", "regrade__lowers"),
            *("regrade__made_at", "version", "key", "placed", "place"),
        )
    )
    heads: dict[int, tuple[int, Policy, bool, datetime]] = {}
    rights: dict[int, dict[int, _Right]] = {}
    for pk, question, policy, lowers, made_at, version, key, placed, place in rows:
        heads[pk] = question, Policy(policy), lowers, made_at
        right = rights.setdefault(pk, {}).setdefault(version, _Right())
        if key is not None:
            right.key.add(key)
        if placed is not None:
            right.places[placed] = place
    published = answer_keys(list({version for each in rights.values() for version in each}))
    return [
        Regrading(
            pk,
            question,
            made_at,
            {
                version: Rule(policy, right.instead_of(published[version]), lowers=lowers)
                for version, right in rights[pk].items()
            },
        )
        for pk, (question, policy, lowers, made_at) in heads.items()
    ]


@dataclass(slots=True)
class _Right:
    key: set[int] = field(default_factory=set)
    places: dict[int, int] = field(default_factory=dict)

    def instead_of(self, published: AnswerKey) -> AnswerKey:
        return replace(published, key=frozenset(self.key), places=self.places)


def change(
    rule: Rule, held: Held, total: Total, *, published: AnswerKey, partial: bool
) -> Change | None:
    """What the rule does to a response; None where it stays as it is."""
    after = regraded(
        rule,
        held.standing,
        published=published,
        given=held.given,
        partial=partial,
        total=total,
    )
    if after == held.standing:
        return None
    changed = total.with_one_changed(held.standing, after)
    return Change(held.response_id, held.standing, after, total, changed)


def changes(held: Sequence[Held], *, partial: bool) -> list[tuple[int, Change]]:
    """What the regrades in force, one after the other, make of one attempt; each with its id.

    held: all of the attempt's responses, graded by the keys that were published. It comes to what
    it would be if the attempt had been submitted before they were made."""
    regradings = in_force([each.version_id for each in held])
    published = answer_keys([each.version_id for each in held])
    total = total_of([each.standing for each in held])
    standing = {each.version_id: each for each in held}
    found = []
    for regrading in regradings:
        for version, rule in regrading.rules.items():
            one = standing[version]
            made = change(rule, one, total, published=published[version], partial=partial)
            if made is not None:
                found.append((regrading.id, made))
                standing[version] = one._replace(standing=made.after)
                total = made.total_after
    return found


def total_of(standings: Collection[Standing]) -> Total:
    """The sums of an attempt's answers."""
    marks = [each.mark for each in standings if each.counts]
    return Total(sum(marks, Fraction(0)), len(marks), sum(mark == 1 for mark in marks))


def record(
    attempt: Attempt,
    made: Sequence[tuple[int, Change]],
    *,
    told: Mapping[int, int],
    now: datetime,
) -> None:
    """Keep what the regrades in force made of an attempt that is being submitted, so that it can be
    undone, and write what submission itself does not.

    told: the responses that practice had graded already, by id with their questions' ids."""
    RegradedAttempt.objects.bulk_create(
        each.row(regrade, attempt.pk, seen=now) for regrade, each in made
    )
    after = {each.response_id: each.after for _regrade, each in made}
    Response.objects.bulk_update(
        [
            Response(pk=pk, score=float(each.mark), counts=each.counts)
            for pk, each in after.items()
            if pk in told or not each.counts
        ],
        ["score", "counts"],
    )
    if questions := [told[pk] for pk in after if pk in told]:
        tallies.recount([attempt.user_id], questions)


def as_counts_now(words: Words, rule: Rule) -> Words:
    """The words with the key that counts now, for showing what was right.

    Where the question is void, or everybody gets the mark, the key that was published stands."""
    if rule.policy not in (Policy.RESCORE, Policy.ACCEPT_BOTH):
        return words
    # Of several options that are right together there are two sets now; the right one is shown.
    either = rule.policy is Policy.ACCEPT_BOTH and words.kind is Kind.SINGLE
    return replace(
        words,
        options=tuple(
            replace(
                option,
                is_key=option.id in rule.right.key or (either and option.is_key),
                place=rule.right.places.get(option.id),
            )
            for option in words.options
        ),
    )
