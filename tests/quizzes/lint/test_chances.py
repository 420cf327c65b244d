import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.lint.chances import EXACT_UP_TO, at_least, chi_square_tail

# Critical values as statistics' tables print them.
TABLE = [
    (1, 3.841, 0.05),
    (1, 6.635, 0.01),
    (1, 10.828, 0.001),
    (3, 7.815, 0.05),
    (3, 11.345, 0.01),
    (3, 16.266, 0.001),
    (4, 9.488, 0.05),
    (10, 18.307, 0.05),
    (10, 23.209, 0.01),
    (30, 43.773, 0.05),
    (100, 124.342, 0.05),
    (3, 0.352, 0.95),
    (10, 2.558, 0.99),
]


@pytest.mark.parametrize(("df", "statistic", "p"), TABLE)
def test_the_tail_is_that_of_the_tables(df: int, statistic: float, p: float) -> None:
    assert chi_square_tail(statistic, df) == pytest.approx(p, rel=2e-3)


@given(st.floats(0, 200))
def test_of_two_degrees_it_is_the_exponential(x: float) -> None:
    assert chi_square_tail(x, 2) == pytest.approx(math.exp(-x / 2), rel=1e-9)


@given(st.floats(0.001, 100))
def test_of_one_degree_it_is_the_normal_curves(x: float) -> None:
    assert chi_square_tail(x, 1) == pytest.approx(math.erfc(math.sqrt(x / 2)), rel=1e-7)


@given(st.floats(0, 1e6), st.integers(1, 300))
def test_it_is_a_probability_that_falls(x: float, df: int) -> None:
    here, further = chi_square_tail(x, df), chi_square_tail(x + 1, df)
    assert 0 <= further <= here + 1e-12 <= 1 + 1e-12


@pytest.mark.parametrize("statistic", [0, -1.0])
def test_no_difference_is_no_surprise(statistic: float) -> None:
    assert chi_square_tail(statistic, 3) == 1


@given(st.lists(st.floats(0, 1), max_size=8), st.integers(-1, 9))
def test_at_least_is_the_sum_over_all_that_may_happen(chances: list[float], count: int) -> None:
    expected = sum(
        math.prod(p if happens else 1 - p for happens, p in zip(case, chances, strict=True))
        for case in product((0, 1), repeat=len(chances))
        if sum(case) >= count
    )
    assert at_least(count, chances) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("count", [80, 100, 110, 130])
def test_beyond_a_size_the_curve_is_near_the_sum(count: int) -> None:
    exact = at_least(count, [0.25] * EXACT_UP_TO)
    near = at_least(count, [0.25] * EXACT_UP_TO + [0.0])
    assert near == pytest.approx(exact, abs=0.004)


def test_beyond_a_size_what_never_happens_has_no_chance() -> None:
    assert at_least(1, [0.0] * (EXACT_UP_TO + 1)) == 0
