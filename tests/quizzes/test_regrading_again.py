"""Regrades upon regrades: which has the last word, and what undoing one leaves of the others."""

import pytest

from quizzes import attempts
from quizzes.models import Quiz
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import VoidAlreadyError, planned
from quizzes.regrading import LaterRegradeError, UndoneAlreadyError, undo
from studyapp.accounts.models import User
from tests.quizzes.regraded import (
    THIRD,
    TOMORROW,
    TWO_THIRDS,
    WHY,
    applied,
    correction,
    dump,
    nth,
    sat,
    scores,
)
from tests.quizzes.taking import three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    """Keys: A, then B and C, then D. The pass mark is two right of three."""
    return three_questions(pass_mark=60)


def test_regrades_of_one_question_build_on_each_other_and_are_undone_from_the_last(
    quiz: Quiz, instructor: User
) -> None:
    attempt = sat(quiz, ["B", "BC"])
    before = dump()
    first = applied(correction(nth(quiz, 1), "B"), instructor)
    between = dump()
    second = applied(correction(nth(quiz, 1), "C", lowers=True), instructor)
    assert scores([attempt]) == [(1, 3, THIRD)]
    with pytest.raises(LaterRegradeError) as refused:
        undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert refused.value.later == second
    undo(second, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == between
    undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before
    with pytest.raises(UndoneAlreadyError):
        undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_of_several_regrades_the_last_one_has_the_last_word_for_later_submissions_too(
    quiz: Quiz, instructor: User
) -> None:
    early = sat(quiz, ["B", "BC"])
    late = sat(quiz, ["B", "BC"], submitted=False)
    applied(correction(nth(quiz, 1), "B", Policy.FULL_CREDIT), instructor)
    applied(correction(nth(quiz, 1), "C", lowers=True), instructor)
    attempts.submit(late.user_id, late.pk, now=TOMORROW)
    assert scores([early, late]) == [(1, 3, THIRD)] * 2
    assert late.regrades.count() == 2


def test_an_undoing_leaves_what_another_regrade_has_made_since(
    quiz: Quiz, instructor: User
) -> None:
    attempt = sat(quiz, ["B", "A", "A"])
    before = dump()
    first = applied(correction(nth(quiz, 1), "B"), instructor)
    second = applied(correction(nth(quiz, 3), "A"), instructor)
    assert scores([attempt]) == [(2, 3, TWO_THIRDS)]
    undo(first, by=instructor.pk, why=WHY, now=TOMORROW)
    assert scores([attempt]) == [(1, 3, THIRD)]
    assert list(attempt.responses.values_list("score", flat=True)) == [0.0, 0.0, 1.0]
    undo(second, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_a_void_question_is_not_regraded_until_that_is_undone(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC"])
    void = applied(correction(nth(quiz, 1), "B", Policy.VOID), instructor)
    with pytest.raises(VoidAlreadyError):
        planned(correction(nth(quiz, 1), "B"))
    undo(void, by=instructor.pk, why=WHY, now=TOMORROW)
    assert planned(correction(nth(quiz, 1), "B")).concerned
