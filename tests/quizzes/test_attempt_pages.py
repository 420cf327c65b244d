"""An attempt's pages, and whoever asks for one that is not there, not theirs, or wrongly."""

import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.asking import DEEDS, HTMX, OF_A_QUESTION, PAGES, answer, at, kept, next_of
from tests.world import World, open_attempt

pytestmark = pytest.mark.django_db

BAD_POSITIONS = ["0", "5", "-1", str(2**63), "1" + "0" * 30, "9" * 5000, "١", "１", "%00", "1.0"]


@pytest.mark.words
class TestPages:
    def test_of_an_open_attempt(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "A")
        assert mine.get(at("attempt", attempt))["Location"] == at("question", attempt, 2)
        assert mine.get(at("result", attempt))["Location"] == at("attempt", attempt)
        for address in (at("question", attempt, 4), at("review", attempt)):
            page = mine.get(address)
            assert page.status_code == 200
            assert "no-store" in page["Cache-Control"]
        review = mine.get(at("review", attempt)).context["page"]
        assert [item.position for item in review.unanswered] == [2, 3, 4]

    def test_of_a_submitted_attempt(self, mine: Client, learner: User, here: World) -> None:
        attempt = open_attempt(learner, here.quiz)
        mine.post(at("submit", attempt))
        for name in ("attempt", "question", "review"):
            assert mine.get(at(name, attempt))["Location"] == at("result", attempt)
        for show in ("all", "wrong", "flagged", "x", "\0", ""):
            page = mine.get(at("result", attempt), {"show": show})
            assert page.status_code == 200
            assert "no-store" in page["Cache-Control"]

    def test_the_fragment_is_what_the_page_holds(
        self, mine: Client, learner: User, here: World
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        fragment = mine.get(at("question", attempt), headers=HTMX).content.decode()
        assert fragment.lstrip().startswith('<div class="question" id="question"')
        assert "<html" not in fragment
        boosted = mine.get(at("question", attempt), headers=HTMX | {"HX-Boosted": "true"})
        assert "<html" in boosted.content.decode()

    @pytest.mark.parametrize("position", BAD_POSITIONS)
    @pytest.mark.parametrize("name", ["question", "answer", "flag"])
    def test_a_position_that_is_not_there(
        self, mine: Client, learner: User, here: World, name: str, position: str
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        deed = "" if name == "question" else f"{name}/"
        path = f"/attempts/{attempt.pk}/{position}/{deed}"
        sent = mine.get(path) if name == "question" else mine.post(path, {"flagged": "1"})
        assert sent.status_code == 404

    @pytest.mark.parametrize("pk", ["0", "-1", str(2**63), "1" + "0" * 30, "%00", "١", "x" * 300])
    def test_an_attempt_that_is_none(self, mine: Client, pk: str) -> None:
        for path in ("", "1/", "review/", "result/"):
            assert mine.get(f"/attempts/{pk}/{path}").status_code == 404

    @pytest.mark.parametrize("page", ["0", "-1", "2", "x", str(2**63), "9" * 5000, "١", "\0"])
    def test_the_list_takes_any_page_number(
        self, mine: Client, learner: User, here: World, page: str
    ) -> None:
        open_attempt(learner, here.quiz)
        response = mine.get(reverse("attempts"), {"page": page})
        assert response.status_code == 200
        assert [row.title for row in response.context["rows"]] == ["Databases quiz"]


def addresses(attempt: Attempt) -> Iterator[tuple[str, str]]:
    for name in (*PAGES, *DEEDS):
        yield name, at(name, attempt)


@pytest.mark.parametrize("submitted", [False, True])
def test_what_is_somebody_elses_is_not_there(
    mine: Client, other: User, here: World, submitted: bool
) -> None:
    attempt = open_attempt(other, here.quiz)
    if submitted:
        attempts.submit(other.pk, attempt.pk, now=NOON)
    before = kept(attempt)
    data = {"flagged": "1", "option": "1", "scope": "all"}
    for name, address in addresses(attempt):
        response = mine.post(address, data) if name in DEEDS else mine.get(address)
        assert response.status_code == 404, name
    assert kept(attempt) == before
    assert Attempt.objects.count() == 1


def test_what_never_was_is_not_there(mine: Client) -> None:
    never = Attempt(pk=uuid.uuid4())
    for name, address in addresses(never):
        response = mine.post(address, {"flagged": "1"}) if name in DEEDS else mine.get(address)
        assert response.status_code == 404, name


def test_the_wrong_verb_is_refused(mine: Client, learner: User, here: World) -> None:
    attempt = open_attempt(learner, here.quiz)
    before = kept(attempt)
    start = ("start", reverse("start", args=["cloud", "databases"]))
    quiz = ("quiz", here.quiz.get_absolute_url())
    for name, address in [*addresses(attempt), start, quiz, ("attempts", reverse("attempts"))]:
        deed = name in (*DEEDS, "start")
        for verb in ("put", "patch", "delete", "options", "get" if deed else "post"):
            assert getattr(mine, verb)(address).status_code == 405, (name, verb)
    assert kept(attempt) == before


def test_whoever_is_not_signed_in_comes_back_to_a_page(
    client: Client, learner: User, here: World
) -> None:
    attempt = open_attempt(learner, here.quiz)
    before = kept(attempt)
    for name in PAGES:
        assert next_of(client.get(at(name, attempt))) == at(name, attempt)
    for name in DEEDS:
        back = next_of(client.post(at(name, attempt), {"option": "1", "flagged": "1"}))
        assert back == at("question" if name in OF_A_QUESTION else "attempt", attempt)
    assert next_of(client.get(reverse("attempts") + "?page=2")) == reverse("attempts") + "?page=2"
    assert kept(attempt) == before


def test_htmx_is_led_to_the_sign_in_page_as_a_whole(
    client: Client, learner: User, here: World
) -> None:
    attempt = open_attempt(learner, here.quiz)
    response = client.post(at("answer", attempt), {"option": "1"}, headers=HTMX)
    assert response["HX-Redirect"].startswith(reverse("account_login"))
    assert "Location" not in response
