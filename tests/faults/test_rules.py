"""The rules that were written twice say the same of every answer."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.drafts import Kind
from quizzes.grading import AnswerKey, grade
from tests.faults.rules import Wording, mark, read_answer, total

OPTIONS = range(1, 7)
PLACES = st.dictionaries(st.sampled_from(OPTIONS), st.integers(1, 6), min_size=2)


@given(
    key=st.frozensets(st.sampled_from(OPTIONS), min_size=1),
    answer=st.frozensets(st.sampled_from(OPTIONS)),
    partial=st.booleans(),
    single=st.booleans(),
)
def test_choices(
    key: frozenset[int], answer: frozenset[int], *, partial: bool, single: bool
) -> None:
    kind = Kind.SINGLE if single else Kind.MULTIPLE
    given = dict.fromkeys(answer)
    due = grade(AnswerKey(kind, frozenset(OPTIONS), key), given, partial=partial)
    assert mark(Wording(kind.value, key), given, partial=partial) == due


@given(places=PLACES, answer=PLACES, partial=st.booleans())
def test_places(places: dict[int, int], answer: dict[int, int], *, partial: bool) -> None:
    key = AnswerKey(Kind.MATCHING, frozenset(places), places=places, most=6)
    wording = Wording("matching", places=tuple(places.items()))
    assert mark(wording, answer, partial=partial) == grade(key, answer, partial=partial)


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ([], (Fraction(0), 0)),
        ([(Fraction(1), False)], (Fraction(0), 0)),
        ([(Fraction(1), True), (Fraction(1, 2), True), (Fraction(1), False)], (Fraction(3, 4), 1)),
        ([(Fraction(1), True), (Fraction(1), True), (Fraction(0), True)], (Fraction(2, 3), 2)),
    ],
)
def test_a_total(marks: list[tuple[Fraction, bool]], score: tuple[Fraction, int]) -> None:
    assert total(marks) == score


@pytest.mark.parametrize(
    ("text", "answer"),
    [("", {}), ("7", {7: None}), ("7,12", {7: None, 12: None}), ("7:2,12:1", {7: 2, 12: 1})],
)
def test_an_answer_in_the_log(text: str, answer: dict[int, int | None]) -> None:
    assert read_answer(text) == answer
