import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studyapp.progress.mastery import ENOUGH, PASS, Level, estimate, wilson

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


@pytest.mark.parametrize(
    ("right", "of", "level", "percent"),
    [
        (0, 0, Level.NONE, None),
        (0, 1, Level.FEW, None),
        (1, 1, Level.FEW, None),
        (4, 4, Level.FEW, None),
        (3, 4, Level.FEW, None),
        (5, 5, Level.STRONG, 100),
        (4, 5, Level.FAIR, 80),
        (3, 5, Level.WEAK, 60),
        (7, 10, Level.FAIR, 70),
        (6, 10, Level.WEAK, 60),
        (69, 100, Level.WEAK, 69),
        (70, 100, Level.FAIR, 70),
        (76, 100, Level.STRONG, 76),
        (75, 100, Level.FAIR, 75),
        (2, 3_000, Level.WEAK, 0),
    ],
)
def test_levels(right: int, of: int, level: Level, percent: int | None) -> None:
    made = estimate(right, of)
    assert (made.level, made.percent) == (level, percent)
    assert (made.right, made.answered) == (right, of)


def test_without_answers_there_are_no_bounds() -> None:
    made = estimate(0, 0)
    assert (made.low, made.high, made.low_percent, made.high_percent) == (None, None, None, None)


@given(shares)
def test_a_level_claims_no_more_than_the_interval(share: tuple[int, int]) -> None:
    right, of = share
    made = estimate(right, of)
    assert made.low is not None
    assert made.high is not None
    assert (made.level is Level.FEW) == (of < ENOUGH)
    if made.level is Level.STRONG:
        assert made.low >= PASS
    if made.level is Level.WEAK:
        assert made.right / made.answered < PASS
    if made.level is Level.FAIR:
        assert made.low < PASS <= made.right / made.answered
    if made.percent is not None:
        assert 0 <= (made.low_percent or 0) <= made.percent + 1
        assert made.percent <= (made.high_percent or 0) <= 100
