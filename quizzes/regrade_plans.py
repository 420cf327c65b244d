"""What regrading a question would do, read and not written: looked at before it is done."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Count, QuerySet

from quizzes.grading import AnswerKey, Given, as_mark, reaches
from quizzes.models import Attempt, Choice, Question, Regrade, Response
from quizzes.regrade_keys import can_be_right
from quizzes.regrade_marks import Policy, Rule, Standing, Total
from quizzes.regrades import Change, Held, change
from quizzes.wordings import answer_keys


class RegradingError(Exception):
    """A regrade cannot be made or taken back; nothing was changed."""


class NothingCoveredError(RegradingError):
    """No wording was named, or one of another question."""


class UnfitKeyError(RegradingError):
    """What should be right after all cannot be the key of that wording: its version's id."""


class VoidAlreadyError(RegradingError):
    """The question does not count since an earlier regrade, which must be undone first."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be regraded, and how. rights: the wordings covered, by version id, each with the
    key that it should have had; lowers: whether marks and scores may fall."""

    question: Question
    policy: Policy
    rights: Mapping[int, AnswerKey]
    lowers: bool = False

    @property
    def versions(self) -> list[int]:
        return sorted(self.rights)


class Concerned(NamedTuple):
    """An attempt that a regrade changes; it is submitted. answered: whether the question was."""

    attempt_id: uuid.UUID
    user_id: int
    mode: str
    pass_mark: int
    answered: bool
    change: Change

    @property
    def score_before(self) -> float:
        return float(self.change.total_before.score)

    @property
    def score_after(self) -> float:
        return float(self.change.total_after.score)

    @property
    def passed_before(self) -> bool:
        return self._passes(self.score_before)

    @property
    def passed_after(self) -> bool:
        return self._passes(self.score_after)

    def _passes(self, score: float) -> bool:
        return self.mode != Attempt.Mode.PRACTICE and reaches(score, self.pass_mark)


@dataclass(frozen=True)
class Plan:
    """What the correction does. graded: submitted attempts that hold a wording covered; under_way:
    open ones, whose answers will be graded so. after: the regrades that stand before it, by id."""

    correction: Correction
    concerned: Sequence[Concerned]
    graded: int
    under_way: int
    after: Sequence[int]

    @cached_property
    def raised(self) -> list[Concerned]:
        return [each for each in self.concerned if each.score_after > each.score_before]

    @cached_property
    def lowered(self) -> list[Concerned]:
        return [each for each in self.concerned if each.score_after < each.score_before]

    @cached_property
    def gained(self) -> list[Concerned]:
        """Those that pass by it."""
        return [each for each in self.concerned if each.passed_after and not each.passed_before]

    @cached_property
    def lost(self) -> list[Concerned]:
        """Those that pass no longer."""
        return [each for each in self.concerned if each.passed_before and not each.passed_after]

    @cached_property
    def learners(self) -> set[int]:
        """Whose count of right answers to the question changes: a mark became or ceased full."""
        return {
            each.user_id
            for each in self.concerned
            if each.answered and (each.change.before.mark == 1) != (each.change.after.mark == 1)
        }

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of what is asked for, of what it comes after and of every change that it
        makes: two plans are alike exactly if these are, and one that is made is not made twice."""
        rights = [
            (version, sorted(right.key), sorted(right.places.items()))
            for version, right in sorted(self.correction.rights.items())
        ]
        asked = (self.correction.policy.value, self.correction.lowers, rights)
        told = sorted((str(each.attempt_id), each.change) for each in self.concerned)
        return sha256(repr((asked, list(self.after), told)).encode()).hexdigest()


def check(correction: Correction) -> None:
    """Raises NothingCoveredError, UnfitKeyError and VoidAlreadyError."""
    own = correction.question.versions.filter(pk__in=correction.versions)
    if not correction.rights or own.count() != len(correction.rights):
        raise NothingCoveredError
    published = answer_keys(correction.versions)
    for version, right in correction.rights.items():
        if not can_be_right(published[version], right):
            raise UnfitKeyError(version)
    if standing(correction.question).filter(policy=Policy.VOID).exists():
        raise VoidAlreadyError


def standing(question: Question) -> QuerySet[Regrade]:
    """The question's regrades that nobody has undone."""
    return question.regrades.filter(undone_at=None)


def planned(correction: Correction) -> Plan:
    """What the correction would do now; raises as `check` does. Nothing is written."""
    check(correction)
    versions = correction.versions
    published = answer_keys(versions)
    held = Response.objects.filter(version__in=versions)
    graded = held.filter(attempt__submitted_at__isnull=False)
    given, totals = _given(graded), _totals(graded)
    concerned = []
    rows = graded.order_by("attempt_id").values_list(
        *("pk", "version", "score", "counts", "answered_at", "attempt", "attempt__user"),
        *("attempt__mode", "attempt__pass_mark", "attempt__partial_credit"),
    )
    count = 0
    for pk, version, score, counts, at, attempt, user, mode, pass_mark, partial in rows:
        count += 1
        made = change(
            Rule(correction.policy, correction.rights[version], lowers=correction.lowers),
            Held(pk, version, given.get(pk, {}), Standing(as_mark(score or 0.0), counts)),
            totals[attempt],
            published=published[version],
            partial=partial,
        )
        if made is not None:
            concerned.append(
                Concerned(attempt, user, mode, pass_mark, answered=at is not None, change=made)
            )
    under_way = held.filter(attempt__submitted_at=None).count()
    after = list(standing(correction.question).order_by("pk").values_list("pk", flat=True))
    return Plan(correction, concerned, graded=count, under_way=under_way, after=after)


def _given(graded: QuerySet[Response]) -> dict[int, Given]:
    """What was answered, by response id."""
    given: dict[int, dict[int, int | None]] = defaultdict(dict)
    choices = Choice.objects.filter(response__in=graded)
    for response, option, place in choices.values_list("response", "option", "place"):
        given[response][option] = place
    return dict(given)


def _totals(graded: QuerySet[Response]) -> dict[uuid.UUID, Total]:
    """The sums of the attempts that these responses belong to."""
    counting = Response.objects.filter(attempt__in=graded.values("attempt"), counts=True)
    rows = counting.order_by().values_list("attempt", "score").annotate(n=Count("pk"))
    totals: dict[uuid.UUID, Total] = defaultdict(lambda: Total(Fraction(0), 0, 0))
    for attempt, score, n in rows:
        mark, total = as_mark(score or 0.0), totals[attempt]
        totals[attempt] = Total(
            total.marks + n * mark, total.counted + n, total.right + n * (mark == 1)
        )
    return totals
