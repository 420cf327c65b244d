"""Asking for every address of the site, and finding what a response tells of the key."""

import re
from collections.abc import Iterator

from django.test import Client
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Attempt
from tests.factories import NOON
from tests.quizzes.asking import Got
from tests.studyapp.routes import Addresses, routes
from tests.world import TOKEN, option_ids

TELLING = re.compile(
    rf"{TOKEN}|is[-_]key|is-missed|is-wrong|is-right|is_correct|rationale|verdict-mark|feedback",
    re.IGNORECASE,
)
"""The token, and the classes and names by which the pages that may tell the key draw it."""

ASKED = ("", "?page=1", "?show=wrong", "?section=rds", "?course=cloud", "?q=cloud&explained=1")
HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"HX-Request": "true"},
    {"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"},
)


def told(response: Got) -> str:
    """Everything that leaves the server with the response."""
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = response.cookies.output()
    body = b"".join(response) if response.streaming else response.content
    return f"{head}\n{cookies}\n{body.decode('utf-8', 'replace')}"


def leaks(response: Got) -> list[str]:
    # The picture on the first page shows a question too; it is the same for everyone.
    text = re.sub(r'<svg class="hero-picture".*?</svg>', "", told(response), flags=re.DOTALL)
    return sorted({found.group() for found in TELLING.finditer(text)})


def site(attempt: Attempt) -> Iterator[str]:
    """Every address of the learner's side of the site, with each question of the attempt."""
    for position in range(1, attempt.total + 1):
        yield reverse("question", args=[attempt.pk, position])
    for name in ("attempt", "review", "ended", "result", "submit", "retake"):
        yield reverse(name, args=[attempt.pk])


def crawled(client: Client, paths: list[str]) -> Iterator[tuple[str, Got]]:
    for path in paths:
        for query in ASKED:
            yield f"GET {path}{query}", client.get(path + query)
        for headers in HEADERS[1:]:
            yield f"GET {path} {headers}", client.get(path, headers=headers)


def answer(attempt: Attempt, position: int, letters: str) -> None:
    chosen = option_ids(attempt.responses.get(position=position), letters)
    attempts.answer(attempt.user_id, attempt.pk, position=position, chosen=chosen, now=NOON)


def plain_paths(addresses: Addresses) -> list[str]:
    """One address of every pattern but the admin's and those of an attempt."""
    return [
        addresses.of(route)
        for route in routes()
        if not route.startswith("admin/") and "<uuid" not in route and "2fa/" not in route
    ]
