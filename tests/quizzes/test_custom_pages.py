"""The page on which learners put a quiz together."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from content.models import Course
from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.books import at_most
from tests.factories import QuizFactory, attempt_at, question
from tests.quizzes.choosing import six_questions
from tests.quizzes.taking import GRADED, PRACTICE

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def course() -> Course:
    return six_questions()


@pytest.fixture
def quiz(course: Course) -> Quiz:
    return course.quizzes.get(kind=Quiz.Kind.CUSTOM)


class TestPage:
    def get(self, client: Client, quiz: Quiz, query: str = "") -> str:
        response = client.get(f"{quiz.get_absolute_url()}?{query}")
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    def start(self, client: Client, quiz: Quiz, query: str, mode: str = "practice") -> str:
        address = reverse("start", args=[quiz.course.slug, quiz.slug])
        data = QueryDict(f"{query}&mode={mode}")
        response = client.post(address, {name: data.getlist(name) for name in data})
        assert response.status_code == 302
        return str(response["Location"])

    def test_counts_what_fits_and_keeps_what_was_chosen(
        self, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        assert "6 questions fit" in self.get(client, quiz)
        text = self.get(client, quiz, "domain=1&service=s3&number=1")
        assert "2 questions fit" in text
        assert text.count(" checked") == 3  # Two boxes, and that all of them are wanted.
        for hidden in ('"domain" value="1"', '"service" value="s3"', '"number" value="1"'):
            assert f'<input type="hidden" name={hidden}>' in text
        assert '<details class="service-group" open>' in text
        assert "Fewer than you wished for" in self.get(client, quiz, "number=50")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("domain=1&chapter=nowhere", "No question is about all of that at once."),
            ("only=wrong", "Nothing that you got wrong is left there."),
            ("only=flagged", "You have flagged none of these."),
        ],
    )
    def test_nothing_that_fits_says_what_to_do(
        self, quiz: Quiz, learner: User, client_of: ClientOf, query: str, told: str
    ) -> None:
        text = self.get(client_of(learner), quiz, query)
        assert "0 questions fit" in text
        assert told in text
        assert "Start:" not in text

    def test_all_asked_before(
        self, course: Course, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        attempt_at(list(course.questions.asked()), quiz=QuizFactory(course=course), user=learner)
        assert "You have been asked all of these before." in self.get(
            client_of(learner), quiz, "only=unseen"
        )

    def test_a_guest_sees_it_without_what_is_ones_own(self, quiz: Quiz, client: Client) -> None:
        text = self.get(client, quiz, "only=wrong")
        assert "6 questions fit" in text
        assert 'type="radio"' not in text
        assert "You will be asked to sign in first" in text
        where = self.start(client, quiz, "domain=1")
        assert "/accounts/login/" in where
        assert "domain%3D1" in where

    @pytest.mark.parametrize("mode", [PRACTICE, GRADED])
    def test_begins(
        self, quiz: Quiz, learner: User, client_of: ClientOf, mode: Attempt.Mode
    ) -> None:
        client = client_of(learner)
        where = self.start(client, quiz, "domain=1&number=2", mode)
        attempt = Attempt.objects.get()
        assert where == reverse("question", args=[attempt.pk, 1])
        assert (attempt.mode, attempt.scope, attempt.total) == (mode, "custom", 2)
        assert client.get(where).status_code == 200
        # Another choice waits until this one is done.
        assert self.start(client, quiz, "domain=2").startswith(quiz.get_absolute_url())
        text = self.get(client, quiz, "domain=2")
        assert "You have begun this quiz" in text
        assert "Finish the quiz that you have begun" in text

    @pytest.mark.parametrize("mode", ["exam", "", "x"])
    def test_another_mode_begins_nothing(
        self, quiz: Quiz, learner: User, client_of: ClientOf, mode: str
    ) -> None:
        client = client_of(learner)
        assert self.start(client, quiz, "domain=1", mode).startswith(quiz.get_absolute_url())
        assert not Attempt.objects.exists()
        assert "Choose how you want to take the quiz." in self.get(client, quiz)

    def test_nothing_that_fits_begins_nothing(
        self, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        assert "service=none" in self.start(client, quiz, "service=none")
        assert not Attempt.objects.exists()
        assert "No question is like that." in self.get(client, quiz)

    def test_result_offers_the_same_again_and_what_was_missed(
        self, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        self.start(client, quiz, "domain=1", GRADED)
        attempt = Attempt.objects.get()
        asked = set(attempt.responses.values_list("question_id", flat=True))
        client.post(reverse("submit", args=[attempt.pk]))
        text = client.get(reverse("result", args=[attempt.pk])).content.decode()
        assert "Practise the 3 you missed" in text
        assert "Take the whole quiz" not in text
        client.post(reverse("retake", args=[attempt.pk]), {"scope": "all"})
        again = Attempt.objects.open().get()
        assert set(again.responses.values_list("question_id", flat=True)) == asked
        assert client.get(reverse("attempts")).status_code == 200

    def test_costs_the_same_however_much_there_is(
        self, course: Course, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        for size in (1, 40):
            for _ in range(size):
                question(quiz=course.quizzes.own()[0], domain=course.domains.first())
            attempt_at(
                list(course.questions.asked()[: 5 * size]),
                quiz=QuizFactory(course=course),
                user=learner,
            )
            course.bump()
            for only in ("", "wrong", "flagged", "unseen"):
                self.get(client, quiz, f"only={only}")
                with at_most(6):
                    self.get(client, quiz, f"only={only}")
