"""What an answer is worth, and in which order its options are shown: plain functions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol, TypeVar

from quizzes.drafts import Kind


class Positioned(Protocol):
    @property
    def position(self) -> int: ...


Placed = TypeVar("Placed", bound=Positioned)


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """What grading needs of a version: its kind, the ids of its options, and of the right ones."""

    kind: Kind
    options: frozenset[int]
    key: frozenset[int]

    @property
    def needed(self) -> int:
        """How many options a full answer chooses."""
        return len(self.key)


class InvalidChoiceError(ValueError):
    """The options sent cannot be an answer to the question."""


def check_choice(answer_key: AnswerKey, chosen: Collection[int]) -> frozenset[int]:
    """chosen as a set.

    Raises InvalidChoiceError on a foreign option, or on two for a single answer."""
    choice = frozenset(chosen)
    if not choice <= answer_key.options:
        raise InvalidChoiceError("an option of another question")
    if answer_key.kind is Kind.SINGLE and len(choice) > 1:
        raise InvalidChoiceError("more than one option for a single answer")
    return choice


def grade(answer_key: AnswerKey, chosen: Collection[int]) -> float:
    """The mark in [0, 1]: 1.0 when exactly the key was chosen, else 0.0.

    All or nothing, and an empty answer is wrong. Source: CLF-C02 exam guide, response types."""
    return 1.0 if frozenset(chosen) == answer_key.key else 0.0


def shown_order(options: Iterable[Placed], *, seed: bytes, shuffle: bool) -> list[Placed]:
    """The options as one learner sees them in one attempt.

    The order depends on the seed and the authored positions alone: on nothing that the key changes,
    and on no random generator whose algorithm a new Python might change under an old attempt."""

    def place(option: Placed) -> bytes | int:
        if not shuffle:
            return option.position
        return blake2b(option.position.to_bytes(4, "big"), key=seed, digest_size=8).digest()

    return sorted(options, key=place)
