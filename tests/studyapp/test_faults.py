"""When something fails here: a page that says so, never a bare 500 and never a traceback."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, Tally
from studyapp.accounts.models import User
from tests.quizzes.asking import kept
from tests.world import World, open_attempt, option_ids

pytestmark = pytest.mark.django_db

SECRET = "relation 13 of host db.internal"


@pytest.fixture
def asking(learner: User, client_of: Callable[[User], Client]) -> Client:
    """A signed-in client that sees what a browser would see."""
    client = client_of(learner)
    client.raise_request_exception = False
    return client


def failing(fault: type[Exception], *, on: str = "") -> Any:
    """While it lasts, every statement that names `on` (unquoted) fails so."""

    def execute(run: Any, sql: str, *rest: Any) -> Any:
        if on in sql.replace('"', ""):
            raise fault(SECRET)
        return run(sql, *rest)

    return connection.execute_wrapper(execute)


def assert_told(response: Any, status: int) -> None:
    body = response.content.decode()
    assert response.status_code == status
    assert "<h1" in body
    assert SECRET not in body
    assert "Traceback" not in body
    assert 'File "' not in body
    assert "default-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
@pytest.mark.parametrize(
    "where", ["", "django_session", "accounts_user", "content_course", "content_sectionread"]
)
def test_without_its_database_the_site_says_to_come_back(
    asking: Client, here: World, fault: type[Exception], where: str
) -> None:
    """In the view, and before it in the middleware that reads session and user."""
    address = here.chapter.get_absolute_url()
    with failing(fault, on=where):
        response = asking.get(address)
    assert_told(response, 503)
    assert response["Retry-After"] == "5"
    assert asking.get(address).status_code == 200


@pytest.mark.parametrize(
    ("deed", "statement"),
    [
        ("answer", "INSERT INTO"),
        ("answer", "quizzes_tally"),
        ("answer", "UPDATE quizzes_response"),
        ("flag", "UPDATE"),
        ("submit", "UPDATE quizzes_response"),
        ("submit", "UPDATE quizzes_attempt"),
    ],
)
def test_what_could_not_be_stored_is_not_acknowledged_and_leaves_nothing(
    asking: Client, learner: User, here: World, deed: str, statement: str
) -> None:
    attempt = open_attempt(learner, here.quiz, Attempt.Mode.PRACTICE)
    chosen = option_ids(attempt.responses.get(position=1), "A")
    address = reverse(deed, args=[attempt.pk] if deed == "submit" else [attempt.pk, 1])
    before = kept(attempt)
    with failing(OperationalError, on=statement):
        assert_told(asking.post(address, {"option": chosen, "flagged": "1"}), 503)
    assert kept(attempt) == before
    assert not Tally.objects.exists()
    assert asking.post(address, {"option": chosen, "flagged": "1"}).status_code == 302
    assert kept(attempt) != before


def test_any_other_fault_is_a_page_too(asking: Client, here: World) -> None:
    with failing(ZeroDivisionError, on="content_course"):
        response = asking.get(here.chapter.get_absolute_url())
    assert_told(response, 500)
    assert "Retry-After" not in response


def test_what_is_not_there_is_a_page_too(asking: Client, client: Client, here: World) -> None:
    for asker in (asking, client):
        for path in ("/no/", "/cloud/no/", "/cloud/no", "/a/b/c/d/e/", "/favicon.xyz", "/%00/"):
            response = asker.get(path, follow=True)
            assert_told(response, 404)


def test_a_form_without_its_token_is_a_page_too(learner: User, here: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    attempt = open_attempt(learner, here.quiz)
    response = client.post(reverse("submit", args=[attempt.pk]))
    assert_told(response, 403)
    attempt.refresh_from_db()
    assert attempt.is_open


def test_a_form_that_is_too_large_is_a_page_too(asking: Client, here: World) -> None:
    response = asking.post(
        reverse("mark_section", args=["cloud", "databases"]), {"section": "1" * 1_000_001}
    )
    assert_told(response, 400)


def test_an_unknown_host_is_refused(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert_told(response, 400)


def test_the_database_is_asked_nothing_for_the_fault_pages(
    asking: Client, here: World, django_assert_max_num_queries: Any
) -> None:
    with failing(OperationalError), django_assert_max_num_queries(1):
        assert asking.get("/").status_code == 503
