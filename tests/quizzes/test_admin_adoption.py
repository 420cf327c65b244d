"""Questions of course files in the admin: adopted only knowingly, and given back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from content.dressing import Image
from content.surroundings import Surroundings
from quizzes.admin.around import around
from quizzes.editing import Row, Words
from quizzes.models import Question, Quiz
from quizzes.versions import write_version
from tests.factories import NOON, QuizFactory, question
from tests.quizzes.admin_forms import change_url, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


@pytest.fixture
def of_a_file(quiz: Quiz) -> Question:
    return question(
        quiz=quiz,
        origin=Question.Origin.MARKDOWN,
        source_root="clf",
        source_path="chapters/06.md",
        source_line=12,
    )


def test_what_adoption_means_is_said_before(desk: Client, of_a_file: Question) -> None:
    page = desk.get(change_url(of_a_file.pk)).content.decode()
    callout = page.index("belongs to a course file")
    assert callout < page.index('id="question-form"')
    assert "chapters/06.md:12" in page
    assert "give it back" in page.lower()


def test_without_the_tick_nothing_is_stored(desk: Client, of_a_file: Question) -> None:
    data = opened(desk, of_a_file.pk) | {"stem": "Mine now?", "_publish": "1"}
    page = desk.post(change_url(of_a_file.pk), data)
    assert page.context["form"].errors["adopt"]
    assert page.context["form"]["stem"].value() == "Mine now?"
    of_a_file.refresh_from_db()
    assert of_a_file.origin == Question.Origin.MARKDOWN
    assert of_a_file.versions.count() == 1


def test_adopted_it_is_this_databases(desk: Client, of_a_file: Question) -> None:
    data = opened(desk, of_a_file.pk) | {"stem": "Mine now?", "adopt": "on", "_publish": "1"}
    desk.post(change_url(of_a_file.pk), data)
    of_a_file.refresh_from_db()
    assert of_a_file.origin == Question.Origin.ADMIN
    assert of_a_file.source_path == "chapters/06.md"
    assert of_a_file.current is not None
    assert of_a_file.current.stem == "Mine now?"
    message = LogEntry.objects.get().get_change_message()
    assert "Adopted from chapters/06.md:12" in message
    page = desk.get(change_url(of_a_file.pk))
    assert "adopt" not in page.context["form"].fields
    assert b"Give it back to its file" in page.content


def test_it_can_be_given_back(desk: Client, of_a_file: Question) -> None:
    url = f"/admin/quizzes/question/{of_a_file.pk}/give-back/"
    Question.objects.filter(pk=of_a_file.pk).update(origin=Question.Origin.ADMIN)
    page = desk.post(url, follow=True)
    of_a_file.refresh_from_db()
    assert of_a_file.origin == Question.Origin.MARKDOWN
    assert b"owns this question again" in page.content
    assert b"There is no file" in desk.post(url, follow=True).content


def test_pictures_of_the_file_stay(desk: Client, of_a_file: Question) -> None:
    address, size = "/pictures/clf/00ff.png", (640, 360)
    words = Words("Which? ![a plan](images/plan.png)", (Row(0, "A", True), Row(1, "B")))
    loaded = Surroundings(image={"images/plan.png": Image(address, size)}.get)
    write_version(of_a_file, words.draft(), now=NOON, surroundings=loaded)
    assert around(of_a_file.current).image("images/plan.png") == Image(address, size)
    stem = "Which of these? ![a plan](images/plan.png)"
    data = opened(desk, of_a_file.pk) | {"stem": stem, "adopt": "on", "_publish": "1"}
    desk.post(change_url(of_a_file.pk), data)
    of_a_file.refresh_from_db()
    assert of_a_file.current is not None
    assert of_a_file.current.stem == stem
    assert f'width="640" height="360" src="{address}"' in of_a_file.current.stem_html
