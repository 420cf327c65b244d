"""The page before a quiz, and what starts it."""

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, Question
from studyapp.accounts.models import User
from tests.quizzes.asking import answer, at, next_of
from tests.world import World, open_attempt

pytestmark = pytest.mark.django_db


class TestQuiz:
    def test_is_open_to_everyone(self, client: Client, mine: Client, here: World) -> None:
        for asker in (client, mine):
            page = asker.get(here.quiz.get_absolute_url())
            assert page.status_code == 200
            assert "Databases quiz" in page.content.decode()

    def test_of_a_section(self, client: Client, here: World) -> None:
        page = client.get(here.quiz.get_absolute_url(), {"section": "rds"})
        assert page.context["page"].questions == 2
        assert 'value="rds"' in page.content.decode()

    @pytest.mark.parametrize("section", ["nowhere", "lab", "\0", "١", "9" * 5000])
    def test_of_a_section_without_questions_is_the_whole_quiz(
        self, client: Client, here: World, section: str
    ) -> None:
        page = client.get(here.quiz.get_absolute_url(), {"section": section})
        assert (page.status_code, page.context["page"].section) == (200, None)

    @pytest.mark.parametrize(
        "path", ["/cloud/storage/quiz/", "/cloud/no/quiz/", "/no/databases/quiz/", "/c%00/x/quiz/"]
    )
    def test_that_is_not_there(self, client: Client, here: World, path: str) -> None:
        assert client.get(path).status_code == 404
        assert client.post(path + "start/", {"mode": "graded"}).status_code == 404

    def test_without_a_published_question(self, client: Client, here: World) -> None:
        here.quiz.questions.update(status=Question.Status.RETIRED)
        here.course.bump()
        assert client.get(here.quiz.get_absolute_url()).status_code == 404


class TestStart:
    @pytest.fixture
    def address(self, here: World) -> str:
        return reverse("start", args=["cloud", "databases"])

    @pytest.mark.parametrize("mode", Attempt.UNTIMED)
    def test_leads_to_the_first_question(
        self, mine: Client, learner: User, address: str, mode: str
    ) -> None:
        response = mine.post(address, {"mode": mode})
        attempt = Attempt.objects.get(user=learner)
        assert (attempt.mode, attempt.total) == (mode, 4)
        assert (response.status_code, response["Location"]) == (302, at("question", attempt))

    def test_of_a_section(self, mine: Client, here: World, address: str) -> None:
        mine.post(address, {"mode": "graded", "section": "rds"})
        attempt = Attempt.objects.get()
        assert (attempt.section, attempt.total) == (here.first, 2)

    def test_again_goes_on_at_the_first_unanswered(
        self, mine: Client, learner: User, here: World, address: str
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        answer(mine, attempt, "A")
        response = mine.post(address, {"mode": "graded"})
        assert response["Location"] == at("question", attempt, 2)
        assert Attempt.objects.count() == 1

    @pytest.mark.parametrize("other", [{"mode": "practice"}, {"mode": "graded", "section": "rds"}])
    def test_otherwise_than_the_open_attempt_says_so(
        self, mine: Client, learner: User, here: World, address: str, other: dict[str, str]
    ) -> None:
        open_attempt(learner, here.quiz)
        response = mine.post(address, other, follow=True)
        assert response.redirect_chain[0][0].startswith(here.quiz.get_absolute_url())
        assert "under way" in response.content.decode()

    def test_of_another_section_than_the_open_attempt(
        self, mine: Client, here: World, address: str
    ) -> None:
        mine.post(address, {"mode": "graded", "section": "rds"})
        response = mine.post(address, {"mode": "graded", "section": "dynamodb"})
        assert response["Location"] == "/cloud/databases/quiz/?section=dynamodb"
        assert Attempt.objects.get().section == here.first

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"mode": ""},
            {"mode": "exam"},
            {"mode": "graded\0"},
            {"mode": ["graded", "no"]},
            {"mode": "graded", "section": "no"},
            {"mode": "graded", "section": "lab"},
            {"mode": "graded", "section": "\0"},
        ],
    )
    def test_with_a_broken_form_begins_nothing(
        self, mine: Client, here: World, address: str, data: dict[str, object]
    ) -> None:
        response = mine.post(address, data)
        assert (response.status_code, response["Location"]) == (302, here.quiz.get_absolute_url())
        assert not Attempt.objects.exists()

    def test_reads_only_its_own_fields(
        self, mine: Client, learner: User, other: User, address: str
    ) -> None:
        extra = {"user": other.pk, "score": "1", "pass_mark": "0", "scope": "wrong", "total": "1"}
        mine.post(address, {"mode": "graded", **extra})
        attempt = Attempt.objects.get()
        assert (attempt.user, attempt.score, attempt.pass_mark, attempt.scope, attempt.total) == (
            learner,
            None,
            70,
            Attempt.Scope.ALL,
            4,
        )

    def test_asks_to_sign_in_and_leads_back(self, client: Client, address: str) -> None:
        assert next_of(client.post(address, {"mode": "graded"})) == "/cloud/databases/quiz/"
        response = client.post(address, {"mode": "graded", "section": "rds"})
        assert next_of(response) == "/cloud/databases/quiz/?section=rds"
        assert not Attempt.objects.exists()
