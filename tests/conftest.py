"""What every test may use: people, clients signed in as them, quick passwords, an empty cache."""

import gc
import os
import sys
from collections.abc import Callable, Generator, Iterator

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests import second_database
from tests.books import load_into
from tests.coverage_floor import is_measured
from tests.factories import UserFactory

# Playwright keeps an event loop in the tests' thread, beside which the ORM is used all the same.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "only the tests that could come out otherwise on another database"
    parser.addoption("--stored", action="store_true", help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--stored"):
        return
    kept = list(second_database.chosen(items))
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def pytest_collection_finish() -> None:
    """Django, the tests and what they import stay to the end: looking through all of it for what
    may go takes a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Lets the tests run untraced on which no floor of coverage rests: tracing doubles their cost.

    Not by pytest-cov's `no_cover`, which does nothing in the workers of xdist."""
    tracer = None if is_measured(item) else sys.gettrace()
    if tracer is None:
        return (yield)
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(tracer)


def pytest_configure() -> None:
    configured.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Rate limits are counted in the cache: in this process's memory, and emptied for every test.
    configured.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """Each test begins as a new process would: nothing cached, nothing kept of another's rows."""
    from django.core.cache import caches

    from content.kept import forget_everything
    from quizzes import wordings

    for cache in caches.all(initialized_only=True):
        cache.clear()
    forget_everything()
    wordings.forget()


@pytest.fixture(scope="module")
def shipped_course(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The course that ships, loaded once for the module's tests; each undoes what it writes."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_into(configured.COURSES_DIR)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def learner(db: None) -> User:
    made: User = UserFactory(name="Ada", email="ada@example.org")
    return made


@pytest.fixture
def other(db: None) -> User:
    """Somebody else, whose rows are none of the learner's business."""
    made: User = UserFactory(name="Bo", email="bo@example.org")
    return made


@pytest.fixture
def instructor(db: None) -> User:
    made: User = UserFactory(name="Ines", email="ines@example.org", is_staff=True)
    made.groups.add(ensure_group())
    return made


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """client_of(user): a test client signed in as that user."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
