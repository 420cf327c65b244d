"""What a question rests on, its source and its facts, as its page stores it."""

import pytest
from django.test import Client

from quizzes.models import Question, Quiz
from tests.factories import NOON, FactFactory, QuizFactory, question
from tests.quizzes.admin_forms import ADD, change_url, new_data, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


class TestWhatItRestsOn:
    def test_is_stored_and_shown_again(self, desk: Client, quiz: Quiz) -> None:
        course = quiz.course
        oak, elm = FactFactory(course=course, slug="oak"), FactFactory(course=course, slug="elm")
        tags = {"facts": "oak,  elm, oak", "source": "https://example.org/a"}
        desk.post(ADD, new_data(quiz.pk) | tags | {"_publish": "1"})
        made = Question.objects.get()
        assert set(made.facts.all()) == {oak, elm}
        assert made.source == "https://example.org/a"
        data = opened(desk, made.pk)
        assert (data["facts"], data["source"]) == ("elm, oak", "https://example.org/a")
        desk.post(change_url(made.pk), data | {"facts": "", "source": "", "_save": "1"})
        made.refresh_from_db()
        assert not made.facts.exists()
        assert (made.source, made.versions.count()) == ("", 1)

    @pytest.mark.parametrize(
        ("tags", "told"),
        [
            ({"facts": "oka"}, "There is no fact “oka”. Do you mean “oak”?"),
            ({"facts": "oak, 9"}, "There is no fact “9” in the course"),
            ({"facts": "elm"}, "There is no fact “elm” in the course"),
            ({"source": "a book"}, "Enter a valid URL."),
        ],
    )
    def test_is_of_the_course_or_told(
        self, desk: Client, quiz: Quiz, tags: dict[str, str], told: str
    ) -> None:
        FactFactory(course=quiz.course, slug="oak")
        FactFactory(slug="elm")
        page = desk.post(ADD, new_data(quiz.pk) | tags | {"_publish": "1"})
        assert told in page.content.decode()
        assert not Question.objects.exists()

    def test_may_be_a_fact_that_the_register_has_lost(self, desk: Client, quiz: Quiz) -> None:
        made = question(quiz=quiz)
        made.facts.add(FactFactory(course=quiz.course, slug="gone", retired_at=NOON))
        data = opened(desk, made.pk)
        assert data["facts"] == "gone"
        desk.post(change_url(made.pk), data | {"_save": "1"})
        assert made.facts.exists()
