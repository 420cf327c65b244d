"""What a regrade makes of one answer, and what that makes of its attempt: plain functions.

A regrade starts from how an answer stands, which earlier regrades may have changed; so the order in
which they were made decides, and not whether an attempt was submitted before or after them."""

from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from quizzes.drafts import Kind
from quizzes.grading import AnswerKey, Given, grade

FULL = Fraction(1)


class Policy(StrEnum):
    """What counts of a question whose key was wrong."""

    RESCORE = "rescore"
    ACCEPT_BOTH = "both"
    VOID = "void"
    FULL_CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Rule:
    """How the answers to one wording are graded anew. right: the key that it should have had;
    lowers: whether a mark, or by VOID a score, may fall."""

    policy: Policy
    right: AnswerKey
    lowers: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """How an answer stands: its mark in [0, 1], and whether that is part of the score."""

    mark: Fraction
    counts: bool


@dataclass(frozen=True, slots=True)
class Total:
    """An attempt's answers that count, summed up; right: those with the full mark."""

    marks: Fraction
    counted: int
    right: int

    @property
    def score(self) -> Fraction:
        """The mean mark; 0 where nothing counts."""
        return self.marks / self.counted if self.counted else Fraction(0)

    def with_one_changed(self, before: Standing, after: Standing) -> "Total":
        """The sums once an answer stands otherwise than before."""
        return self._with(before, -1)._with(after, 1)

    def _with(self, each: Standing, sign: int) -> "Total":
        if not each.counts:
            return self
        return Total(
            marks=self.marks + sign * each.mark,
            counted=self.counted + sign,
            right=self.right + sign * (each.mark == FULL),
        )


def worth(key: AnswerKey, given: Given, *, partial: bool) -> Fraction:
    """The mark that `grade` gives, except that a single answer may turn out to have several right
    options: then any of them is right."""
    if key.kind is Kind.SINGLE:
        return Fraction(bool(given) and key.key.issuperset(given))
    return grade(key, given, partial=partial)


def regraded(
    rule: Rule,
    standing: Standing,
    *,
    published: AnswerKey,
    given: Given,
    partial: bool,
    total: Total,
) -> Standing:
    """How an answer stands after the rule.

    published: the key as it was asked; total: of the answer's attempt, this answer included. VOID
    takes an answer out of the score; unless it may lower, only where the score does not fall by it.
    Where nothing else counts there would be no score left, and the answer gets the full mark."""
    if rule.policy is Policy.VOID:
        return _void(standing, total, lowers=rule.lowers)
    if rule.policy is Policy.FULL_CREDIT:
        mark = FULL
    else:
        mark = worth(rule.right, given, partial=partial)
        if rule.policy is Policy.ACCEPT_BOTH:
            mark = max(mark, worth(published, given, partial=partial))
    return replace(standing, mark=mark if rule.lowers else max(mark, standing.mark))


def _void(standing: Standing, total: Total, *, lowers: bool) -> Standing:
    if not standing.counts:
        return standing
    if total.counted == 1:
        return replace(standing, mark=FULL)
    if not lowers and standing.mark > total.score:
        return standing
    return replace(standing, counts=False)
