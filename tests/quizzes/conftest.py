from collections.abc import Callable

import pytest
from django.test import Client

from studyapp.accounts.models import User
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
