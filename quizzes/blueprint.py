"""How many of a form's questions fall to each domain, as the exam guide weighs them."""

from collections.abc import Sequence
from dataclasses import dataclass

ANY = 0
"""Stands for the domain where a course weighs none: questions of whatever domain will do."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a form takes of one domain, by its id: questions in all, and how many of them count."""

    domain: int
    questions: int
    scored: int


def shares(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """total split in proportion to weights, in whole numbers that add up to it.

    By the largest remainder: each share is rounded down, and what is left goes to those that lost
    most by it, the earlier first where they lost the same. Without any weight, all are 0."""
    whole = sum(weights)
    if not whole:
        return (0,) * len(weights)
    given = [total * weight // whole for weight in weights]
    lost = [total * weight % whole for weight in weights]
    for place in sorted(range(len(weights)), key=lambda place: -lost[place])[: total - sum(given)]:
        given[place] += 1
    return tuple(given)


def quotas(questions: int, scored: int, domains: Sequence[tuple[int, int]]) -> tuple[Quota, ...]:
    """The quota of each of the domains, given as ids with weights; one of ANY without weights.

    Both numbers are split by themselves, as the exam guide gives a weight for the scored ones."""
    weights = [weight for _domain, weight in domains]
    if not any(weights):
        return (Quota(ANY, questions, scored),)
    totals = shares(questions, weights)
    counting = _within(shares(scored, weights), totals)
    return tuple(
        Quota(domain, total, counts)
        for (domain, _weight), total, counts in zip(domains, totals, counting, strict=True)
    )


def _within(wanted: Sequence[int], most: Sequence[int]) -> tuple[int, ...]:
    """wanted with nothing over its most; what is cut off goes to the first that have room.

    A larger total can give a domain less than a smaller one does, as remainders fall."""
    kept = [min(pair) for pair in zip(wanted, most, strict=True)]
    for place, limit in enumerate(most):
        kept[place] += min(limit - kept[place], sum(wanted) - sum(kept))
    return tuple(kept)
