"""An exam's saves over HTTP, as exam.js sends them."""

import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from quizzes.models import Attempt, Saved
from studyapp.accounts.models import User
from tests.quizzes.exam_forms import form, post, scripted
from tests.quizzes.taking import begin, held, three_questions
from tests.quizzes.under_way import SOON, exam, give, logged, seconds_after, sit

PAGE = "9d3bafc6-cfb5-41b9-9dcf-721910f32317"
"""The same in every worker, as it stands in the names of tests."""


pytestmark = pytest.mark.django_db

END = seconds_after(0)


@pytest.fixture
def attempt(learner: User) -> Attempt:
    return sit(learner, exam())


@pytest.fixture
def client(learner: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(learner)


@pytest.fixture(autouse=True)
def clock() -> Any:
    """It is a minute past noon, until the test says another time."""
    with time_machine.travel(SOON, tick=False) as traveller:
        yield traveller


class TestASaveByScript:
    def test_is_acknowledged_by_its_key(self, client: Client, attempt: Attempt) -> None:
        sent = scripted(attempt, 1, "A", client=str(uuid.uuid4()), sequence="7")
        for _ in range(2):
            got = post(client, attempt, 1, sent)
            assert got.status_code == 200
            assert (got["X-Save-Key"], got["X-Save-Outcome"]) == (sent["key"], "kept")
            assert got["X-Seconds-Left"] == "5340"
            assert "Saved at 12:01:00" in got.content.decode()
        assert logged(attempt) == [(1, "kept", 1)]
        log = Saved.objects.get()
        assert (str(log.client), log.sequence) == (sent["client"], 7)

    @pytest.mark.parametrize(
        ("now", "status", "outcome"),
        [
            (seconds_after(-1), 200, "kept"),
            (END, 200, "kept"),
            (seconds_after(10), 200, "kept"),
            (seconds_after(11), 410, "late"),
            (seconds_after(3_600), 410, "late"),
        ],
    )
    def test_around_the_end(
        self,
        client: Client,
        attempt: Attempt,
        clock: Any,
        now: datetime,
        status: int,
        outcome: str,
    ) -> None:
        clock.move_to(now)
        got = post(client, attempt, 1, scripted(attempt, 1, "A"))
        assert (got.status_code, got["X-Save-Outcome"]) == (status, outcome)
        assert logged(attempt) == [(1, outcome, 1)]

    def test_leaves_what_it_does_not_name(self, client: Client, attempt: Attempt) -> None:
        give(attempt, 1, "A", certainty=2)
        sent: dict[str, object] = {"key": str(uuid.uuid4()), "flagged": "1", "whole": "1"}
        assert post(client, attempt, 1, sent).status_code == 200
        response = attempt.responses.get(position=1)
        assert (held(attempt, 1)[0], response.certainty, response.flagged) == ("A", 2, True)

    def test_signed_out_is_told_so_and_nothing_else(self, attempt: Attempt) -> None:
        got = post(Client(), attempt, 1, scripted(attempt, 1, "A"))
        assert (got.status_code, got.content) == (401, b"")

    def test_of_somebody_else_is_not_there(
        self, attempt: Attempt, other: User, client_of: Callable[[User], Client]
    ) -> None:
        assert post(client_of(other), attempt, 1, scripted(attempt, 1, "A")).status_code == 404
        assert not Saved.objects.exists()

    @pytest.mark.parametrize(
        "fields",
        [
            {"key": "x"},
            {"certainty": "4"},
            {"certainty": "sure"},
            {"flagged": "2"},
            {"client": PAGE},
            {"sequence": "1"},
            {"client": PAGE, "sequence": "-1"},
            {"client": PAGE, "sequence": "9" * 30},
            {"client": "x", "sequence": "1"},
            {"option": ["x"]},
            {"option": ["1", "2"]},
            {"place-1": "1"},
            {"place-1": ["1", "2"]},
            {"whole": None},
        ],
        ids=str,
    )
    def test_a_broken_form_changes_nothing(
        self, client: Client, attempt: Attempt, fields: dict[str, Any]
    ) -> None:
        give(attempt, 1, "A", certainty=1)
        sent = {**scripted(attempt, 1, "B"), **fields}
        got = post(client, attempt, 1, {k: v for k, v in sent.items() if v is not None})
        assert (got.status_code, got.content) == (422, b"")
        assert held(attempt, 1)[0] == "A"
        assert len(logged(attempt)) == 1


def test_other_attempts_have_no_saves(client: Client, learner: User) -> None:
    graded = begin(learner, three_questions())
    for sent in (form(graded, 1, "A"), scripted(graded, 1, "A")):
        assert post(client, graded, 1, sent).status_code == 404
    assert held(graded, 1) == ("", None, False)
