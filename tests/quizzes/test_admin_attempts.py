from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.factories import ChapterFactory, QuizFactory, attempt_at, question, reword, submit

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
LIST = "/admin/quizzes/attempt/"


@pytest.fixture
def desk(client_of: SignIn, instructor: User) -> Client:
    return client_of(instructor)


@pytest.fixture
def done(learner: User) -> Attempt:
    quiz = QuizFactory()
    questions = [question(quiz=quiz, stem=f"Stem {n}?") for n in range(2)]
    attempt = submit(attempt_at(questions, user=learner), ["A", "B"])
    reword(questions[0], stem="Another wording?")
    return attempt


def test_the_list_finds_by_learner_quiz_mode_and_end(
    desk: Client, done: Attempt, other: User
) -> None:
    begun = attempt_at([question(quiz=QuizFactory())], user=other, mode=Attempt.Mode.PRACTICE)

    def found(**asked: str | int) -> set[object]:
        return {row.pk for row in desk.get(LIST, asked).context["cl"].result_list}

    assert found() == {done.pk, begun.pk}
    assert found(q="ada@") == {done.pk}
    assert found(q="Bo") == {begun.pk}
    assert found(mode__exact="practice") == {begun.pk}
    assert found(quiz__id__exact=done.quiz_id) == {done.pk}
    assert found(submitted_at__isempty=1) == {begun.pk}
    page = desk.get(LIST).content.decode()
    assert "<bdi>Ada</bdi> (ada@example.org)" in page
    assert "1 of 2" in page
    assert "not finished" in page


def test_a_page_shows_each_answer_in_the_wording_that_was_answered(
    desk: Client, done: Attempt
) -> None:
    page = desk.get(f"{LIST}{done.pk}/change/").content.decode()
    assert f"\u2068{done.user}\u2069 – " in page, "a name turns nothing beside it"
    assert "Stem 0?" in page
    assert "Another wording?" not in page
    assert page.count("right</span>") == 1
    assert page.count("wrong</span>") == 1
    assert "1 of 2" in page


def test_an_attempt_cannot_be_written(desk: Client, done: Attempt) -> None:
    url = f"{LIST}{done.pk}/change/"
    assert desk.post(url, {"right": "2", "score": "1"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403
    done.refresh_from_db()
    assert done.right == 1
    assert b'type="submit" value' not in desk.get(url).content


@pytest.mark.parametrize("pk", ["0", "x", "%00", "00000000-0000-0000-0000-000000000000"])
def test_there_is_no_such_attempt(desk: Client, pk: str) -> None:
    assert desk.get(f"{LIST}{pk}/change/").status_code in (302, 404)


def test_quizzes_of_files_are_for_looking(desk: Client) -> None:
    made: Quiz = QuizFactory(source_root="clf", source_path="chapters/06.md")
    url = f"/admin/quizzes/quiz/{made.pk}/change/"
    page = desk.get(url)
    assert b"chapters/06.md" in page.content
    assert b'name="pass_mark"' not in page.content
    assert desk.post(url, {"title": "Mine", "pass_mark": "1"}).status_code == 403
    made.refresh_from_db()
    assert made.pass_mark == 70
    assert made.title != "Mine"


def test_other_quizzes_take_a_title_and_a_pass_mark(desk: Client) -> None:
    made: Quiz = QuizFactory()
    url = f"/admin/quizzes/quiz/{made.pk}/change/"
    revision = made.course.revision
    assert desk.post(url, {"title": "Mine", "pass_mark": "101"}).status_code == 200
    assert desk.post(url, {"title": "Mine", "pass_mark": "80"}).status_code == 302
    made.refresh_from_db()
    made.course.refresh_from_db()
    assert (made.title, made.pass_mark) == ("Mine", 80)
    assert made.course.revision > revision


def test_the_book_is_for_looking(desk: Client) -> None:
    chapter = ChapterFactory()
    for url in (
        f"/admin/content/chapter/{chapter.pk}/change/",
        f"/admin/content/course/{chapter.course_id}/change/",
    ):
        assert desk.get(url).status_code == 200
        assert desk.post(url, {"title": "Mine"}).status_code == 403
    assert desk.get("/admin/content/course/add/").status_code == 403


def test_dates_are_written_as_on_the_site(desk: Client, done: Attempt) -> None:
    Attempt.objects.update(
        started_at=datetime(2026, 4, 3, 13, 5, tzinfo=UTC),
        submitted_at=datetime(2026, 4, 3, 13, 25, tzinfo=UTC),
    )
    for url in (LIST, f"{LIST}{done.pk}/change/"):
        page = desk.get(url).content.decode()
        assert "3 Apr 2026, 13:05" in page
        assert "3 Apr 2026, 13:25" in page
        assert "p.m." not in page
