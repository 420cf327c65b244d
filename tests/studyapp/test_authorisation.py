"""Who may ask for what: every URL pattern × every role × GET and POST, against one table.

What belongs to somebody belongs to the learner. A pattern without a row fails, and so does a row
without a pattern. Nothing is written but by a POST that was let through."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection, transaction
from django.test import Client

from content.kept import forget_everything
from quizzes import wordings
from studyapp.accounts.models import User
from tests.factories import UserFactory
from tests.quizzes.asking import Got
from tests.studyapp.accounts.test_second_factor import add_key, sign_in_and_confirm
from tests.studyapp.authorisation_table import ROLES, TABLE
from tests.studyapp.routes import Addresses, routes
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.words]

WRITES = ("INSERT", "UPDATE", "DELETE")
FREE_TO_WRITE = ("django_session", "cache")
# allauth's own: whoever holds the key out of a mail may use it, signed in or not; recovery codes
# are noted as seen.
WRITES_ALL_THE_SAME = (
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$",
    "accounts/2fa/recovery-codes/",
    "accounts/2fa/recovery-codes/download/",
)


@pytest.fixture
def clients(
    learner: User, other: User, instructor: User, client_of: Callable[[User], Client]
) -> dict[str, Client]:
    """A client for each role, in the table's order. The learner has a security key."""
    staff: User = UserFactory(email="staff@example.org", is_staff=True)
    superuser: User = UserFactory(email="root@example.org", is_staff=True, is_superuser=True)
    others = [other, staff, instructor, superuser]
    for user in others:
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
    mine = Client()
    sign_in_and_confirm(mine, learner)
    add_key(mine)
    return dict(zip(ROLES, [Client(), mine, *map(client_of, others)], strict=True))


@pytest.fixture
def addresses(here: World, learner: User) -> Addresses:
    return Addresses(here, learner)


def outcome(response: Got) -> str:
    """The response as the table's letter."""
    to = response.get("Location", "")
    if response.status_code == 302:
        return "l" if to.startswith(("/accounts/login/", "/admin/login/")) else ">"
    known = {200: "o", 204: "d", 301: ">", 400: "b", 403: "n", 404: "4", 405: "v", 422: "b"}
    return known.get(response.status_code, str(response.status_code))


@contextmanager
def undone(client: Client) -> Iterator[list[str]]:
    """What the client does is undone after it; gives the writing statements that were run."""
    written: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.lstrip("( ").startswith(WRITES) and not any(f'"{t}"' in sql for t in FREE_TO_WRITE):
            written.append(sql)
        return execute(sql, *rest)

    cookies = deepcopy(client.cookies)
    point = transaction.savepoint()
    try:
        with connection.execute_wrapper(note):
            yield written
    finally:
        transaction.savepoint_rollback(point)
        client.cookies = cookies
        if written:
            forget_everything()
            wordings.forget()


def posted(route: str, here: World) -> dict[str, object]:
    """A form that the route takes, as far as one is needed to be let through."""
    if route.endswith("/position/"):
        return {"section": here.first.slug}
    return {
        "section": f"{here.first.pk}:1" if route.endswith("/read/") else "",
        "step": f"{here.steps[0].pk}:1",
        "mode": "graded",
        "flagged": "1",
        "scope": "all",
    }


def test_every_pattern_has_its_row() -> None:
    known = list(routes())
    assert sorted(set(known) - TABLE.keys()) == []
    assert sorted(TABLE.keys() - set(known)) == []


@pytest.mark.parametrize("floor", ["admin/", "accounts/", ""])
def test_everyone_gets_what_the_table_says(
    clients: dict[str, Client], addresses: Addresses, here: World, floor: str
) -> None:
    wrong = []
    for route, row in TABLE.items():
        if not route.startswith(floor) or (not floor and route.startswith(("admin", "accounts"))):
            continue
        address = addresses.of(route)
        for method, expected in zip(("get", "post"), row, strict=True):
            data = posted(route, here) if method == "post" else {}
            for (role, client), letter in zip(clients.items(), expected, strict=True):
                with undone(client) as written:
                    response = getattr(client, method)(address, data)
                got = outcome(response)
                if got != letter:
                    wrong.append(f"{method} {route} as {role}: {got}, not {letter}")
                forbidden = method == "get" or got in "l4nv"
                if written and forbidden and route not in WRITES_ALL_THE_SAME:
                    wrong.append(f"{method} {route} as {role} wrote: {written[0][:80]}")
    assert wrong == []


def test_no_form_is_taken_without_its_token(
    learner: User, addresses: Addresses, here: World, client_of: Callable[[User], Client]
) -> None:
    superuser = UserFactory(email="root@example.org", is_staff=True, is_superuser=True)
    asking = []
    for user in (learner, superuser):
        client = client_of(user)
        client.handler.enforce_csrf_checks = True
        asking.append(client)
    taken = [
        route
        for route in TABLE
        for client in asking
        if client.post(addresses.of(route), posted(route, here)).status_code not in (403, 405)
    ]
    assert taken == []


def test_an_inactive_account_is_nobody(
    learner: User, addresses: Addresses, client_of: Callable[[User], Client]
) -> None:
    client = client_of(learner)
    User.objects.filter(pk=learner.pk).update(is_active=False)
    for route in ("attempts/<uuid:attempt>/", "progress/", "accounts/export/"):
        assert outcome(client.get(addresses.of(route))) == "l", route
