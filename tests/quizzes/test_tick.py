import os
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from quizzes.management.commands import tick
from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.quizzes.under_way import exam, sit


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_closes_what_is_overdue_and_says_how_many(learner: User) -> None:
    attempt = sit(learner, exam())
    assert attempt.deadline_at is not None
    assert attempt.deadline_at < timezone.now()
    assert said() == "1 exam closed.\n"
    assert said() == "0 exams closed.\n"
    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.ended_by) == (
        attempt.deadline_at,
        Attempt.EndedBy.TIME,
    )


def test_runs_beside_its_parent_alone() -> None:
    assert tick.goes_on(None)
    assert tick.goes_on(os.getppid())
    assert not tick.goes_on(os.getpid())


@pytest.mark.django_db
def test_ends_at_once_where_its_parent_is_gone(learner: User) -> None:
    attempt = sit(learner, exam())
    assert said("--every", "5", "--beside", str(os.getpid())) == ""
    attempt.refresh_from_db()
    assert attempt.is_open


def test_a_database_that_fails_stops_no_later_round(caplog: pytest.LogCaptureFixture) -> None:
    """Outside a test that may use the database, every query fails."""
    tick.tick()
    assert "could not be closed" in caplog.text
