import pytest

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
