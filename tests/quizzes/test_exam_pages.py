"""An exam's pages over HTTP, as a browser without scripts asks for them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from quizzes import attempts
from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.quizzes.asking import at, next_of
from tests.quizzes.exam_forms import form, post
from tests.quizzes.taking import begin, held, ids, three_questions
from tests.quizzes.under_way import SOON, exam, give, logged, seconds_after, sit

pytestmark = pytest.mark.django_db

END = seconds_after(0)
AFTER = seconds_after(60)


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


class TestTheQuestion:
    def test_says_when_it_ends_in_words_and_in_seconds(
        self, client: Client, attempt: Attempt
    ) -> None:
        page = client.get(at("question", attempt, 1)).content.decode()
        assert "Ends at" in page
        assert ">13:30</time>" in page
        assert 'data-left="5340"' in page
        assert "minutes left" not in page.split("data-warning")[0]

    def test_says_in_the_last_ten_minutes_how_many_are_left(
        self, client: Client, attempt: Attempt, clock: Any
    ) -> None:
        clock.move_to(END - timedelta(seconds=61))
        assert "about 2 minutes left" in client.get(at("question", attempt, 1)).content.decode()

    def test_shows_what_was_chosen_and_marked(self, client: Client, attempt: Attempt) -> None:
        give(attempt, 2, "BC", certainty=3, flagged=True)
        page = client.get(at("question", attempt, 2)).content.decode()
        assert page.count(" checked") == 3
        assert 'name="certainty" value="3" checked' in page
        assert 'name="flagged" value="1"' in page
        assert 'value="unflag" aria-pressed="true"' in page
        assert "is-answered is-flagged" in page

    def test_there_is_none_beyond_the_last(self, client: Client, attempt: Attempt) -> None:
        assert client.get(at("question", attempt, 4)).status_code == 404

    def test_loads_no_script_but_its_own(self, client: Client, attempt: Attempt) -> None:
        page = client.get(at("question", attempt, 1)).content.decode()
        assert "exam.js" in page
        assert "site.js" not in page
        graded = begin(attempt.user, three_questions())
        assert "exam.js" not in client.get(at("question", graded, 1)).content.decode()


class TestAFormWithoutScripts:
    @pytest.mark.parametrize(
        ("position", "go", "to"),
        [(1, "next", 2), (2, "previous", 1), (2, "flag", 2), (1, "", 1), (1, "previous", 1)],
    )
    def test_saves_and_goes_on(
        self, client: Client, attempt: Attempt, position: int, go: str, to: int
    ) -> None:
        letters = "A" if position == 1 else "BC"
        got = post(client, attempt, position, form(attempt, position, letters, go=go))
        assert (got.status_code, got["Location"]) == (302, at("question", attempt, to))
        assert held(attempt, position) == (letters, None, True)

    def test_the_last_one_leads_to_the_look_back(self, client: Client, attempt: Attempt) -> None:
        got = post(client, attempt, 3, form(attempt, 3, "D", go="review"))
        assert got["Location"] == at("review", attempt)
        page = client.get(got["Location"]).content.decode()
        assert "2 questions have no answer yet." in page
        assert "Ends at" in page

    @pytest.mark.parametrize(("go", "flagged"), [("flag", True), ("unflag", False)])
    def test_the_flag_is_what_its_button_says(
        self, client: Client, attempt: Attempt, go: str, flagged: bool
    ) -> None:
        give(attempt, 1, "A", flagged=not flagged)
        post(client, attempt, 1, form(attempt, 1, "B", go=go, flagged=int(not flagged)))
        assert attempt.responses.get(position=1).flagged is flagged
        assert held(attempt, 1)[0] == "B"

    def test_going_back_and_choosing_again_is_a_new_save(
        self, client: Client, attempt: Attempt
    ) -> None:
        for letters in ("A", "B", "A"):
            post(client, attempt, 1, form(attempt, 1, letters))
        assert held(attempt, 1)[0] == "A"
        assert len(logged(attempt)) == 3

    def test_certainty_is_optional_and_taken_back(self, client: Client, attempt: Attempt) -> None:
        for sent, stored in (("2", 2), ("0", None), ("3", 3), ("", 3)):
            post(client, attempt, 1, form(attempt, 1, "A", certainty=sent))
            assert attempt.responses.get(position=1).certainty == stored

    def test_what_is_no_answer_is_said_beside_it(self, client: Client, attempt: Attempt) -> None:
        give(attempt, 1, "A")
        got = post(client, attempt, 1, form(attempt, 1, "AB"))
        assert got.status_code == 422
        assert "does not fit this question" in got.content.decode()
        assert held(attempt, 1)[0] == "A"

    def test_signed_out_one_signs_in_and_comes_back(self, attempt: Attempt) -> None:
        got = post(Client(), attempt, 1, form(attempt, 1, "A"))
        assert next_of(got) == at("question", attempt, 1)


class TestTheEnd:
    def ended(self, client: Client, attempt: Attempt) -> str:
        return client.get(at("ended", attempt)).content.decode()

    @pytest.mark.parametrize("name", ["question", "review"])
    @pytest.mark.parametrize("now", [END, seconds_after(10), AFTER])
    def test_pages_lead_to_what_was_kept(
        self, client: Client, attempt: Attempt, clock: Any, name: str, now: datetime
    ) -> None:
        clock.move_to(now)
        got = client.get(at(name, attempt, 1 if name == "question" else 0))
        assert (got.status_code, got["Location"]) == (302, at("ended", attempt))

    def test_in_the_time_of_grace_the_learner_closes_it(
        self, client: Client, attempt: Attempt, clock: Any
    ) -> None:
        give(attempt, 1, "A")
        clock.move_to(seconds_after(5))
        page = self.ended(client, attempt)
        assert "Time is up" in page
        assert "1 of 3 questions have an answer" in page
        assert "saved at 12:01:00" in page
        assert f'action="{at("submit", attempt)}"' in page
        attempt.refresh_from_db()
        assert attempt.is_open
        assert client.post(at("submit", attempt))["Location"] == at("result", attempt)
        attempt.refresh_from_db()
        assert (attempt.submitted_at, attempt.right) == (END, 1)

    def test_after_it_the_look_has_closed_it(
        self, client: Client, attempt: Attempt, clock: Any
    ) -> None:
        clock.move_to(AFTER)
        for position in (1, 1, 2):
            sent = form(attempt, position, "A")
            assert post(client, attempt, position, sent)["Location"] == at("ended", attempt)
        page = self.ended(client, attempt)
        assert "0 of 3 questions have an answer" in page
        assert "For 2 questions an answer came after the end." in page
        assert at("result", attempt) in page
        attempt.refresh_from_db()
        assert (attempt.submitted_at, attempt.ended_by) == (END, Attempt.EndedBy.TIME)

    def test_there_is_none_while_it_goes_on(self, client: Client, attempt: Attempt) -> None:
        got = client.get(at("ended", attempt))
        assert got["Location"] == at("attempt", attempt)

    def test_of_what_is_no_exam_there_is_none(self, client: Client, learner: User) -> None:
        graded = begin(learner, three_questions())
        assert client.get(at("ended", graded))["Location"] == at("attempt", graded)

    def test_who_finished_goes_to_the_result(self, client: Client, attempt: Attempt) -> None:
        client.post(at("submit", attempt))
        assert client.get(at("question", attempt, 1))["Location"] == at("result", attempt)
        assert client.get(at("review", attempt))["Location"] == at("result", attempt)
        got = post(client, attempt, 1, form(attempt, 1, "A"))
        assert got["Location"] == at("ended", attempt)
        assert "This exam is finished" in self.ended(client, attempt)

    def test_a_finished_exam_is_not_taken_again_as_it_was(
        self, client: Client, attempt: Attempt
    ) -> None:
        attempts.submit(attempt.user_id, attempt.pk, now=SOON)
        got = client.post(at("retake", attempt), {"scope": "all"})
        assert got["Location"] == at("attempt", attempt)
        assert Attempt.objects.count() == 1


@pytest.mark.parametrize("name", ["answer", "flag"])
def test_the_addresses_of_other_attempts_are_not_an_exams(
    client: Client, attempt: Attempt, name: str
) -> None:
    got = client.post(at(name, attempt, 1), {"option": ids(attempt, 1, "A"), "flagged": "1"})
    assert got.status_code == 404
    assert held(attempt, 1) == ("", None, False)
