"""No address, however odd, is answered with a fault: what is not there is not there."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from studyapp.accounts.models import User
from tests.factories import UserFactory
from tests.studyapp.routes import Addresses, parameters, routes
from tests.world import World

pytestmark = pytest.mark.django_db

ODD = ["0", "-1", str(2**63), "1" + "0" * 30, "%D9%A1", "%C2%B2", "%00", "1%00", "%FF", "9" * 5000]
ASKED = ("page", "section", "show", "course", "next", "q")
OF_LISTS = (
    *("p", "o", "q", "e", "all", "kind", "service", "domain", "status__exact", "quiz", "waiting"),
    *("course__id__exact", "quiz__course__id__exact", "submitted_at__isempty"),
    *("started_at__gte", "started_at__lt", "started_at__year", "started_at__date__year"),
    *("submitted_at__iso_week_day", "quiz__course__revision", "created_at__year"),
)
FINE = {200, 301, 302, 400, 403, 404, 405}


@pytest.fixture
def addresses(here: World, learner: User) -> Addresses:
    return Addresses(here, learner)


@pytest.fixture
def root(client_of: Callable[[User], Client]) -> Client:
    """A superuser: whoever gets furthest into a view."""
    superuser: User = UserFactory(email="root@example.org", is_staff=True, is_superuser=True)
    client = client_of(superuser)
    client.raise_request_exception = False
    return client


def odd(addresses: Addresses) -> Iterator[tuple[str, str]]:
    for route in routes():
        for name in parameters(route):
            for value in ODD:
                yield route, addresses.of(route, **{name: value})


def test_odd_parameters_are_not_there(root: Client, mine: Client, addresses: Addresses) -> None:
    """Signed in as the learner on the site's own pages, as superuser in the admin."""
    wrong = []
    for route, address in odd(addresses):
        # The admin and allauth lead from some of them to the page above, with a message.
        if route.startswith(("admin/", "accounts/")):
            answers, allowed = [root.get(address)], FINE
        else:
            answers, allowed = [mine.get(address), mine.post(address)], {400, 404, 405}
        wrong += [
            (got.status_code, address[:90]) for got in answers if got.status_code not in allowed
        ]
    assert wrong == []


# The first two are those that databases take differently.
@pytest.mark.parametrize("value", ["%00", "9" * 30, "-1", "%D9%A1", "%FF", ""])
def test_odd_queries_do_no_harm(
    root: Client, mine: Client, addresses: Addresses, value: str
) -> None:
    mine.raise_request_exception = False
    every = "?" + "&".join(f"{name}={value}" for name in ASKED)
    pages = [route for route in routes() if not route.startswith(("admin/", "accounts/2fa/"))]
    asked = [(mine, addresses.of(route) + every) for route in pages]
    lists = ["question", "question/add", "attempt", "quiz"]
    asked += [
        (root, f"/admin/quizzes/{shown}/?{name}={value}") for shown in lists for name in OF_LISTS
    ]
    change = addresses.of("admin/quizzes/question/<path:object_id>/change/")
    history = addresses.of("admin/quizzes/question/<path:object_id>/history/")
    asked += [(root, f"{change}?version={value}"), (root, f"{history}?from={value}&to=1")]
    statuses = [(asker.get(address).status_code, address) for asker, address in asked]
    assert [found for found in statuses if found[0] not in FINE] == []
