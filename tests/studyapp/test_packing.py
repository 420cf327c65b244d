import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from studyapp.accounts.models import User
from studyapp.packing import LEAST_BYTES, MOST_PADDING, _once, packed
from tests.world import World

PAGE = "<p>é</p>" * LEAST_BYTES


def answer(
    response: HttpResponse,
    *,
    accept: str = "gzip, deflate, br",
    user: AnonymousUser | User | None = None,
) -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accept})
    request.user = user or AnonymousUser()
    return packed(lambda request: response)(request)


def test_a_guests_page_is_packed_and_says_so() -> None:
    response = answer(HttpResponse(PAGE))
    assert gzip.decompress(response.content).decode() == PAGE
    assert response["Content-Encoding"] == "gzip"
    assert response["Content-Length"] == str(len(response.content))
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize("accept", ["", "br", "identity"])
def test_who_does_not_take_it_packed_gets_it_plain(accept: str) -> None:
    response = answer(HttpResponse(PAGE), accept=accept)
    assert response.content.decode() == PAGE
    assert "Content-Encoding" not in response
    assert "Accept-Encoding" in response["Vary"]


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("short"),
        HttpResponse(PAGE, status=404),
        HttpResponse(PAGE, content_type="image/svg+xml"),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
    ],
    ids=["short", "no page", "no html", "packed before"],
)
def test_nothing_else_is_touched(response: HttpResponse) -> None:
    before = dict(response.headers), response.content
    answer(response)
    assert (dict(response.headers), response.content) == before


def test_a_stream_stays_a_stream() -> None:
    stream: Any = StreamingHttpResponse([PAGE.encode()])
    assert b"".join(answer(stream)) == PAGE.encode()


def with_a_cookie() -> HttpResponse:
    response = HttpResponse(PAGE)
    response.set_cookie("csrftoken", "secret")
    return response


@pytest.mark.parametrize(
    ("user", "respond"),
    [(User(pk=1), lambda: HttpResponse(PAGE)), (AnonymousUser(), with_a_cookie)],
    ids=["signed in", "with a token"],
)
def test_a_page_with_something_secret_is_packed_anew_at_a_length_that_varies(
    user: AnonymousUser | User, respond: Callable[[], HttpResponse]
) -> None:
    lengths = set()
    for _ in range(40):
        made = answer(respond(), user=user)
        assert gzip.decompress(made.content).decode() == PAGE
        assert made["Content-Length"] == str(len(made.content))
        lengths.add(len(made.content))
    assert len(lengths) > 10
    assert max(lengths) - min(lengths) <= MOST_PADDING


def test_where_nobody_was_asked_for_nothing_is_kept() -> None:
    """An answer from before the user is known, of the security middleware's for instance."""
    _once.cache_clear()
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    made = packed(lambda request: HttpResponse(PAGE))(request)
    assert gzip.decompress(made.content).decode() == PAGE
    assert _once.cache_info().currsize == 0


def test_equal_pages_are_packed_once_and_others_anew() -> None:
    _once.cache_clear()
    for page in (PAGE, PAGE, PAGE + "!"):
        assert gzip.decompress(answer(HttpResponse(page)).content).decode() == page
    assert _once.cache_info().misses == 2


GZIP: Any = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.mark.django_db
def test_a_lesson_is_the_same_packed_as_plain_and_never_an_older_one(here: World) -> None:
    address = here.chapter.get_absolute_url()
    for title in ("Databases", "Databases & more"):
        type(here.chapter).objects.filter(pk=here.chapter.pk).update(title=title)
        here.course.bump()
        plain, packed = Client().get(address), Client().get(address, **GZIP)
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
        assert f"<h1>{title.replace('&', '&amp;')}</h1>" in plain.content.decode()


@pytest.mark.django_db
def test_learners_and_forms_get_their_pages_packed_too(
    here: World, learner: User, client_of: Callable[[User], Client]
) -> None:
    for client, address in (
        (client_of(learner), here.chapter.get_absolute_url()),
        (Client(), reverse("account_login")),
    ):
        page = client.get(address, **GZIP)
        assert page["Content-Encoding"] == "gzip"
        assert b"csrfmiddlewaretoken" in gzip.decompress(page.content)
        assert b"csrfmiddlewaretoken" in client.get(address).content
