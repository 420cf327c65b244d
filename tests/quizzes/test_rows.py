"""What is read by hand-written SQL must be what the models would have read."""

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from quizzes import attempts, rows
from quizzes.models import Attempt, Quiz, Response
from quizzes.responses import responses
from studyapp.accounts.models import User
from tests.quizzes.taking import GRADED, LATER, PRACTICE, begin, give, ids, three_questions

pytestmark = pytest.mark.django_db

FIELDS = [field.attname for field in Attempt._meta.concrete_fields]


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60)


def values(attempt: Attempt) -> list[object]:
    return [getattr(attempt, name) for name in FIELDS]


def by_the_models(attempt: Attempt) -> list[object]:
    return values(Attempt.objects.get(pk=attempt.pk))


class TestAttempt:
    @pytest.mark.parametrize("mode", [GRADED, PRACTICE])
    def test_is_as_the_models_read_it(self, learner: User, quiz: Quiz, mode: Attempt.Mode) -> None:
        attempt = begin(learner, quiz, mode)
        for _ in range(2):
            assert values(rows.with_course(learner.pk, attempt.pk)) == by_the_models(attempt)
            with transaction.atomic():
                assert values(rows.locked(learner.pk, attempt.pk)) == by_the_models(attempt)
            attempts.submit(learner.pk, attempt.pk, now=LATER)

    def test_knows_its_quiz_and_course(
        self, learner: User, quiz: Quiz, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        attempt = begin(learner, quiz)
        with django_assert_num_queries(1):
            found = rows.with_course(learner.pk, attempt.pk)
            assert (found.quiz.pk, found.quiz.slug, found.title) == (quiz.pk, quiz.slug, quiz.title)
            assert found.quiz.course.slug == quiz.course.slug
            assert found.quiz.course.revision == quiz.course.revision
        assert found.quiz.pass_mark == 60
        assert found.quiz.course.title == quiz.course.title

    def test_can_be_saved_again(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        found = rows.with_course(learner.pk, attempt.pk)
        found.pass_mark = 55
        found.save(update_fields=["pass_mark"])
        assert Attempt.objects.get(pk=attempt.pk).pass_mark == 55
        assert Attempt.objects.count() == 1

    def test_of_somebody_else_is_not_there(self, learner: User, other: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        for read in (rows.locked, rows.with_course):
            for user_id, pk in (
                (other.pk, attempt.pk),
                (learner.pk, uuid.uuid4()),
                (0, attempt.pk),
            ):
                with transaction.atomic(), pytest.raises(Attempt.DoesNotExist):
                    read(user_id, pk)


class TestLockedResponse:
    FIELDS = tuple(field.attname for field in Response._meta.concrete_fields)

    def locked(self, user_id: int, attempt_id: uuid.UUID, position: int) -> Response:
        with transaction.atomic():
            return rows.locked_response(user_id, attempt_id, position)

    @pytest.mark.parametrize("mode", [GRADED, PRACTICE])
    def test_is_as_the_models_read_it_and_so_is_its_attempt(
        self,
        learner: User,
        quiz: Quiz,
        mode: Attempt.Mode,
        django_assert_num_queries: DjangoAssertNumQueries,
    ) -> None:
        attempt = begin(learner, quiz, mode)
        give(attempt, 1, "A")
        attempts.flag(learner.pk, attempt.pk, position=3, flagged=True)
        for position in (1, 2, 3):
            found = self.locked(learner.pk, attempt.pk, position)
            stored = attempt.responses.get(position=position)
            assert [getattr(found, name) for name in self.FIELDS] == [
                getattr(stored, name) for name in self.FIELDS
            ]
            with django_assert_num_queries(0):
                assert found.attempt.is_open
            assert values(found.attempt) == by_the_models(attempt)

    def test_can_be_saved_again(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        found = self.locked(learner.pk, attempt.pk, 2)
        found.flagged = True
        found.save(update_fields=["flagged"])
        assert attempt.responses.get(flagged=True).position == 2

    def test_of_somebody_else_or_nowhere_is_not_there(
        self, learner: User, other: User, quiz: Quiz
    ) -> None:
        attempt = begin(learner, quiz)
        for user_id, pk, position in (
            (other.pk, attempt.pk, 1),
            (learner.pk, uuid.uuid4(), 1),
            (learner.pk, attempt.pk, 0),
            (learner.pk, attempt.pk, 4),
        ):
            with pytest.raises(Response.DoesNotExist):
                self.locked(user_id, pk, position)


class TestTimes:
    def test_without_a_zone_are_utc(self) -> None:
        bare = datetime(2026, 5, 4, 12, 30)
        assert rows.as_time(bare) == bare.replace(tzinfo=UTC)

    def test_with_a_zone_stay(self) -> None:
        there = datetime(2026, 5, 4, 12, 30, tzinfo=timezone(timedelta(hours=5)))
        assert rows.as_time(there) is there


class TestResponses:
    def test_are_as_the_models_read_them(
        self, learner: User, quiz: Quiz, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 1, "B")
        give(attempt, 2, "ABD")
        attempts.flag(learner.pk, attempt.pk, position=3, flagged=True)
        with django_assert_num_queries(1):
            found = responses(attempt)
        assert [row.chosen for row in found] == [
            frozenset(ids(attempt, position, letters))
            for position, letters in ((1, "B"), (2, "ABD"), (3, ""))
        ]
        stored = list(attempt.responses.order_by("position"))
        assert [row.id for row in found] == [response.pk for response in stored]
        assert [row.version_id for row in found] == [response.version_id for response in stored]
        assert [row.question_id for row in found] == [response.question_id for response in stored]
        assert [bool(row.flagged) for row in found] == [False, False, True]
        assert [row.answered for row in found] == [True, True, False]
        assert [row.verdict for row in found] == [None, None, None]

    def test_say_their_verdicts_once_graded(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 1, "A")
        attempts.submit(learner.pk, attempt.pk, now=LATER)
        assert [row.verdict for row in responses(attempt)] == ["right", "wrong", "wrong"]

    def test_of_another_attempt_do_not_mix(self, learner: User, other: User, quiz: Quiz) -> None:
        mine, theirs = begin(learner, quiz), begin(other, quiz)
        give(theirs, 1, "A")
        assert [row.answered for row in responses(mine)] == [False, False, False]
        assert [row.answered for row in responses(theirs)] == [True, False, False]
