"""Asking for an attempt's pages over HTTP, and what is stored after it."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt
from tests.world import option_ids

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

    Got = _MonkeyPatchedWSGIResponse
else:
    Got = HttpResponse

HTMX = {"HX-Request": "true"}
PAGES = ("attempt", "question", "review", "result")
DEEDS = ("answer", "flag", "submit", "retake")
OF_A_QUESTION = ("question", "answer", "flag", "save")


def at(name: str, attempt: Attempt, position: int = 1) -> str:
    args = [attempt.pk, position] if name in OF_A_QUESTION else [attempt.pk]
    return reverse(name, args=args)


def next_of(response: Got) -> str:
    """Where the sign-in page that the response leads to will lead back."""
    address = urlsplit(response["Location"])
    assert (response.status_code, address.path) == (302, reverse("account_login"))
    return parse_qs(address.query)["next"][0]


def kept(attempt: Attempt) -> list[tuple[object, ...]]:
    """All that is stored of an attempt."""
    rows = attempt.responses.values_list("position", "answered_at", "flagged", "score")
    choices = attempt.responses.values_list("position", "choices__option")
    attempt.refresh_from_db()
    return [(attempt.submitted_at, attempt.right), *rows, *sorted(choices, key=str)]


def answer(client: Client, attempt: Attempt, letters: str, position: int = 1, **kwargs: Any) -> Got:
    chosen = option_ids(attempt.responses.get(position=position), letters)
    return client.post(at("answer", attempt, position), {"option": chosen}, **kwargs)
