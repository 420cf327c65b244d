"""What regrading five hundred attempts costs, and submission beside a regrade."""

import random

import pytest
from pytest_django import DjangoAssertNumQueries

from quizzes import attempts, tallies
from quizzes.models import Quiz, Tally
from quizzes.regrade_plans import planned
from quizzes.regrading import apply, undo
from studyapp.accounts.models import User
from tests.quizzes.regraded import (
    TOMORROW,
    TWO_THIRDS,
    WHY,
    applied,
    correction,
    crowd,
    dump,
    nth,
    sat,
    scores,
)
from tests.quizzes.taking import three_questions

pytestmark = pytest.mark.django_db

MANY = 500


@pytest.fixture
def quiz() -> Quiz:
    """Keys: A, then B and C, then D. The pass mark is two right of three."""
    return three_questions(pass_mark=60)


def test_five_hundred_attempts(
    quiz: Quiz, instructor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """The preview is the result, undone it is as before, and it is done in few statements."""
    chance = random.Random(4)
    # Each learner sits it several times, so that tallies sum up over attempts.
    made = crowd(quiz, 125, MANY // 125, chance)
    before, was = dump(), scores(made)
    counted = {tally.pk: tally.right for tally in Tally.objects.all()}
    wanted = correction(nth(quiz, 1), "B", lowers=True)
    plan = planned(wanted)
    assert plan.graded == MANY
    with django_assert_max_num_queries(60):
        regrade = apply(wanted, seen=plan.digest, by=instructor.pk, why=WHY, now=TOMORROW)
    now = scores(made)
    changed = {
        attempt.pk: (old[2], new[2])
        for attempt, old, new in zip(made, was, now, strict=True)
        if old != new
    }
    assert changed == {
        each.attempt_id: (each.score_before, each.score_after) for each in plan.concerned
    }
    passed = [
        (old[2] >= 0.6, new[2] >= 0.6)  # type: ignore[operator]
        for old, new in zip(was, now, strict=True)
    ]
    assert len(plan.gained) == passed.count((False, True)) > 0
    assert len(plan.lost) == passed.count((True, False)) > 0
    moved = {t.user_id for t in Tally.objects.all() if t.right != counted[t.pk]}
    assert moved <= plan.learners
    assert tallies.stored() == tallies.derived()
    with django_assert_max_num_queries(40):
        undo(regrade, by=instructor.pk, why=WHY, now=TOMORROW)
    assert dump() == before


def test_submission_costs_two_statements_more_where_a_regrade_changes_something(
    quiz: Quiz, instructor: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Five otherwise: see `tests/studyapp/test_costs.py`, which counts session and user too.

    One reads the regrades, which it must after the lock, and one writes the row by which what they
    changed can be undone."""
    sat(quiz, ["", "", "D"])  # the wordings are read once a process
    late = sat(quiz, ["B", "BC"], submitted=False)
    untouched = sat(quiz, ["A", "BC"], submitted=False)
    applied(correction(nth(quiz, 1), "B"), instructor)
    # A savepoint's two statements, which the test's own transaction makes of ours, are counted.
    with django_assert_max_num_queries(7 + 2):
        attempts.submit(late.user_id, late.pk, now=TOMORROW)
    with django_assert_max_num_queries(6 + 2):
        attempts.submit(untouched.user_id, untouched.pk, now=TOMORROW)
    assert scores([late, untouched]) == [(2, 3, TWO_THIRDS)] * 2
