"""A regrade while learners begin and submit, and regrades at once: as if one by one."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection, transaction

from quizzes import attempts, tallies
from quizzes.models import Attempt, Quiz, Regrade
from quizzes.regrade_marks import Policy
from quizzes.regrade_plans import planned
from quizzes.regrading import MovedError, UndoneAlreadyError, apply, undo
from studyapp.accounts.models import User
from tests.factories import NOON, UserFactory
from tests.quizzes.regraded import TOMORROW, WHY, applied, correction, sat, scores
from tests.quizzes.taking import GRADED, give, three_questions
from tests.quizzes.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)

REGRADED = (2, 3, 2 / 3)


@pytest.fixture
def quiz() -> Quiz:
    return three_questions()


@pytest.fixture
def by() -> User:
    made: User = UserFactory()
    return made


def until_it_holds(quiz: Quiz, by: User) -> Callable[[], bool]:
    """An instructor who looks again whenever somebody has submitted meanwhile."""

    def deed() -> bool:
        wanted = correction(quiz.questions.order_by("position")[0], "B")
        seen = planned(wanted).digest
        while True:
            try:
                apply(wanted, seen=seen, by=by.pk, why=WHY, now=TOMORROW)
                return True
            except MovedError as moved:
                seen = moved.plan.digest

    return deed


def test_whoever_submits_or_begins_meanwhile_is_regraded_too(quiz: Quiz, by: User) -> None:
    """None slips through, none is regraded twice, and nobody waits for ever."""
    for _round in range(4):
        waiting = [sat(quiz, ["B", "BC"], submitted=False) for _ in range(4)]
        fresh = [UserFactory() for _ in range(4)]

        def submit(attempt: Attempt) -> bool:
            return attempts.submit(attempt.user_id, attempt.pk, now=TOMORROW)[1]

        def sit(user: User) -> bool:
            attempt = attempts.start(user.pk, quiz, mode=GRADED, now=NOON)[0]
            give(attempt, 1, "B")
            give(attempt, 2, "BC")
            return submit(attempt)

        done = at_once(
            *[lambda each=each: submit(each) for each in waiting],
            until_it_holds(quiz, by),
            *[lambda user=user: sit(user) for user in fresh],
        )
        assert done == [True] * 9
        made = [*waiting, *Attempt.objects.filter(user__in=fresh)]
        assert scores(made) == [REGRADED] * 8
        regrade = Regrade.objects.get(undone_at=None)
        assert regrade.attempts.filter(attempt__in=made).count() == 8
        assert tallies.stored() == tallies.derived()
        undo(regrade, by=by.pk, why=WHY, now=TOMORROW)
        assert scores(made) == [(1, 3, 1 / 3)] * 8
        assert tallies.stored() == tallies.derived()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer anyway")
def test_nobody_begins_with_a_wording_while_it_is_regraded(quiz: Quiz, by: User) -> None:
    """Whoever begins takes a share in the wording's row, which is not to be had meanwhile."""
    sat(quiz, ["B", "BC"])
    first = quiz.questions.order_by("position")[0]

    def share() -> bool:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT 1 FROM quizzes_questionversion WHERE id = %s FOR KEY SHARE NOWAIT",
                    [first.current_id],
                )
        except OperationalError:
            return False
        return True

    with transaction.atomic():
        applied(correction(first, "B"), by)
        assert at_once(share) == [False]
    assert at_once(share) == [True]


def test_regrades_of_two_questions_at_once_both_hold(quiz: Quiz, by: User) -> None:
    made = [sat(quiz, ["B", "BD", "A"]) for _ in range(5)]
    first, second, third = quiz.questions.order_by("position")

    def deed(wanted: object, letters: str, policy: Policy) -> Regrade | None:
        try:
            return applied(correction(wanted, letters, policy), by)  # type: ignore[arg-type]
        except MovedError:
            return None

    done = at_once(
        lambda: deed(first, "B", Policy.RESCORE),
        lambda: deed(second, "BD", Policy.ACCEPT_BOTH),
        lambda: deed(third, "A", Policy.FULL_CREDIT),
    )
    held = [regrade for regrade in done if regrade is not None]
    assert held
    assert scores(made) == [(len(held), 3, len(held) / 3)] * 5
    assert tallies.stored() == tallies.derived()


def test_of_two_undoings_at_once_one_is_told_that_it_is_done(quiz: Quiz, by: User) -> None:
    attempt = sat(quiz, ["B", "BC"])
    regrade = applied(correction(quiz.questions.order_by("position")[0], "B"), by)

    def deed() -> bool:
        try:
            undo(regrade, by=by.pk, why=WHY, now=TOMORROW)
        except UndoneAlreadyError:
            return False
        return True

    assert sorted(at_once(deed, deed, deed)) == [False, False, True]
    assert scores([attempt]) == [(1, 3, 1 / 3)]
    assert tallies.stored() == tallies.derived()
