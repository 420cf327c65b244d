"""What an answer is worth, and in which order its options are shown: plain functions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from hashlib import blake2b
from typing import Protocol, TypeVar

from quizzes.drafts import Kind

ENOUGH = 5
"""Under so many answers, their share says nothing of what is known."""

Given = Mapping[int, int | None]
"""An answer: ids of options with the place that each was given; None where it was just chosen."""


class Positioned(Protocol):
    @property
    def position(self) -> int: ...


Placed = TypeVar("Placed", bound=Positioned)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What grading needs of a version: its kind, the ids of its options, and of the right ones.

    places: where each option belongs in the kinds whose options take places, which have no key;
    most: the highest place that may be given there."""

    kind: Kind
    options: frozenset[int]
    key: frozenset[int] = frozenset()
    places: Mapping[int, int] = field(default_factory=dict)
    most: int = 0

    @property
    def needed(self) -> int:
        """How many options a full answer chooses, or gives a place."""
        return len(self.places or self.key)


class InvalidChoiceError(ValueError):
    """What was sent cannot be an answer to the question."""


def check_choice(answer_key: AnswerKey, chosen: Collection[int]) -> Given:
    """chosen as an answer to a question whose options are chosen.

    Raises InvalidChoiceError on a foreign option, on two for a single answer, and where options are
    given places instead."""
    choice = frozenset(chosen)
    if not answer_key.kind.is_choice:
        raise InvalidChoiceError("chosen options where each is given a place")
    if not choice <= answer_key.options:
        raise InvalidChoiceError("an option of another question")
    if answer_key.kind is Kind.SINGLE and len(choice) > 1:
        raise InvalidChoiceError("more than one option for a single answer")
    return dict.fromkeys(sorted(choice))


def check_places(answer_key: AnswerKey, placed: Mapping[int, int]) -> Given:
    """placed as an answer to a question whose options take places; some may still lack theirs.

    Raises InvalidChoiceError on a foreign option, on a place that there is none of, and where
    options are chosen instead."""
    if answer_key.kind.is_choice:
        raise InvalidChoiceError("places where options are chosen")
    if not answer_key.options.issuperset(placed):
        raise InvalidChoiceError("an option of another question")
    if not all(1 <= place <= answer_key.most for place in placed.values()):
        raise InvalidChoiceError("a place that the question has not")
    return dict(sorted(placed.items()))


def grade(answer_key: AnswerKey, given: Given, *, partial: bool = False) -> Fraction:
    """The mark in [0, 1]: 1 when exactly the key was chosen, or each option is in its place.

    Anything else is worth 0; with partial, a multiple response is worth right less wrong options as
    a share of the key, never under 0, and places the share of options that are where they belong.
    Exact, so that a mean of marks is. Source: CLF-C02 exam guide, response types."""
    if not answer_key.kind.is_choice:
        share = Fraction(in_place(answer_key, given), len(answer_key.places))
        return share if partial or share == 1 else Fraction(0)
    chosen = frozenset(given)
    if chosen == answer_key.key:
        return Fraction(1)
    if not partial or answer_key.kind is Kind.SINGLE:
        return Fraction(0)
    right = len(chosen & answer_key.key)
    return Fraction(max(2 * right - len(chosen), 0), len(answer_key.key))


def in_place(answer_key: AnswerKey, given: Given) -> int:
    """How many options were given the place where they belong."""
    return sum(given.get(option) == place for option, place in answer_key.places.items())


def as_mark(stored: float) -> Fraction:
    """A mark as it was before it was stored: its denominator is a number of options."""
    return Fraction(stored).limit_denominator(1_000)


def reaches(score: float, percent: int) -> bool:
    """Whether a score in [0, 1] is at least so many percent.

    Exact, as both sides are the floats nearest to fractions with small denominators."""
    return score >= percent / 100


def whole_percent(score: float) -> int:
    """A score in whole percent, rounded down: 69.6 % is not shown as the pass mark it missed."""
    near = round(score * 100)
    return near if reaches(score, near) else near - 1


def shown_order(
    options: Iterable[Placed], *, seed: bytes, shuffle: bool, salt: bytes = b""
) -> list[Placed]:
    """The options as one learner sees them in one attempt.

    The order depends on the seed, the salt and the authored positions alone: on nothing that the
    key changes, and on no random generator whose algorithm a new Python might change under an old
    attempt. salt (16 bytes at most): lets orders with one seed have nothing to do with each other.
    """

    def place(option: Placed) -> bytes | int:
        if not shuffle:
            return option.position
        position = option.position.to_bytes(4, "big")
        return blake2b(position, key=seed, digest_size=8, salt=salt).digest()

    return sorted(options, key=place)
