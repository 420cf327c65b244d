"""More time for one person: what an act changes, and what it must leave alone."""

import uuid
from typing import Any

import pytest

from quizzes import acts
from quizzes.models import Attempt, ExamAct
from quizzes.more_time import (
    AnotherOpenError,
    MovedMeanwhileError,
    NotAnExamError,
    SubmittedError,
    extend,
    reopen,
)
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    QuizFactory,
    WindowFactory,
    at,
    attempt_at,
    choose,
    exam_at,
    question,
    submit,
)
from tests.quizzes.ended_exams import LEARNER, TIME, ended, stored

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("minute", "end"),
    [
        # While it runs, from its end; once that has passed unseen by anybody, from now.
        (30, 100),
        (89, 100),
        (90, 100),
        (95, 105),
    ],
)
def test_more_time_moves_the_end_of_one_person_alone(
    instructor: User, minute: int, end: int
) -> None:
    window = WindowFactory()
    attempt, beside = exam_at(2, window=window), exam_at(2, window=window)
    choose(attempt.responses.all()[0], "B")
    before, others = stored(attempt), stored(beside)
    extend(instructor.pk, attempt.pk, minutes=10, why="The alarm rang.", now=at(minute))
    before["attempt"]["deadline_at"] = at(end)
    assert stored(attempt) == before
    assert stored(beside) == others
    act = ExamAct.objects.get()
    assert (act.kind, act.by, act.at) == (ExamAct.Kind.EXTENDED, instructor, at(minute))
    assert (act.attempt, act.learner, act.window) == (attempt, attempt.user, window)
    assert act.detail == f"ends 2026-05-04 13:30 UTC → ends {at(end):%Y-%m-%d %H:%M} UTC"
    assert act.why == "The alarm rang."


def test_more_time_opens_what_time_has_closed(instructor: User) -> None:
    attempt = ended(TIME)
    before = stored(attempt)
    extend(instructor.pk, attempt.pk, minutes=10, why="It was too short.", now=at(92))
    attempt.refresh_from_db()
    assert (attempt.is_open, attempt.ended_by, attempt.deadline_at) == (True, "", at(102))
    after = stored(attempt)
    assert (after["choices"], after["saves"]) == (before["choices"], before["saves"])
    assert "the time was up" in ExamAct.objects.get().detail


def test_what_a_learner_has_submitted_does_not_go_on_by_more_time(instructor: User) -> None:
    attempt = ended(LEARNER)
    before = stored(attempt)
    with pytest.raises(SubmittedError):
        extend(instructor.pk, attempt.pk, minutes=10, why="Why.", now=at(30))
    assert stored(attempt) == before


def test_a_form_sent_twice_gives_its_minutes_once(instructor: User) -> None:
    attempt = exam_at(1)
    seen = attempt.deadline_at
    extend(instructor.pk, attempt.pk, minutes=10, why="Why.", now=at(1), seen=seen)
    with pytest.raises(MovedMeanwhileError):
        extend(instructor.pk, attempt.pk, minutes=10, why="Why.", now=at(1), seen=seen)
    attempt.refresh_from_db()
    assert attempt.deadline_at == at(100)
    assert ExamAct.objects.count() == 1


def test_there_is_one_open_attempt_at_an_exam_whatever_is_opened_again(
    instructor: User, learner: User
) -> None:
    attempt = ended(TIME, user=learner)
    exam_at([attempt.responses.all()[0].question], user=learner, quiz=attempt.quiz)
    before = stored(attempt)
    for act in (extend, reopen):
        with pytest.raises(AnotherOpenError):
            act(instructor.pk, attempt.pk, minutes=10, why="Why.", now=at(91))
    assert stored(attempt) == before
    assert not ExamAct.objects.exists()


@pytest.mark.parametrize("act", [extend, reopen])
def test_only_exams_have_time(instructor: User, act: Any) -> None:
    attempt = submit(attempt_at([question(quiz=QuizFactory())]), ["A"])
    with pytest.raises(NotAnExamError):
        act(instructor.pk, attempt.pk, minutes=10, why="Why.", now=NOON)
    with pytest.raises(Attempt.DoesNotExist):
        act(instructor.pk, uuid.uuid4(), minutes=10, why="Why.", now=NOON)


@pytest.mark.parametrize("act", [extend, reopen])
def test_no_act_is_done_without_a_reason(instructor: User, act: Any) -> None:
    attempt = ended(TIME)
    before = stored(attempt)
    with pytest.raises(acts.NoReasonError):
        act(instructor.pk, attempt.pk, minutes=10, why=" ", now=at(91))
    assert stored(attempt) == before
