from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.exam_scores import ExamScore, exam_score

SCALE = "0:100 70:700 100:1000"
SHIPPED = ((0, 100), (70, 700), (100, 1000))


def of_50(right: float, *, scale: str = SCALE, pass_mark: int = 70) -> ExamScore:
    return exam_score(right / 50, counted=50, pass_mark=pass_mark, scale=scale)


@pytest.mark.parametrize(
    ("right", "value", "low", "high", "passed", "says"),
    [
        (0, 100, 100, 127, False, "below"),
        (17, 391, 323, 468, False, "below"),
        (34, 682, 606, 757, False, "open"),
        # Half a question under the mark is told as less than the mark.
        (34.5, 691, 615, 766, False, "open"),
        (35, 700, 624, 775, True, "open"),
        (40, 800, 718, 862, True, "above"),
        (50, 1000, 968, 1000, True, "above"),
    ],
)
def test_the_shipped_scale(
    right: float, value: int, low: int, high: int, passed: bool, says: str
) -> None:
    made = of_50(right)
    assert (made.value, made.low, made.high) == (value, low, high)
    assert (made.passed, made.says, made.passing) == (passed, says, 700)
    assert (made.bottom, made.top, made.is_scaled) == (100, 1000, True)


@pytest.mark.parametrize(
    ("right", "value", "passed"), [(0, 0, False), (34, 68, False), (35, 70, True), (50, 100, True)]
)
def test_without_a_scale_it_is_told_in_percent(right: int, value: int, passed: bool) -> None:
    made = of_50(right, scale="")
    assert (made.value, made.passed, made.passing, made.is_scaled) == (value, passed, 70, False)
    assert (made.bottom, made.top) == (0, 100)


def on_the_shipped_scale(share: Fraction) -> Fraction:
    """The same map as a second hand writes it down."""
    for (begin, low), (end, high) in pairwise(SHIPPED):
        if 100 * share <= end:
            return low + (100 * share - begin) * (high - low) / Fraction(end - begin)
    raise AssertionError(share)


@given(st.integers(1, 130).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_it_is_the_declared_map_of_the_share(share: tuple[int, int]) -> None:
    right, counted = share
    made = exam_score(right / counted, counted=counted, pass_mark=70, scale=SCALE)
    assert made.value == on_the_shipped_scale(Fraction(right, counted)) // 1
    assert made.bottom <= made.low <= made.value <= made.high <= made.top
    assert made.passed is (right * 10 >= counted * 7) is (made.value >= 700)


def test_the_standard_error_in_points() -> None:
    assert of_50(35).error == 6.5
    assert of_50(0).error == of_50(50).error == 0.0


def test_where_every_question_was_voided_nothing_is_known() -> None:
    made = exam_score(0.0, counted=0, pass_mark=70, scale=SCALE)
    assert (made.value, made.low, made.high, made.says) == (100, 100, 1000, "open")


@pytest.mark.parametrize(("value", "place"), [(100, 0.0), (550, 50.0), (700, 66.7), (1000, 100.0)])
def test_places_on_the_axis(value: int, place: float) -> None:
    assert of_50(35).place(value) == place


def test_a_scale_of_one_point_has_a_place_too() -> None:
    assert exam_score(1.0, counted=1, pass_mark=50, scale="0:5 100:5").place(5) == 0.0


@pytest.mark.parametrize(
    ("low", "high", "overlaps"),
    [(0, 99, False), (0, 100, True), (120, 130, True), (200, 300, True), (201, 300, False)],
)
def test_ranges_that_overlap(low: int, high: int, overlaps: bool) -> None:
    one = replace(of_50(35), low=100, high=200)
    other = replace(one, low=low, high=high)
    assert one.overlaps(other) is overlaps is other.overlaps(one)
