import re
from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from quizzes.models import Attempt, Question, QuestionVersion, Quiz
from studyapp.accounts.models import User
from tests.factories import QuizFactory, UserFactory, attempt_at, question
from tests.quizzes.admin_forms import ADD, LIST, PREVIEW, change_url, history_url, new_data

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


@pytest.fixture
def asked(quiz: Quiz) -> Question:
    return question(quiz=quiz)


@pytest.fixture
def attempt(asked: Question) -> Attempt:
    return attempt_at([asked])


def pages(asked: Question, attempt: Attempt) -> list[str]:
    return [
        LIST,
        ADD,
        change_url(asked.pk),
        history_url(asked.pk),
        "/admin/quizzes/quiz/",
        f"/admin/quizzes/quiz/{asked.quiz_id}/change/",
        "/admin/quizzes/attempt/",
        f"/admin/quizzes/attempt/{attempt.pk}/change/",
        "/admin/content/course/",
        f"/admin/content/course/{asked.course_id}/change/",
        "/admin/content/chapter/",
    ]


def deeds(asked: Question) -> list[str]:
    return [
        PREVIEW,
        ADD,
        change_url(asked.pk),
        f"/admin/quizzes/question/{asked.pk}/status/",
        f"/admin/quizzes/question/{asked.pk}/give-back/",
    ]


def test_a_visitor_is_sent_to_sign_in(client: Client, asked: Question, attempt: Attempt) -> None:
    for url in pages(asked, attempt):
        response = client.get(url)
        assert response.status_code == 302, url
        assert "login" in response["Location"], url
    for url in deeds(asked):
        assert client.post(url, new_data(asked.quiz_id or 0)).status_code == 302, url
    assert Question.objects.count() == 1


def test_a_learner_gets_in_nowhere(
    client_of: SignIn, learner: User, asked: Question, attempt: Attempt
) -> None:
    client = client_of(learner)
    for url in pages(asked, attempt):
        response = client.get(url)
        assert response.status_code in (302, 403), url
        assert b"Stem of" not in response.content
    for url in deeds(asked):
        response = client.post(url, new_data(asked.quiz_id or 0) | {"to": "retired"})
        assert response.status_code in (302, 403), url
    assert QuestionVersion.objects.count() == 1
    assert Question.objects.get().status == Question.Status.PUBLISHED


def test_other_staff_see_nothing_of_it(
    client_of: SignIn, asked: Question, attempt: Attempt
) -> None:
    client = client_of(UserFactory(is_staff=True))
    for url in pages(asked, attempt):
        assert client.get(url).status_code == 403, url
    for url in deeds(asked):
        response = client.post(url, new_data(asked.quiz_id or 0) | {"to": "retired"})
        assert response.status_code == 403, url
    assert QuestionVersion.objects.count() == 1
    assert Question.objects.get().status == Question.Status.PUBLISHED


def test_an_instructor_opens_all_of_it_and_nothing_else(
    client_of: SignIn, instructor: User, asked: Question, attempt: Attempt
) -> None:
    client = client_of(instructor)
    for url in pages(asked, attempt):
        assert client.get(url).status_code == 200, url
    index = client.get("/admin/").content.decode()
    models = set(re.findall(r'class="model-(\w+)', index))
    assert models == {
        *("course", "chapter", "fact", "question", "quiz", "attempt", "import"),
        *("window", "extratime", "examact", "regrade"),
    }
    for url in ("/admin/auth/group/", "/admin/accounts/user/"):
        assert client.get(url).status_code in (403, 404), url


def test_staff_who_may_only_look_cannot_write(
    client_of: SignIn, instructor: User, asked: Question
) -> None:
    from django.contrib.auth.models import Permission

    viewer = UserFactory(is_staff=True)
    viewer.user_permissions.add(Permission.objects.get(codename="view_question"))
    client = client_of(viewer)
    page = client.get(change_url(asked.pk))
    assert page.status_code == 200
    assert b'name="_publish"' not in page.content
    assert client.get(ADD).status_code == 403
    for url in deeds(asked):
        assert client.post(url, new_data(asked.quiz_id or 0)).status_code == 403, url


@pytest.mark.parametrize("pk", ["0", "-1", str(2**63), str(10**30), "%00", "٣", "x", "1_3"])
@pytest.mark.parametrize("page", ["change", "history"])
def test_there_is_no_such_question(client_of: SignIn, instructor: User, pk: str, page: str) -> None:
    client = client_of(instructor)
    assert client.get(f"/admin/quizzes/question/{pk}/{page}/").status_code == 404
    assert client.post(f"/admin/quizzes/question/{pk}/status/").status_code == 404


def test_nothing_can_be_deleted(
    client_of: SignIn, instructor: User, asked: Question, attempt: Attempt
) -> None:
    client = client_of(instructor)
    superuser = client_of(UserFactory(is_staff=True, is_superuser=True))
    for who in (client, superuser):
        for url in (
            f"/admin/quizzes/question/{asked.pk}/delete/",
            f"/admin/quizzes/attempt/{attempt.pk}/delete/",
            f"/admin/quizzes/quiz/{asked.quiz_id}/delete/",
            f"/admin/content/course/{asked.course_id}/delete/",
        ):
            assert who.post(url, {"post": "yes"}).status_code == 403, url
    assert b"delete_selected" not in superuser.get(LIST).content


def test_reading_changes_nothing(
    client_of: SignIn, instructor: User, asked: Question, attempt: Attempt
) -> None:
    client = client_of(instructor)
    for url in [*pages(asked, attempt), f"/admin/quizzes/question/{asked.pk}/status/"]:
        client.get(url)
    for url in deeds(asked)[3:]:
        assert client.get(url).status_code == 405
    assert client.get(PREVIEW).status_code == 405
    assert QuestionVersion.objects.count() == 1
    assert not LogEntry.objects.exists()


def test_a_form_without_its_token_is_refused(instructor: User, asked: Question) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(instructor)
    for url in deeds(asked):
        assert client.post(url, new_data(asked.quiz_id or 0)).status_code == 403, url
