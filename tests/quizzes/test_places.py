from collections import Counter
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.grading import InvalidChoiceError
from quizzes.places import Layout, layout, twice

SEED = bytes(range(16))
seeds = st.binary(min_size=1, max_size=16)
kinds = st.sampled_from([Kind.MATCHING, Kind.ORDERING])


@dataclass(frozen=True)
class Option:
    id: int
    position: int


def laid(
    kind: Kind, options: int, *, answers: int = 0, seed: bytes = SEED, version: int = 1
) -> Layout:
    """Options with ids 101, 102 … as an attempt of that seed shows them."""
    made = [Option(100 + n, n) for n in range(1, options + 1)]
    return layout(kind, made, answers=answers or options, seed=seed, version_id=version)


@given(kinds, st.integers(2, 9), st.integers(2, 9), seeds, st.integers(1, 2**63 - 1))
def test_every_option_and_answer_is_shown_once(
    kind: Kind, options: int, answers: int, seed: bytes, version: int
) -> None:
    shown = laid(kind, options, answers=answers, seed=seed, version=version)
    assert sorted(shown.options) == list(range(101, 101 + options))
    assert sorted(shown.answers) == list(range(1, answers + 1))


@given(kinds, st.integers(2, 9), st.integers(2, 9), seeds, st.data())
def test_what_is_posted_comes_back_as_it_was_given(
    kind: Kind, options: int, answers: int, seed: bytes, data: st.DataObject
) -> None:
    shown = laid(kind, options, answers=answers, seed=seed)
    some = data.draw(st.frozensets(st.sampled_from(shown.options)))
    given_places = {pk: data.draw(st.integers(1, answers)) for pk in some}
    assert shown.given(shown.posted(given_places)) == given_places


def test_places_in_an_order_are_counted_as_they_are() -> None:
    shown = laid(Kind.ORDERING, 5)
    assert list(shown.answers) == [1, 2, 3, 4, 5]
    assert shown.posted({shown.options[0]: 4}) == {1: 4}


@pytest.mark.parametrize("posted", [{0: 1}, {4: 1}, {-1: 1}, {1: 0}, {1: 5}, {1: -1}, {10**30: 1}])
def test_numbers_that_were_not_shown_are_refused(posted: dict[int, int]) -> None:
    with pytest.raises(InvalidChoiceError):
        laid(Kind.MATCHING, 3, answers=4).given(posted)


def tables(one: list[tuple[int, ...]], other: list[tuple[int, ...]]) -> Counter[object]:
    """How often each order of the one came with each of the other."""
    return Counter(zip(one, other, strict=True))


class TestOrdersTellNothing:
    """Three things have six orders; 3,600 draws give 100 of each of 36 pairs, give or take 10."""

    SEEDS = tuple(n.to_bytes(16, "big") for n in range(3_600))

    def assert_even(self, pairs: Counter[object]) -> None:
        assert len(pairs) == 36
        assert 50 < min(pairs.values()) <= max(pairs.values()) < 150

    def test_of_answers_by_the_order_of_options(self) -> None:
        """Authors write the first option's answer first: the two must not be shuffled alike."""
        shown = [laid(Kind.MATCHING, 3, seed=seed) for seed in self.SEEDS]
        options, answers = [tuple(s.options) for s in shown], [tuple(s.answers) for s in shown]
        self.assert_even(tables(options, answers))

    @pytest.mark.parametrize("kind", [Kind.MATCHING, Kind.ORDERING])
    def test_of_one_question_by_another_of_the_same_attempt(self, kind: Kind) -> None:
        """In practice the first is explained before the second is answered."""
        first = [tuple(laid(kind, 3, seed=seed, version=1).options) for seed in self.SEEDS]
        second = [tuple(laid(kind, 3, seed=seed, version=2).options) for seed in self.SEEDS]
        self.assert_even(tables(first, second))


@pytest.mark.parametrize(
    ("given_places", "shared"),
    [
        ({}, set()),
        ({1: 1, 2: 2, 3: 3}, set()),
        ({1: 1, 2: 1, 3: 3}, {1, 2}),
        ({1: 2, 2: 2, 3: 2}, {1, 2, 3}),
        ({1: 2, 4: 2, 2: 1, 3: 1}, {1, 2, 3, 4}),
        ({1: None, 2: None}, set()),
    ],
)
def test_options_that_share_a_place_are_found(
    given_places: dict[int, int | None], shared: set[int]
) -> None:
    assert twice(given_places) == shared


@pytest.mark.parametrize(
    ("kind", "options", "answers"),
    [
        (Kind.ORDERING, [104, 103, 102, 101, 105], [1, 2, 3, 4, 5]),
        (Kind.MATCHING, [104, 103, 102, 101, 105], [5, 2, 1, 3, 4]),
    ],
)
def test_an_old_attempt_keeps_its_orders_for_good(
    kind: Kind, options: list[int], answers: list[int]
) -> None:
    """Golden: other orders would read stored answers wrongly while a page is open."""
    shown = laid(kind, 5, version=7)
    assert (list(shown.options), list(shown.answers)) == (options, answers)
