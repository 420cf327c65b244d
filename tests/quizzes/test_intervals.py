import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from quizzes.intervals import standard_error, wilson

answered = st.integers(1, 5_000)
shares = answered.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [
        # From the textbook's closed form with z = 1.96.
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (8, 10, 0.4902, 0.9433),
        (80, 100, 0.7112, 0.8666),
    ],
)
def test_wilsons_interval(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right, of, z=1.959964) == pytest.approx((low, high), abs=5e-5)


@given(shares)
def test_the_interval_holds_the_share_and_stays_within_bounds(share: tuple[int, int]) -> None:
    right, of = share
    low, high = wilson(right, of)
    assert 0.0 <= low <= right / of + 1e-12
    assert right / of - 1e-12 <= high <= 1.0
    assert low < high


@given(shares)
def test_right_and_wrong_mirror_each_other(share: tuple[int, int]) -> None:
    right, of = share
    low, high = wilson(right, of)
    mirrored = wilson(of - right, of)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


@given(shares)
def test_more_answers_of_the_same_share_say_more(share: tuple[int, int]) -> None:
    right, of = share
    low, high = wilson(right, of)
    surer_low, surer_high = wilson(right * 4, of * 4)
    assert surer_high - surer_low < high - low


@given(shares)
def test_one_more_right_answer_never_lowers_it(share: tuple[int, int]) -> None:
    right, of = share
    assume(right < of)
    low, high = wilson(right, of)
    better_low, better_high = wilson(right + 1, of)
    assert better_low > low
    assert better_high > high or math.isclose(high, 1.0)


@pytest.mark.parametrize(("right", "of"), [(0, 0), (1, 0), (2, 1), (-1, 1), (0, -1)])
def test_what_is_no_share(right: int, of: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        wilson(right, of)


def test_parts_of_a_mark_lie_between_whole_ones() -> None:
    below, between, above = (wilson(right, 50) for right in (35, 35.5, 36))
    assert below[0] < between[0] < above[0]
    assert below[1] < between[1] < above[1]


@pytest.mark.parametrize(
    ("share", "of", "points"),
    [(0.7, 50, 6.5), (0.5, 50, 7.1), (0.7, 100, 4.6), (0.0, 50, 0.0), (1.0, 50, 0.0)],
)
def test_the_standard_error(share: float, of: int, points: float) -> None:
    assert 100 * standard_error(share, of) == pytest.approx(points, abs=0.05)
