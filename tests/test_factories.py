import inspect
from typing import Any

import pytest
from factory.django import DjangoModelFactory

from quizzes.models import Attempt, Question, QuestionVersion
from tests import factories
from tests.factories import attempt_at, question, reword, submit

pytestmark = pytest.mark.django_db

FACTORIES = [
    made
    for _, made in inspect.getmembers(factories, inspect.isclass)
    if issubclass(made, DjangoModelFactory) and made is not DjangoModelFactory
]


@pytest.mark.parametrize("factory", FACTORIES, ids=lambda made: made.__name__)
def test_every_factory_makes_two_valid_rows(factory: type[DjangoModelFactory[Any]]) -> None:
    for row in (factory.create(), factory.create()):
        row.refresh_from_db()
        row.full_clean()


def test_a_question_is_published_with_its_words() -> None:
    made = question(key="AC", texts=["one", "two", "three"])
    made.refresh_from_db()
    assert made.status == Question.Status.PUBLISHED
    assert made.current is not None
    assert made.current.kind == QuestionVersion.Kind.MULTIPLE
    assert [(o.letter, o.text, o.is_key) for o in made.current.options.all()] == [
        ("A", "one", True),
        ("B", "two", False),
        ("C", "three", True),
    ]


def test_rewording_makes_the_next_version_current() -> None:
    made = question()
    first = made.current
    second = reword(made, key="B")
    made.refresh_from_db()
    assert (made.current, second.number) == (second, 2)
    assert first in made.versions.all()


def test_a_submitted_attempt_has_its_score() -> None:
    quiz = factories.QuizFactory()
    attempt = attempt_at([question(quiz=quiz, key="A"), question(quiz=quiz, key="BC")])
    submit(attempt, ["A", "B"])
    stored = Attempt.objects.get()
    assert (stored.right, stored.score, stored.passed) == (1, 0.5, False)
