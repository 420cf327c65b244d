"""What the database itself refuses, whoever writes to it."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Model

from quizzes.models import ImmutableError, MatchAnswer, Option, Question, QuestionVersion, Quiz
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    AttemptFactory,
    ChoiceFactory,
    MatchAnswerFactory,
    OptionFactory,
    ResponseFactory,
    TallyFactory,
    placed_question,
    question,
)
from tests.quizzes.taking import three_questions

pytestmark = [pytest.mark.django_db, pytest.mark.every_case]


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60)


WORDS: list[tuple[type[Model], dict[str, Any]]] = [
    (QuestionVersion, {"stem": "Other?"}),
    (QuestionVersion, {"kind": "multiple"}),
    (QuestionVersion, {"explanation": "Other."}),
    (QuestionVersion, {"number": 9}),
    (QuestionVersion, {"shuffle": False}),
    (Option, {"text": "Other"}),
    (Option, {"is_key": True}),
    (Option, {"rationale": "Other"}),
    (Option, {"letter": "Z"}),
    (Option, {"position": 9}),
    (Option, {"place": 9}),
    (MatchAnswer, {"text": "Other"}),
    (MatchAnswer, {"position": 9}),
]


@pytest.mark.parametrize(
    ("model", "change"), WORDS, ids=[f"{m.__name__}-{next(iter(c))}" for m, c in WORDS]
)
class TestWordsNeverChange:
    @pytest.fixture
    def row(self, db: None, model: type[Model]) -> Model:
        version = placed_question(1, 2, answers=2).current
        assert version is not None
        if model is QuestionVersion:
            return version
        rows: Any = version.options if model is Option else version.answers
        found: Model = rows.all()[0]
        return found

    def test_by_save(self, row: Model, change: dict[str, Any]) -> None:
        for name, value in change.items():
            setattr(row, name, value)
        with pytest.raises(ImmutableError):
            row.save()
        with pytest.raises(ImmutableError):
            row.save(update_fields=list(change))
        self.assert_as_before(row, change)

    def test_by_queryset(self, row: Model, model: Any, change: dict[str, Any]) -> None:
        rows = model.objects.filter(pk=row.pk)
        with pytest.raises(ImmutableError):
            rows.update(**change)
        with pytest.raises(ImmutableError):
            rows.bulk_update([row], list(change))
        with pytest.raises(ImmutableError):
            rows.update_or_create(pk=row.pk, defaults=change)
        self.assert_as_before(row, change)

    def test_by_hand(self, row: Model, change: dict[str, Any]) -> None:
        ((name, value),) = change.items()
        table = connection.ops.quote_name(row._meta.db_table)
        column = connection.ops.quote_name(name)
        sql = f"UPDATE {table} SET {column} = %s WHERE id = %s"
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql, [value, row.pk])
        self.assert_as_before(row, change)

    def assert_as_before(self, row: Model, change: dict[str, Any]) -> None:
        fresh = type(row)._base_manager.get(pk=row.pk)
        assert all(getattr(fresh, name) != value for name, value in change.items())


def test_the_html_of_words_may_be_rendered_anew() -> None:
    version = question().current
    assert version is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE quizzes_questionversion SET stem_html = %s WHERE id = %s", ["<p>x", version.pk]
        )
    version.refresh_from_db()
    assert version.stem_html == "<p>x"


class TestTheDatabaseRefuses:
    @pytest.mark.parametrize(
        "fields",
        [
            {"score": 1.0},
            {"graded_at": NOON},
            {"score": 1.5, "graded_at": NOON},
            {"score": -0.5, "graded_at": NOON},
        ],
    )
    def test_a_mark_without_grading_and_the_reverse(self, fields: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponseFactory(**fields)
        ResponseFactory(score=0.5, graded_at=NOON)

    @pytest.mark.parametrize(
        "fields",
        [
            {"score": 0.5},
            {"right": 1},
            {"submitted_at": NOON},
            {"submitted_at": NOON, "right": 1},
            {"submitted_at": NOON, "score": 1.0},
            {"submitted_at": NOON, "score": 1.0, "right": 2},
            {"submitted_at": NOON, "score": 1.1, "right": 1},
            {"total": 0},
        ],
    )
    def test_a_score_without_submission_and_the_reverse(self, fields: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            AttemptFactory(**fields)
        AttemptFactory(submitted_at=NOON, score=1.0, right=1)

    def test_two_open_attempts_at_a_quiz(self, learner: User, quiz: Quiz) -> None:
        AttemptFactory(user=learner, quiz=quiz, submitted_at=NOON, score=0, right=0)
        AttemptFactory(user=learner, quiz=quiz)
        with pytest.raises(IntegrityError), transaction.atomic():
            AttemptFactory(user=learner, quiz=quiz)

    def test_one_question_twice_in_an_attempt(self) -> None:
        first = ResponseFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponseFactory(attempt=first.attempt, question=first.question, position=2)
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponseFactory(attempt=first.attempt, position=first.position)

    def test_an_option_chosen_twice(self) -> None:
        choice = ChoiceFactory()
        with pytest.raises(IntegrityError), transaction.atomic():
            ChoiceFactory(response=choice.response, option=choice.option)

    @pytest.mark.parametrize("fields", [{"place": 0}, {"place": 1, "is_key": True}])
    def test_an_option_with_a_place_and_a_key_and_a_place_before_the_first(
        self, fields: dict[str, Any]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            OptionFactory(**fields)
        OptionFactory(place=1)
        OptionFactory(is_key=True)

    def test_a_place_given_before_the_first(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            ChoiceFactory(place=0)
        ChoiceFactory(place=1)

    def test_two_answers_of_one_number(self) -> None:
        answer = MatchAnswerFactory()
        for position in (answer.position, 0):
            with pytest.raises(IntegrityError), transaction.atomic():
                MatchAnswerFactory(version=answer.version, position=position)

    def test_more_right_answers_than_answers(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            TallyFactory(answers=1, right=2)

    def test_a_published_question_without_words(self, quiz: Quiz) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Question.objects.filter(quiz=quiz).update(current=None)
