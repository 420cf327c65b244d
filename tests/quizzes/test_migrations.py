"""What migrations do to the rows that they find."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from tests.factories import NOON, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

BOOK = ("content", "0001_initial")
"""The book as it was then: columns that came later may not be empty."""

BEFORE, AFTER = ("quizzes", "0002_immutable_words"), ("quizzes", "0004_guards_and_seeds")


def migrate(to: tuple[str, str]) -> Any:
    """The models as they are after the migration."""
    executor = MigrationExecutor(connection)
    executor.migrate([to, BOOK])
    return MigrationExecutor(connection).loader.project_state([to, BOOK]).apps


@pytest.fixture
def back(db: None) -> Iterator[Any]:
    """The models before; the database is as new again after the test."""
    yield migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def asked(apps: Any) -> tuple[Any, Any]:
    """A quiz and a question with an option, made of the models before."""
    course = apps.get_model("content", "Course").objects.create(slug="old", title="Old")
    quiz = apps.get_model("quizzes", "Quiz").objects.create(course=course, slug="q", title="Q")
    question = apps.get_model("quizzes", "Question").objects.create(course=course, code="c")
    version = apps.get_model("quizzes", "QuestionVersion").objects.create(
        question=question, number=1, kind="single", stem="?", fingerprint="f", created_at=NOON
    )
    option = apps.get_model("quizzes", "Option").objects.create(
        version=version, position=1, letter="A", text="Words", is_key=True
    )
    return quiz, option


def test_rows_from_before_there_were_seeds_and_guards(back: Any) -> None:
    """One way back and forth for all that is asked of it: each takes seconds."""
    quiz, option = asked(back)
    made = [
        back.get_model("quizzes", "Attempt").objects.create(
            user_id=UserFactory().pk,
            quiz=quiz,
            mode="graded",
            pass_mark=70,
            started_at=NOON,
            total=1,
        )
        for _ in range(3)
    ]
    assert is_guarded("text")
    after = migrate(AFTER)
    attempts = after.get_model("quizzes", "Attempt").objects.all()
    assert {a.pk: bytes(a.seed) for a in attempts} == {a.pk: a.pk.bytes for a in made}
    assert not any(attempt.partial_credit for attempt in attempts)
    kept = after.get_model("quizzes", "Option").objects.get()
    assert (kept.pk, kept.text, kept.place) == (option.pk, "Words", None)
    assert is_guarded("text")
    assert is_guarded("place")


def is_guarded(column: str) -> bool:
    """Whether the database refuses to change what an option says."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE quizzes_option SET {column} = '7'")
    except DatabaseError as refusal:
        return "never changes" in str(refusal)
    return False
