from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from studyapp.accounts.models import User
from tests.books import sea
from tests.factories import NOON
from tests.world import World, world


@pytest.fixture
def here(db: None) -> World:
    return world()


@pytest.fixture
def mine(learner: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(learner)


@pytest.fixture
def desk(instructor: User, client_of: Callable[[User], Client]) -> Client:
    """An instructor signed in."""
    return client_of(instructor)


@pytest.fixture
def noon() -> Iterator[None]:
    """It is noon, and stays so."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a small course on sailing."""
    return sea(tmp_path / "sea")
