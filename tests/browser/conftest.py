"""One Chromium a process, a fresh site a test, and a watch over every page that is opened."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from quizzes.models import Quiz
from studyapp.accounts.models import User
from tests import chromium
from tests.browser.site import (
    HARBOUR,
    Site,
    answering_to_the_end,
    lay,
    lay_empty,
    living_in,
    session_of,
    shipped_course,
)
from tests.browser.tour import Guide, people_the
from tests.browser.watching import Watch
from tests.factories import UserFactory

ON_THE_PAGE_MS = 15_000


class OpenPage(Protocol):
    def __call__(
        self, path: str | None = "/", *, user: User | None = None, **options: Any
    ) -> Page: ...


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    program = chromium.find()
    if program is None:
        pytest.fail("no Chromium here; type: python -m tests.chromium")
    return {
        **browser_type_launch_args,
        "executable_path": str(program),
        "args": chromium.ARGUMENTS,
    }


@pytest.fixture(scope="session")
def server() -> Iterator[LiveServer]:
    running = LiveServer("127.0.0.1")
    yield running
    running.stop()


@pytest.fixture(scope="session")
def laid_empty(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    with django_db_blocker.unblock():
        return lay_empty(tmp_path_factory.mktemp("empty") / "site.sqlite3")


@pytest.fixture(scope="session")
def laid_harbour(
    laid_empty: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    with django_db_blocker.unblock():
        return lay(laid_empty, tmp_path_factory.mktemp("harbour") / "site.sqlite3", HARBOUR)


@pytest.fixture(scope="session")
def laid_shipped(
    laid_empty: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Path:
    file = tmp_path_factory.mktemp("shipped") / "site.sqlite3"
    with django_db_blocker.unblock():
        return lay(laid_empty, file, shipped_course())


@pytest.fixture
def harbour(
    laid_harbour: Path, tmp_path: Path, server: LiveServer, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """A site with the small course that lies beside the tests."""
    file = shutil.copy(laid_harbour, tmp_path)
    with django_db_blocker.unblock(), living_in(Path(file)):
        yield Site(server.url, course="/harbour/", chapter="/harbour/tides/")


@pytest.fixture
def shipped(
    laid_shipped: Path, tmp_path: Path, server: LiveServer, django_db_blocker: DjangoDbBlocker
) -> Iterator[Site]:
    """A site with the course that ships."""
    file = shutil.copy(laid_shipped, tmp_path)
    with django_db_blocker.unblock(), living_in(Path(file)):
        yield Site(server.url, course="/clf-c02/", chapter="/clf-c02/databases/")


@pytest.fixture(scope="session")
def laid_tour(
    laid_shipped: Path, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> tuple[Path, dict[str, Guide]]:
    file = Path(shutil.copy(laid_shipped, tmp_path_factory.mktemp("tour")))
    with django_db_blocker.unblock(), living_in(file):
        guides = people_the(Quiz.objects.exclude(chapter=None)[0], now=timezone.now())
    return file, {guide.name: guide for guide in guides}


@pytest.fixture
def guides(
    laid_tour: tuple[Path, dict[str, Guide]],
    tmp_path: Path,
    server: LiveServer,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[dict[str, Guide]]:
    """The shipped course with people at work, each with their pages."""
    file = shutil.copy(laid_tour[0], tmp_path)
    with django_db_blocker.unblock(), living_in(Path(file)):
        yield laid_tour[1]


@pytest.fixture
def site(request: pytest.FixtureRequest) -> Site:
    """The site that the test asked for, whichever it is."""
    if "guides" in request.fixturenames:
        request.getfixturevalue("guides")
        return Site(request.getfixturevalue("server").url, "/clf-c02/", "/clf-c02/databases/")
    name = "shipped" if "shipped" in request.fixturenames else "harbour"
    found: Site = request.getfixturevalue(name)
    return found


@pytest.fixture
def ada(site: Site) -> User:
    made: User = UserFactory(name="Ada", email="ada@example.org")
    return made


@pytest.fixture
def watch(site: Site) -> Iterator[Watch]:
    """What went wrong on any page of the test; it must be nothing."""
    made = Watch(site.url)
    yield made
    assert not made.faults, "\n".join(made.faults)


@pytest.fixture
def open_page(site: Site, browser: Browser, watch: Watch) -> Iterator[OpenPage]:
    """open_page(path, user=…): a page of a device of its own, signed in as user, there or blank."""
    contexts: list[BrowserContext] = []

    def opened(path: str | None = "/", *, user: User | None = None, **options: Any) -> Page:
        context = browser.new_context(base_url=site.url, **options)
        contexts.append(context)
        context.set_default_timeout(ON_THE_PAGE_MS)
        watch.over(context)
        if user is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(user), "url": site.url}])
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    with answering_to_the_end():
        yield opened
        for context in contexts:
            context.close()
