"""Saves, submission and sweeps of one exam at once, each in a thread with its own connection."""

import uuid
from datetime import timedelta

import pytest

from quizzes import attempts
from quizzes.models import Attempt, Saved, Tally
from quizzes.saving import Outcome
from studyapp.accounts.models import User
from tests.factories import UserFactory
from tests.quizzes.taking import held
from tests.quizzes.test_concurrency import at_once
from tests.quizzes.under_way import SOON, exam, give, given, seconds_after, send, sit

pytestmark = pytest.mark.django_db(transaction=True)

CLIENT = uuid.UUID(int=1)


@pytest.fixture
def attempt() -> Attempt:
    user: User = UserFactory()
    return sit(user, exam())


def test_one_save_sent_ten_times_at_once_is_logged_once(attempt: Attempt) -> None:
    save = given(attempt, 1, "A", client=CLIENT, sequence=1)
    assert set(at_once(*[lambda: send(attempt, 1, save)] * 10)) == {Outcome.KEPT}
    assert Saved.objects.count() == 1
    assert held(attempt, 1) == ("A", None, True)


def test_the_newest_of_a_page_wins_whichever_arrives_last(attempt: Attempt) -> None:
    saves = [
        given(attempt, 2, letters, client=CLIENT, sequence=sequence)
        for sequence, letters in enumerate(("A", "B", "AB", "C", "CD", "BC"))
    ]
    at_once(*[lambda save=save: send(attempt, 2, save) for save in saves])
    assert held(attempt, 2)[0] == "BC"
    log = dict(Saved.objects.values_list("sequence", "outcome"))
    assert log.keys() == set(range(6))
    assert log[5] == Outcome.KEPT


def test_a_save_beside_submission_counts_or_is_told_to_be_late(attempt: Attempt) -> None:
    def answer() -> object:
        return give(attempt, 1, "A", now=SOON)

    def finish() -> object:
        return attempts.submit(attempt.user_id, attempt.pk, now=SOON)[1]

    outcome, *did = at_once(answer, finish, finish)
    attempt.refresh_from_db()
    assert did.count(True) == did.count(False) == 1
    assert attempt.right == (1 if outcome is Outcome.KEPT else 0)
    assert Tally.objects.count() == attempt.right
    assert held(attempt, 1)[0] == ("A" if outcome is Outcome.KEPT else "")


def test_doubled_sweepers_and_a_look_close_once(attempt: Attempt) -> None:
    give(attempt, 1, "A")
    late = seconds_after(60)
    stale = Attempt.objects.get(pk=attempt.pk)

    def sweep() -> int:
        return attempts.close_overdue(late)

    def look() -> int:
        return int(attempts.close_if_overdue(stale, now=late + timedelta(seconds=1)).is_open)

    at_once(sweep, sweep, look, sweep, look)
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.right) == (attempt.deadline_at, 1)
    assert Tally.objects.get().answers == 1
