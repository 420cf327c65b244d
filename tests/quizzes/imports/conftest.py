from collections.abc import Callable

import pytest
from django.test import Client

from quizzes.models import Quiz
from studyapp.accounts.models import User
from tests.factories import QuizFactory, UserFactory


@pytest.fixture
def quiz(db: None) -> Quiz:
    made: Quiz = QuizFactory(title="Knots")
    return made


@pytest.fixture
def ines(db: None) -> User:
    made: User = UserFactory(name="Ines")
    return made


@pytest.fixture
def desk(client_of: Callable[[User], Client], instructor: User) -> Client:
    return client_of(instructor)
