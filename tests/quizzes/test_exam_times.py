from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.exam_parts import took
from quizzes.exam_times import seconds_by_question
from tests.factories import NOON

saves = st.lists(st.tuples(st.integers(0, 5_400), st.integers(1, 65)), max_size=80)


def spent(*made: tuple[int, int]) -> dict[int, float]:
    """The seconds of each question from (second, question) of its saves."""
    return seconds_by_question(NOON, [(NOON + timedelta(seconds=at), which) for at, which in made])


def test_each_gap_belongs_to_the_question_saved_after_it() -> None:
    assert spent((30, 1), (50, 2), (140, 3)) == {1: 30, 2: 20, 3: 90}


def test_coming_back_adds_up() -> None:
    assert spent((30, 1), (50, 2), (60, 1), (61, 1)) == {1: 41, 2: 20}


def test_the_order_in_which_they_are_given_changes_nothing() -> None:
    assert spent((140, 3), (30, 1), (50, 2)) == {1: 30, 2: 20, 3: 90}


def test_saves_that_arrived_at_once_share_no_time() -> None:
    assert spent((100, 4), (100, 5), (100, 6)) == {4: 100, 5: 0, 6: 0}


def test_a_clock_that_was_put_back_takes_nothing() -> None:
    assert spent((-60, 1), (20, 2)) == {1: 0, 2: 20}


def test_without_saves_there_is_nothing_to_tell() -> None:
    assert spent() == {}


@given(saves)
def test_all_of_it_is_the_time_until_the_last_save(made: list[tuple[int, int]]) -> None:
    assert sum(spent(*made).values()) == max((at for at, _which in made), default=0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (9.6, "10 s"), (59.4, "59 s"), (59.6, "1 min"), (200, "3 min 20 s")],
)
def test_a_span_in_words(seconds: float, words: str) -> None:
    assert took(seconds) == words
