"""The key never leaves early: every rationale and explanation carries a token, and the whole site
is crawled for it by everyone who may not see it yet."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.factories import NOON, UserFactory
from tests.studyapp.crawl import (
    HEADERS,
    TELLING,
    answer,
    crawled,
    leaks,
    plain_paths,
    site,
    told,
)
from tests.studyapp.routes import Addresses, routes
from tests.world import MATCH, ORDER, TOKEN, World, form_of, open_attempt, option_ids, with_places

pytestmark = [pytest.mark.django_db, pytest.mark.words]

GRADED, PRACTICE = Attempt.Mode.GRADED, Attempt.Mode.PRACTICE


@pytest.fixture
def here(here: World) -> World:
    """Questions of every kind."""
    return with_places(here)


@pytest.fixture
def everyone(
    learner: User, other: User, instructor: User, client_of: Callable[[User], Client]
) -> dict[str, Client]:
    """All who may not see a key on the learners' side: instructors see it in the admin only."""
    staff: User = UserFactory(is_staff=True)
    users = {"learner": learner, "other": other, "staff": staff, "instructor": instructor}
    return {"anonymous": Client()} | {role: client_of(user) for role, user in users.items()}


@pytest.fixture
def paths(here: World, learner: User) -> list[str]:
    """Attempts are made by each test."""
    found = plain_paths(Addresses(here, learner))
    Attempt.objects.all().delete()
    return found


class TestNothingIsTold:
    @pytest.mark.parametrize("mode", Attempt.UNTIMED)
    def test_while_an_attempt_is_open(
        self,
        everyone: dict[str, Client],
        learner: User,
        here: World,
        paths: list[str],
        mode: Attempt.Mode,
    ) -> None:
        """In graded mode all questions but one are answered; in practice none is yet."""
        attempt = open_attempt(learner, here.quiz, mode)
        if mode == GRADED:
            for position, letters in enumerate(("A", "BD", "C"), 1):
                answer(attempt, position, letters)
            for position, places in ((5, ORDER), (6, MATCH)):
                form = form_of(
                    attempt.responses.get(position=position), dict(zip("ABCD", places, strict=True))
                )
                everyone["learner"].post(reverse("answer", args=[attempt.pk, position]), form)
                assert attempt.responses.get(position=position).answered_at is not None
        found = [
            (role, asked, leaks(response))
            for role, client in everyone.items()
            for asked, response in crawled(
                client, [*site(attempt), *(paths if role in ("learner", "anonymous") else [])]
            )
            if leaks(response)
        ]
        assert found == []

    def test_by_the_download_of_ones_own_data(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(attempt, 1, "A")
        response = everyone["learner"].get(reverse("export_data"))
        assert "What of cloud-1?" in told(response)
        assert TOKEN not in told(response)
        assert '"rationale"' not in told(response)
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        assert TOKEN in told(everyone["learner"].get(reverse("export_data")))

    def test_by_what_is_posted(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        """Saved, incomplete, foreign, flagged: no answer to a post tells more than a page."""
        attempt = open_attempt(learner, here.quiz)
        response = attempt.responses.get(position=2)
        key, wrong = option_ids(response, "BC"), option_ids(response, "AD")
        address = reverse("answer", args=[attempt.pk, 2])
        for headers in HEADERS:
            for chosen in (key, wrong, key[:1], [], ["x"], [10**9]):
                for go in ("", "next"):
                    data = {"option": chosen, "go": go}
                    assert leaks(everyone["learner"].post(address, data, headers=headers)) == []
            flagged = {"flagged": "1"}
            flag = reverse("flag", args=[attempt.pk, 2])
            assert leaks(everyone["learner"].post(flag, flagged, headers=headers)) == []

    def test_by_an_incomplete_practice_answer(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        address = reverse("answer", args=[attempt.pk, 2])
        half = option_ids(attempt.responses.get(position=2), "B")
        for headers in HEADERS:
            response = everyone["learner"].post(address, {"option": half}, headers=headers)
            assert response.status_code == 422
            assert leaks(response) == []

    @pytest.mark.parametrize("position", [5, 6])
    def test_by_places_that_are_refused_or_kept(
        self, everyone: dict[str, Client], learner: User, here: World, position: int
    ) -> None:
        """Too few, shared, right in part, beyond the last: what is said of them tells no place."""
        for mode in (PRACTICE, GRADED):
            attempt = open_attempt(learner, here.quiz, mode)
            address = reverse("answer", args=[attempt.pk, position])
            for places in ({"A": 3}, {"A": 3, "B": 3, "C": 4}, {"A": 3, "B": 1}, {}):
                form = form_of(attempt.responses.get(position=position), places)
                for headers in HEADERS:
                    for more in ({}, {"place-9": "1"}, {"place-1": "9"}):
                        got = everyone["learner"].post(address, form | more, headers=headers)
                        assert leaks(got) == []
            attempts.submit(learner.pk, attempt.pk, now=NOON)

    def test_of_other_questions_by_one_practice_answer(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        answer(attempt, 1, "B")
        for _asked, response in crawled(everyone["learner"], list(site(attempt))):
            tokens = set(re.findall(rf"{TOKEN} \w+ \w* ?(?:of )?([\w-]+)", told(response)))
            assert {token for token in tokens if token.startswith("cloud-")} <= {"cloud-1"}

    def test_of_a_section_attempt(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        client = everyone["learner"]
        client.post("/cloud/databases/quiz/start/", {"mode": "graded", "section": "rds"})
        attempt = Attempt.objects.get()
        assert attempt.total == 2
        answer(attempt, 1, "A")
        found = [leaks(got) for _asked, got in crawled(client, list(site(attempt)))]
        assert not any(found)

    def test_of_somebody_elses_result(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        for role in ("anonymous", "other", "staff", "instructor"):
            for asked, response in crawled(everyone[role], list(site(attempt))):
                assert TOKEN not in told(response), (role, asked)

    def test_in_the_admin_to_those_without_its_permission(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        addresses = Addresses(here, learner)
        admin = [addresses.of(route) for route in routes() if route.startswith("admin/")]
        for role in ("anonymous", "learner", "other", "staff"):
            for path in admin:
                assert TOKEN not in told(everyone[role].get(path)), (role, path)
        for model in ("question", "import"):
            page = addresses.of(f"admin/quizzes/{model}/<path:object_id>/change/")
            assert TOKEN in told(everyone["instructor"].get(page)), model


class TestAfterGrading:
    """The same crawl finds the tokens where they belong: so it would find them elsewhere."""

    def test_the_result_tells_all(
        self, everyone: dict[str, Client], learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(attempt, 1, "B")
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        page = told(everyone["learner"].get(reverse("result", args=[attempt.pk])))
        for n in range(1, 7):
            assert f"{TOKEN} why cloud-{n}" in page
            for letter in "ABCD":
                assert f"{TOKEN} reason {letter} of cloud-{n}" in page
        assert {"is-missed", "is-wrong"} <= {found.group() for found in TELLING.finditer(page)}

    @pytest.mark.parametrize("headers", HEADERS)
    def test_practice_tells_at_once(
        self, everyone: dict[str, Client], learner: User, here: World, headers: dict[str, str]
    ) -> None:
        attempt = open_attempt(learner, here.quiz, PRACTICE)
        answer(attempt, 1, "A")
        page = reverse("question", args=[attempt.pk, 1])
        got = leaks(everyone["learner"].get(page, headers=headers))
        assert TOKEN in got
        assert "is-key" in got
