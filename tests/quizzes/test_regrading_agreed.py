"""Nothing is regraded that was not looked at, that cannot be a key, or without saying why."""

from datetime import timedelta

import pytest

from quizzes import acts
from quizzes.models import ExamAct, Quiz, Regrade
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import (
    Correction,
    NothingCoveredError,
    RegradingError,
    UnfitKeyError,
    planned,
)
from quizzes.regrading import MovedError, apply, undo
from studyapp.accounts.models import User
from tests.factories import placed_question
from tests.quizzes.regraded import TOMORROW, WHY, applied, correction, dump, nth, right, sat
from tests.quizzes.taking import three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    """Keys: A, then B and C, then D. The pass mark is two right of three."""
    return three_questions(pass_mark=60)


def test_nothing_is_done_that_was_not_looked_at(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC"])
    wanted = correction(nth(quiz, 1), "B")
    seen = planned(wanted).digest
    sat(quiz, ["B", "A"])
    before = dump()
    with pytest.raises(MovedError) as moved:
        apply(wanted, seen=seen, by=instructor.pk, why=WHY, now=TOMORROW)
    assert len(moved.value.plan.concerned) == 2
    assert (dump(), Regrade.objects.count()) == (before, 0)
    apply(wanted, seen=moved.value.plan.digest, by=instructor.pk, why=WHY, now=TOMORROW)
    other = correction(nth(quiz, 1), "B", lowers=True)
    assert planned(other).digest != seen


@pytest.mark.parametrize("answer", ["A", "B"])
def test_a_form_sent_twice_regrades_once(quiz: Quiz, instructor: User, answer: str) -> None:
    """Also where no submitted attempt changes by it: the second time would look like the first."""
    sat(quiz, [answer])
    wanted = correction(nth(quiz, 1), "B")
    seen = planned(wanted).digest
    apply(wanted, seen=seen, by=instructor.pk, why=WHY, now=TOMORROW)
    before = dump()
    with pytest.raises(MovedError) as moved:
        apply(wanted, seen=seen, by=instructor.pk, why=WHY, now=TOMORROW)
    assert not moved.value.plan.concerned
    assert (dump(), Regrade.objects.count(), ExamAct.objects.count()) == (before, 1, 1)


def test_who_did_it_when_and_why_is_logged(quiz: Quiz, instructor: User) -> None:
    sat(quiz, ["B", "BC"])
    wanted = correction(nth(quiz, 1), "B")
    with pytest.raises(acts.NoReasonError):
        applied(wanted, instructor, why="  ")
    assert Regrade.objects.count() == 0
    regrade = applied(wanted, instructor)
    undo(regrade, by=instructor.pk, why="It was right.", now=TOMORROW + timedelta(hours=1))
    told = ExamAct.objects.filter(regrade=regrade).order_by("pk")
    assert [(act.kind, act.by, act.why) for act in told] == [
        ("regraded", instructor, WHY),
        ("undid", instructor, "It was right."),
    ]
    assert "attempts 1, changed 1, passes +1 −0, tallies 1" in told[0].detail


def of_another_question(quiz: Quiz) -> Correction:
    return Correction(nth(quiz, 1), Policy.RESCORE, right(nth(quiz, 2), "AB"))


REFUSED = [
    (lambda quiz: Correction(nth(quiz, 1), Policy.RESCORE, {}), NothingCoveredError),
    (of_another_question, NothingCoveredError),
    (lambda quiz: correction(nth(quiz, 1), ""), UnfitKeyError),
    (lambda quiz: correction(nth(quiz, 4), places="113"), UnfitKeyError),
    (lambda quiz: correction(nth(quiz, 4), places="124"), UnfitKeyError),
    (lambda quiz: correction(nth(quiz, 4), "A"), UnfitKeyError),
]


@pytest.mark.parametrize(("wanted", "error"), REFUSED)
def test_what_cannot_be_a_key_is_refused(
    quiz: Quiz, instructor: User, wanted: object, error: type[RegradingError]
) -> None:
    placed_question(1, 2, 3, quiz=quiz, position=10**6)
    assert callable(wanted)
    with pytest.raises(error):
        planned(wanted(quiz))
