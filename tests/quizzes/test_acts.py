import pytest
from django.db import IntegrityError, connection, transaction

from quizzes import acts
from quizzes.models import ExamAct, ImmutableError
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory, QuizFactory, attempt_at, question

pytestmark = pytest.mark.django_db


def test_an_act_says_who_when_why_and_what(instructor: User) -> None:
    course = CourseFactory()
    made = acts.log(
        ExamAct.Kind.ALLOWED, instructor.pk, course, "  A broken arm.\n", now=NOON, detail="0 → 30"
    )
    made.refresh_from_db()
    assert (made.by, made.at, made.course) == (instructor, NOON, course)
    assert (made.why, made.detail) == ("A broken arm.", "0 → 30")


@pytest.mark.parametrize("why", ["", "  ", "\n\t "])
def test_nothing_is_done_without_saying_why(instructor: User, why: str) -> None:
    with pytest.raises(acts.NoReasonError):
        acts.log(ExamAct.Kind.ALLOWED, instructor.pk, CourseFactory(), why, now=NOON)
    assert not ExamAct.objects.exists()


def test_an_act_outlives_its_account_and_is_never_changed(instructor: User) -> None:
    made = acts.log(ExamAct.Kind.ALLOWED, instructor.pk, CourseFactory(), "Why.", now=NOON)
    made.why = "Another reason."
    with pytest.raises(ImmutableError):
        made.save()
    instructor.delete()
    made.refresh_from_db()
    assert (made.by, made.why) == (None, "Why.")


def test_an_act_about_an_attempt_is_about_its_learner(instructor: User, learner: User) -> None:
    attempt = attempt_at([question(quiz=QuizFactory())], user=learner)
    made = acts.log(
        ExamAct.Kind.EXTENDED, instructor.pk, attempt.quiz.course, "Why.", now=NOON, attempt=attempt
    )
    assert (made.attempt, made.learner) == (attempt, learner)


@pytest.mark.parametrize("column", ["why", "at", "kind"])
def test_the_database_itself_refuses_to_change_the_log(instructor: User, column: str) -> None:
    acts.log(ExamAct.Kind.ALLOWED, instructor.pk, CourseFactory(), "Why.", now=NOON)
    with connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute(f"UPDATE quizzes_examact SET {column} = {column}")
