"""Instructors and a learner at the same moment: it comes out as if one by one."""

import pytest

from quizzes import attempts, exams, more_time, tallies
from quizzes.models import Attempt, ExamAct, FormQuestion, Quiz
from quizzes.more_time import AnotherOpenError, MovedMeanwhileError
from studyapp.accounts.models import User
from tests.factories import ExamFactory, UserFactory, at, choose, exam_at, question, submit
from tests.quizzes.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 5


def instructors() -> list[User]:
    return [UserFactory(is_staff=True) for _ in range(2)]


def test_two_instructors_who_saw_the_same_end_give_more_time_once() -> None:
    attempt, people = exam_at(2), instructors()

    def give(who: User) -> bool:
        try:
            more_time.extend(
                who.pk, attempt.pk, minutes=10, why="W.", now=at(1), seen=attempt.deadline_at
            )
        except MovedMeanwhileError:
            return False
        return True

    given = at_once(*(lambda who=who: give(who) for who in people * 2))
    assert sorted(given) == [False, False, False, True]
    attempt.refresh_from_db()
    assert attempt.deadline_at == at(100)
    assert ExamAct.objects.count() == 1


def test_submitting_and_giving_more_time_leave_one_whole_state() -> None:
    who = instructors()[0]
    for _ in range(ROUNDS):
        attempt = exam_at(2)

        def give(attempt: Attempt = attempt) -> str:
            try:
                more_time.extend(who.pk, attempt.pk, minutes=10, why="W.", now=at(1))
            except more_time.SubmittedError:
                return "refused"
            return "given"

        def hand_in(attempt: Attempt = attempt) -> str:
            return str(attempts.submit(attempt.user_id, attempt.pk, now=at(1))[1])

        given, submitted = at_once(give, hand_in)
        attempt.refresh_from_db()
        assert submitted == "True"
        assert attempt.submitted_at is not None
        assert attempt.deadline_at == at(100 if given == "given" else 90)


def test_opening_again_and_beginning_another_leave_one_open() -> None:
    who, learner = instructors()[0], UserFactory()
    for _ in range(ROUNDS):
        quiz: Quiz = ExamFactory()
        asked = question(course=quiz.course)
        FormQuestion.objects.create(quiz=quiz, question=asked, position=1)
        attempt = submit(exam_at([asked], user=learner, quiz=quiz), ["A"])

        def again(attempt: Attempt = attempt) -> None:
            try:
                more_time.reopen(who.pk, attempt.pk, minutes=10, why="W.", now=at(1))
            except AnotherOpenError:
                return

        def begin(quiz: Quiz = quiz) -> None:
            exams.start(learner.pk, quiz, now=at(1))

        at_once(again, begin)
        assert Attempt.objects.open().filter(user=learner, quiz=quiz).count() == 1


def test_tallies_are_right_when_one_attempt_is_opened_while_another_is_graded() -> None:
    who, learner = instructors()[0], UserFactory()
    for _ in range(ROUNDS):
        done = submit(exam_at(6, user=learner), ["A"] * 6)
        asked = [response.question for response in done.responses.all()]
        other = exam_at(list(reversed(asked)), user=learner)
        for response in other.responses.all():
            choose(response, "B")
        tallies.rebuild()

        def again(done: Attempt = done) -> None:
            more_time.reopen(who.pk, done.pk, minutes=9, why="W.", now=at(1))

        def hand_in(other: Attempt = other) -> None:
            attempts.submit(learner.pk, other.pk, now=at(1))

        at_once(again, hand_in)
        assert tallies.stored() == tallies.derived()
