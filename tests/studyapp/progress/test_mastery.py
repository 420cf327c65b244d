import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyapp.progress.mastery import ENOUGH, PASS, Level, estimate

answered = st.integers(1, 5_000)
shares = answered.flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


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
