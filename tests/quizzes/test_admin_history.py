import pytest
from django.test import Client

from quizzes.models import Question, Quiz
from studyapp.accounts.models import User
from tests.factories import QuizFactory, question, reword
from tests.quizzes.admin_forms import change_url, history_url, opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Question:
    return question(quiz=QuizFactory(), stem="Which store is it?", texts=["RDS", "S3"])


def test_versions_are_listed_with_author_and_time(
    desk: Client, asked: Question, instructor: User
) -> None:
    reword(asked, author=instructor)
    page = desk.get(history_url(asked.pk)).content.decode()
    assert page.index("?version=2") < page.index("?version=1")
    assert "Ines" in page
    assert "4 May 2026" in page
    assert "learners see it" in page


def test_the_last_change_is_shown_at_once(desk: Client, asked: Question) -> None:
    data = opened(desk, asked.pk) | {"stem": "Which service is it?", "option-1-is_key": "on"}
    del data["option-0-is_key"]
    desk.post(change_url(asked.pk), data | {"_publish": "1"})
    page = desk.get(history_url(asked.pk)).content.decode()
    assert "From version 1 to version 2" in page
    assert '<del><span class="sign">[−</span>store<span class="sign">−]</span></del>' in page
    assert '<ins><span class="sign">[+</span>service<span class="sign">+]</span></ins>' in page
    assert "Was wrong, is right now." in page
    assert "Was right, is wrong now." in page
    assert "Published as version 2" in page


def test_any_two_versions_are_compared_either_way(desk: Client, asked: Question) -> None:
    reword(asked, stem="Two?")
    reword(asked, stem="Three?")
    page = desk.get(history_url(asked.pk), {"from": 3, "to": 1}).content.decode()
    assert "From version 3 to version 1" in page
    assert "Three" in page
    assert page.count("<ins>") >= 1


def test_equal_words_and_equal_versions(desk: Client, asked: Question) -> None:
    page = desk.get(history_url(asked.pk), {"from": 1, "to": 1})
    assert page.status_code == 200
    assert page.context["compared"] is False
    first = asked.current
    data = opened(desk, asked.pk)
    desk.post(change_url(asked.pk), data | {"stem": "Other?", "_publish": "1"})
    desk.post(
        change_url(asked.pk),
        opened(desk, asked.pk) | {"stem": "Which store is it?", "_publish": "1"},
    )
    assert first is not None
    same = desk.get(history_url(asked.pk), {"from": 1, "to": 3}).content.decode()
    assert "The words are the same." in same


def test_order_and_shuffling_are_told_in_words(desk: Client, asked: Question) -> None:
    data = opened(desk, asked.pk) | {"option-0-ORDER": "2", "option-1-ORDER": "1"}
    del data["shuffle"]
    desk.post(change_url(asked.pk), data | {"_publish": "1"})
    page = desk.get(history_url(asked.pk)).content.decode()
    assert "Was A B; is B A, in the older letters." in page
    assert "The options keep their order now." in page


@pytest.mark.parametrize(
    "asked_for", [{"from": "9"}, {"to": "x"}, {"from": "-1"}, {"to": "0"}, {"from": str(10**30)}]
)
def test_there_is_no_such_version(desk: Client, asked: Question, asked_for: dict[str, str]) -> None:
    reword(asked)
    assert desk.get(history_url(asked.pk), asked_for).status_code == 404


def test_a_long_history_goes_on_over_pages(desk: Client, asked: Question) -> None:
    for _ in range(21):
        reword(asked)
    page = desk.get(history_url(asked.pk))
    assert b"Older versions" in page.content
    assert b'?version=1"' not in page.content
    assert b'?version=1"' in desk.get(history_url(asked.pk), {"page": 2}).content
    assert desk.get(history_url(asked.pk), {"page": "x"}).status_code == 200


def test_a_question_without_words_has_an_empty_history(desk: Client) -> None:
    quiz: Quiz = QuizFactory()
    bare = Question.objects.create(course=quiz.course, quiz=quiz, code="bare")
    page = desk.get(history_url(bare.pk))
    assert b"no words yet" in page.content
    assert b"Nothing has been done" in page.content
