from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import reaches
from quizzes.scaling import ScaleMap

DECLARED = "0:100 70:700 100:1000"
SCALE = ScaleMap.parse(DECLARED)


@pytest.mark.parametrize(
    ("right", "of", "scaled"),
    [
        (0, 50, 100),
        (35, 50, 700),
        (34, 50, 682),
        (36, 50, 720),
        (50, 50, 1000),
        (45, 65, 693),
        (46, 65, 707),
        (1, 3, 385),
    ],
)
def test_a_score_on_the_scale_is_rounded_down(right: int, of: int, scaled: int) -> None:
    assert SCALE.scaled(right / of) == scaled


@given(st.integers(1, 200), st.data())
def test_what_passes_on_the_scale_passes_in_percent_and_back(
    total: int, data: st.DataObject
) -> None:
    score = data.draw(st.integers(0, total)) / total
    assert (SCALE.scaled(score) >= 700) is reaches(score, SCALE.percent_at(700))


@given(st.integers(1, 120), st.data())
def test_more_right_is_never_worth_less(total: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, total - 1))
    one, two = SCALE.scaled(right / total), SCALE.scaled((right + 1) / total)
    assert 100 <= one <= two <= 1000


@given(st.fractions(0, 1, max_denominator=400))
def test_floats_lose_nothing(score: Fraction) -> None:
    exact = 100 + score * 100 * Fraction(600, 70)
    if score > Fraction(7, 10):
        exact = 700 + (score * 100 - 70) * 10
    assert SCALE.scaled(float(score)) == int(exact)


def test_text_is_read_as_it_was_written() -> None:
    assert SCALE.text == DECLARED
    assert ScaleMap.parse(SCALE.text) == SCALE


@pytest.mark.parametrize(
    ("at", "below", "passing"), [(70, 699, 700), (60, 699, 700), (100, 699, 700), (0, 100, 700)]
)
def test_where_nothing_is_declared_it_passes_at_the_pass_mark(
    at: int, below: int, passing: int
) -> None:
    scale = ScaleMap.straight(100, 1000, passing=700, at=at)
    assert scale.percent_at(700) == at
    assert scale.scaled(at / 100) >= passing
    assert at == 0 or scale.scaled((at - 0.01) / 100) <= below
    assert scale.scaled(1.0) == 1000


def test_a_score_that_nothing_reaches_takes_all() -> None:
    assert SCALE.percent_at(2000) == 100
    assert ScaleMap.parse("0:0 100:0").percent_at(0) == 0


@pytest.mark.parametrize(
    "text",
    [
        *("", "0:100", "0:100 70:700", "1:100 100:1000", "0:100 80:700 70:750 100:1000"),
        *("0:100 70:700 100:600", "0:100 70 100:1000", "0:a 100:b", "0:1:2 100:3"),
    ],
)
def test_what_is_no_scale_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"scale|int|unpack"):
        ScaleMap.parse(text)
