"""In which order an attempt shows options: by its seed alone."""

from collections import Counter
from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import shown_order


@dataclass(frozen=True)
class Place:
    position: int
    is_key: bool = False


seeds = st.binary(min_size=1, max_size=16)


def order(
    seed: bytes, count: int, *, key: int = 1, shuffle: bool = True, salt: bytes = b""
) -> list[int]:
    options = [Place(n, is_key=n == key) for n in range(1, count + 1)]
    shown = shown_order(options, seed=seed, shuffle=shuffle, salt=salt)
    return [option.position for option in shown]


@given(seeds, st.integers(2, 9), st.integers(1, 9), st.integers(1, 9))
def test_the_order_does_not_depend_on_the_key(
    seed: bytes, count: int, one: int, another: int
) -> None:
    assert order(seed, count, key=one) == order(seed, count, key=another)


@given(seeds, st.permutations([Place(n) for n in range(1, 8)]))
def test_the_order_does_not_depend_on_how_the_rows_come(seed: bytes, rows: list[Place]) -> None:
    assert [o.position for o in shown_order(rows, seed=seed, shuffle=True)] == order(seed, 7)


@given(seeds, st.integers(2, 9))
def test_every_option_is_shown_once(seed: bytes, count: int) -> None:
    assert sorted(order(seed, count)) == list(range(1, count + 1))


@given(seeds, st.permutations([Place(n) for n in range(1, 6)]))
def test_unshuffled_options_stand_as_authored(seed: bytes, rows: list[Place]) -> None:
    shown = shown_order(rows, seed=seed, shuffle=False)
    assert [option.position for option in shown] == [1, 2, 3, 4, 5]


def test_every_order_comes_up_about_equally_often() -> None:
    seen = Counter(tuple(order(n.to_bytes(16, "big"), 4)) for n in range(4_800))
    assert set(seen) == set(permutations([1, 2, 3, 4]))
    # 200 expected of each, standard deviation 13.8.
    assert 130 < min(seen.values()) <= max(seen.values()) < 270


def test_orders_of_other_salts_have_nothing_to_do_with_each_other() -> None:
    pairs = Counter(
        (tuple(order(seed, 3)), tuple(order(seed, 3, salt=b"other")))
        for seed in (n.to_bytes(16, "big") for n in range(3_600))
    )
    # 100 expected of each of the 36 pairs, standard deviation 9.9.
    assert len(pairs) == 36
    assert 50 < min(pairs.values()) <= max(pairs.values()) < 150


@pytest.mark.parametrize(
    ("seed", "shown"),
    [
        (bytes(16), [1, 3, 4, 2, 5, 6]),
        (bytes(range(16)), [1, 5, 3, 2, 6, 4]),
        (b"\xff" * 16, [6, 3, 4, 5, 2, 1]),
    ],
)
def test_an_old_attempt_keeps_its_order_for_good(seed: bytes, shown: list[int]) -> None:
    """Golden: another order here would reshuffle what learners have already seen."""
    assert order(seed, 6) == shown
