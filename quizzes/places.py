"""Where the options and answers of a matching or ordering question stand in one attempt.

A page names neither by its id or its authored number, since both may tell where things belong: it
counts what it shows from 1, and what is posted is counted so too."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from quizzes.drafts import Kind
from quizzes.grading import Given, InvalidChoiceError, Positioned, shown_order


class PlacedOption(Positioned, Protocol):
    @property
    def id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    position: int


@dataclass(frozen=True, slots=True)
class Layout:
    """options: ids in the order shown. answers: the places that may be given, in the order shown;
    in an ordering question they are 1, 2, 3 …"""

    options: Sequence[int]
    answers: Sequence[int]

    def given(self, posted: Mapping[int, int]) -> dict[int, int]:
        """The answer that was posted: by the number of an option as shown, that of its answer.

        Raises InvalidChoiceError on a number that was not shown."""
        counted = range(1, len(self.options) + 1)
        if not all(
            number in counted and 1 <= answer <= len(self.answers)
            for number, answer in posted.items()
        ):
            raise InvalidChoiceError("a number that was not shown")
        return {
            self.options[number - 1]: self.answers[answer - 1] for number, answer in posted.items()
        }

    def posted(self, given: Given) -> dict[int, int]:
        """The answer as a page would post it: the reverse of given."""
        numbers = {place: number for number, place in enumerate(self.answers, 1)}
        return {
            number: numbers[place]
            for number, option in enumerate(self.options, 1)
            if (place := given.get(option)) in numbers
        }


def layout(
    kind: Kind,
    options: Collection[PlacedOption],
    *,
    answers: int,
    seed: bytes,
    version_id: int,
    shuffle: bool = True,
) -> Layout:
    """How an attempt of that seed shows a version; answers: how many a matching question has.

    Each version is shuffled by itself: one that is explained already tells nothing of the authored
    order of another. Without shuffle a matching question's options, which alone tell nothing, keep
    the authored order."""
    salt = version_id.to_bytes(8, "big")
    shuffle = shuffle or kind is Kind.ORDERING
    shown = shown_order(options, seed=seed, shuffle=shuffle, salt=b"o" + salt)
    numbers = [_Answer(number) for number in range(1, answers + 1)]
    if kind is Kind.MATCHING:
        numbers = shown_order(numbers, seed=seed, shuffle=True, salt=b"a" + salt)
    return Layout([option.id for option in shown], [answer.position for answer in numbers])


def twice(given: Given) -> frozenset[int]:
    """The options of an ordering question that share their place with another."""
    places = [place for place in given.values() if place is not None]
    return frozenset(option for option, place in given.items() if places.count(place or 0) > 1)
