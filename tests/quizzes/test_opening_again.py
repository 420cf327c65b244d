"""A submitted exam is opened again: its marks are taken back, and nothing else."""

from typing import Any

import pytest

from quizzes import attempts, tallies
from quizzes.models import Attempt, ExamAct, Regrade, RegradedAttempt, Tally
from quizzes.more_time import StillOpenError, reopen
from quizzes.regrade_marks import Policy
from quizzes.regrading import undo
from studyapp.accounts.models import User
from tests.factories import ExamFactory, WindowFactory, at, choose, exam_at, submit
from tests.quizzes.ended_exams import ended, stored
from tests.quizzes.regraded import applied, correction

pytestmark = pytest.mark.django_db


def test_opening_again_takes_the_marks_back_and_nothing_else(instructor: User, other: User) -> None:
    window = WindowFactory()
    attempt, beside = ended(window=window), ended(window=window, user=other)
    before, others = stored(attempt), stored(beside)
    reopen(instructor.pk, attempt.pk, minutes=20, why="Sent by mistake.", now=at(40))
    after = stored(attempt)
    assert after["attempt"] == before["attempt"] | {
        "submitted_at": None,
        "ended_by": "",
        "right": None,
        "score": None,
        "deadline_at": at(60),
    }
    assert after["responses"] == [
        row | {"score": None, "graded_at": None} for row in before["responses"]
    ]
    assert (after["choices"], after["saves"]) == (before["choices"], before["saves"])
    assert {name: stored(beside)[name] for name in others if name != "tallies"} == {
        name: others[name] for name in others if name != "tallies"
    }
    assert tallies.stored() == tallies.derived()
    assert not Tally.objects.filter(user=attempt.user).exists()
    assert Tally.objects.filter(user=other).count() == 2
    act = ExamAct.objects.get()
    assert (act.kind, act.attempt, act.window) == (ExamAct.Kind.REOPENED, attempt, window)
    assert act.detail == (
        "submitted 2026-05-04 12:00 UTC, 1 of 2 right → ends 2026-05-04 13:00 UTC"
    )


def test_opened_again_it_is_submitted_as_if_for_the_first_time(
    instructor: User, learner: User
) -> None:
    earlier = ended(user=learner)
    asked = [response.question for response in earlier.responses.all()]
    attempt = exam_at(asked, user=learner, quiz=ExamFactory(course=asked[0].course))
    submit(attempt, "BB")
    tallies.rebuild()
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    assert tallies.stored() == tallies.derived()
    assert {tally.answers for tally in Tally.objects.filter(user=learner)} == {1}
    choose(attempt.responses.all()[0], "A")
    closed, did = attempts.submit(learner.pk, attempt.pk, now=at(50))
    assert (did, closed.right, closed.score) == (True, 1, 0.5)
    assert tallies.stored() == tallies.derived()
    assert {tally.answers for tally in Tally.objects.filter(user=learner)} == {2}


def test_what_is_under_way_is_not_opened_again(instructor: User) -> None:
    attempt = exam_at(1)
    before = stored(attempt)
    with pytest.raises(StillOpenError):
        reopen(instructor.pk, attempt.pk, minutes=10, why="Why.", now=at(1))
    assert stored(attempt) == before


@pytest.mark.parametrize("undone", [False, True])
def test_an_attempt_that_was_regraded_is_opened_as_before_the_regrade(
    instructor: User, undone: bool
) -> None:
    """A void question counts again: what submission makes of it is for the regrades in force then.
    One that was undone has given back what it took, and its row stays as history."""
    attempt = ended()
    response = attempt.responses.all()[1]
    regrade = Regrade.objects.create(
        question=response.question,
        policy=Regrade.Policy.VOID,
        made_at=at(10),
        undone_at=at(20) if undone else None,
    )
    RegradedAttempt.objects.create(
        regrade=regrade,
        attempt=attempt,
        response=response,
        mark_before=0,
        mark_after=0,
        counted_before=True,
        counted_after=False,
        right_before=1,
        right_after=1,
        counted_total_before=2,
        counted_total_after=1,
        score_before=0.5,
        score_after=1,
    )
    if not undone:
        attempt.responses.filter(pk=response.pk).update(counts=False)
        Attempt.objects.filter(pk=attempt.pk).update(counted=1, score=1)
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    attempt.refresh_from_db()
    assert attempt.counted == 2
    assert set(attempt.responses.values_list("counts", flat=True)) == {True}
    assert regrade.attempts.exists() == undone


def test_questions_that_never_counted_go_on_not_counting(instructor: User) -> None:
    attempt = ended(letters="ABA")
    last = attempt.responses.all()[2]
    attempt.responses.filter(pk=last.pk).update(counts=False)
    Attempt.objects.filter(pk=attempt.pk).update(counted=2)
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    attempt.refresh_from_db()
    assert attempt.counted == 2
    assert list(attempt.responses.values_list("counts", flat=True)) == [True, True, False]


@pytest.mark.parametrize("policy", list(Policy))
def test_opened_after_a_regrade_it_is_graded_by_it_again_and_undone_as_if_never_opened(
    instructor: User, policy: Policy
) -> None:
    attempt = ended(letters="ABA")

    def came_to() -> list[Any]:
        found = attempt.responses.order_by("position").values_list("score", "counts")
        return [*found, *Attempt.objects.values_list("right", "counted", "score")]

    before = came_to()
    question = attempt.responses.all()[1].question
    regrade = applied(correction(question, "B", policy), instructor, now=at(30))
    regraded = came_to()
    assert regraded != before
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    assert came_to() == [(None, True)] * 3 + [(None, 3, None)]
    attempts.submit(attempt.user_id, attempt.pk, now=at(50))
    assert came_to() == regraded
    assert tallies.stored() == tallies.derived()
    undo(regrade, by=instructor.pk, why="Why.", now=at(60))
    assert came_to() == before
    assert tallies.stored() == tallies.derived()
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(70))
    undone = came_to()
    attempts.submit(attempt.user_id, attempt.pk, now=at(75))
    assert (undone[-1], came_to()) == ((None, 3, None), before)


def test_a_regrade_undone_while_the_attempt_is_open_leaves_it_alone(instructor: User) -> None:
    attempt = ended(letters="ABA")
    question = attempt.responses.all()[1].question
    regrade = applied(correction(question, "B", Policy.VOID), instructor, now=at(30))
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    open_again = stored(attempt)
    undo(regrade, by=instructor.pk, why="Why.", now=at(45))
    assert stored(attempt) == open_again
    closed, _did = attempts.submit(attempt.user_id, attempt.pk, now=at(50))
    assert (closed.right, closed.counted, closed.score) == (2, 3, 2 / 3)
