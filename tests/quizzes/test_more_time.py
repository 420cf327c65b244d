"""More time for one person: what an act changes, and what it must leave alone."""

import uuid
from typing import Any

import pytest

from quizzes import acts, attempts, more_time, tallies
from quizzes.exams import MoreTime
from quizzes.exams import more_time as granted
from quizzes.models import Attempt, ExamAct, ExtraTime, Quiz, Regrade, RegradedAttempt, Saved, Tally
from quizzes.more_time import (
    AnotherOpenError,
    MovedMeanwhileError,
    NotAnExamError,
    StillOpenError,
    SubmittedError,
    extend,
    reopen,
)
from quizzes.regrade_marks import Policy
from quizzes.regrading import undo
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    CourseFactory,
    ExamFactory,
    ExtraTimeFactory,
    QuizFactory,
    WindowFactory,
    at,
    attempt_at,
    choose,
    exam_at,
    question,
    saved,
    submit,
)
from tests.quizzes.regraded import applied, correction

pytestmark = pytest.mark.django_db
TIME, LEARNER = Attempt.EndedBy.TIME, Attempt.EndedBy.LEARNER


def stored(attempt: Attempt) -> dict[str, Any]:
    """Everything that is stored of an attempt."""
    return {
        "attempt": Attempt.objects.values().get(pk=attempt.pk),
        "responses": list(attempt.responses.order_by("pk").values()),
        "choices": list(attempt.responses.order_by("pk").values("choices__option")),
        "saves": list(attempt.saves.order_by("pk").values()),
        "tallies": tallies.stored(),
    }


def ended(by: str = LEARNER, letters: str = "AB", **fields: Any) -> Attempt:
    """A submitted exam with one answer right and one wrong, each with its save in the log."""
    attempt = exam_at(len(letters), **fields)
    submit(attempt, letters)
    for response in attempt.responses.all():
        saved(response, arrived_at=at(1))
    saved(response, arrived_at=at(95), outcome=Saved.Outcome.LATE)
    Attempt.objects.filter(pk=attempt.pk).update(ended_by=by)
    tallies.rebuild()
    attempt.refresh_from_db()
    return attempt


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


def test_opening_again_takes_the_marks_back_and_nothing_else(instructor: User, other: User) -> None:
    window = WindowFactory()
    attempt, beside = ended(window=window), ended(window=window, user=other)
    before, others = stored(attempt), stored(beside)
    reopen(instructor.pk, attempt.pk, minutes=20, why="Sent by mistake.", now=at(40))
    after = stored(attempt)
    assert after["attempt"] == before["attempt"] | {
        "submitted_at": None,
        "ended_by": "",
        "right": None,
        "score": None,
        "deadline_at": at(60),
    }
    assert after["responses"] == [
        row | {"score": None, "graded_at": None} for row in before["responses"]
    ]
    assert (after["choices"], after["saves"]) == (before["choices"], before["saves"])
    assert {name: stored(beside)[name] for name in others if name != "tallies"} == {
        name: others[name] for name in others if name != "tallies"
    }
    assert tallies.stored() == tallies.derived()
    assert not Tally.objects.filter(user=attempt.user).exists()
    assert Tally.objects.filter(user=other).count() == 2
    act = ExamAct.objects.get()
    assert (act.kind, act.attempt, act.window) == (ExamAct.Kind.REOPENED, attempt, window)
    assert act.detail == (
        "submitted 2026-05-04 12:00 UTC, 1 of 2 right → ends 2026-05-04 13:00 UTC"
    )


def test_opened_again_it_is_submitted_as_if_for_the_first_time(
    instructor: User, learner: User
) -> None:
    earlier = ended(user=learner)
    asked = [response.question for response in earlier.responses.all()]
    attempt = exam_at(asked, user=learner, quiz=ExamFactory(course=asked[0].course))
    submit(attempt, "BB")
    tallies.rebuild()
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    assert tallies.stored() == tallies.derived()
    assert {tally.answers for tally in Tally.objects.filter(user=learner)} == {1}
    choose(attempt.responses.all()[0], "A")
    closed, did = attempts.submit(learner.pk, attempt.pk, now=at(50))
    assert (did, closed.right, closed.score) == (True, 1, 0.5)
    assert tallies.stored() == tallies.derived()
    assert {tally.answers for tally in Tally.objects.filter(user=learner)} == {2}


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


def test_what_is_under_way_is_not_opened_again(instructor: User) -> None:
    attempt = exam_at(1)
    before = stored(attempt)
    with pytest.raises(StillOpenError):
        reopen(instructor.pk, attempt.pk, minutes=10, why="Why.", now=at(1))
    assert stored(attempt) == before


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


@pytest.mark.parametrize("undone", [False, True])
def test_an_attempt_that_was_regraded_is_opened_as_before_the_regrade(
    instructor: User, undone: bool
) -> None:
    """A void question counts again: what submission makes of it is for the regrades in force then.
    One that was undone has given back what it took, and its row stays as history."""
    attempt = ended()
    response = attempt.responses.all()[1]
    regrade = Regrade.objects.create(
        question=response.question,
        policy=Regrade.Policy.VOID,
        made_at=at(10),
        undone_at=at(20) if undone else None,
    )
    RegradedAttempt.objects.create(
        regrade=regrade,
        attempt=attempt,
        response=response,
        mark_before=0,
        mark_after=0,
        counted_before=True,
        counted_after=False,
        right_before=1,
        right_after=1,
        counted_total_before=2,
        counted_total_after=1,
        score_before=0.5,
        score_after=1,
    )
    if not undone:
        attempt.responses.filter(pk=response.pk).update(counts=False)
        Attempt.objects.filter(pk=attempt.pk).update(counted=1, score=1)
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    attempt.refresh_from_db()
    assert attempt.counted == 2
    assert set(attempt.responses.values_list("counts", flat=True)) == {True}
    assert regrade.attempts.exists() == undone


def test_questions_that_never_counted_go_on_not_counting(instructor: User) -> None:
    attempt = ended(letters="ABA")
    last = attempt.responses.all()[2]
    attempt.responses.filter(pk=last.pk).update(counts=False)
    Attempt.objects.filter(pk=attempt.pk).update(counted=2)
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    attempt.refresh_from_db()
    assert attempt.counted == 2
    assert list(attempt.responses.values_list("counts", flat=True)) == [True, True, False]


@pytest.mark.parametrize(
    ("steps", "details"),
    [
        ([(30, 0)], ["none → 30 minutes"]),
        ([(30, 0), (30, 0)], ["none → 30 minutes"]),
        (
            [(0, 25), (15, 25)],
            ["none → 25 % of the time", "25 % of the time → 15 minutes + 25 % of the time"],
        ),
        ([(30, 0), (0, 0), (0, 0)], ["none → 30 minutes", "30 minutes → none"]),
        ([(0, 0)], []),
    ],
)
def test_extra_time_is_set_changed_and_removed(
    instructor: User, learner: User, steps: list[tuple[int, int]], details: list[str]
) -> None:
    course = CourseFactory()
    running = exam_at(1, user=learner, quiz=ExamFactory(course=course))
    for minutes, percent in steps:
        more_time.set_extra_time(
            instructor.pk,
            learner.pk,
            course,
            minutes=minutes,
            percent=percent,
            why="A paper.",
            now=NOON,
        )
    held = list(ExtraTime.objects.values_list("user", "course", "minutes", "percent"))
    last = steps[-1]
    assert held == ([(learner.pk, course.pk, *last)] if any(last) else [])
    made = ExamAct.objects.order_by("pk")
    assert [act.detail for act in made] == details
    assert {(act.kind, act.learner, act.course) for act in made} <= {
        (ExamAct.Kind.ALLOWED, learner, course)
    }
    running.refresh_from_db()
    assert running.deadline_at == at(90), "what is under way is offered the change, not given it"


def test_extra_time_without_a_reason_is_not_set(instructor: User, learner: User) -> None:
    with pytest.raises(acts.NoReasonError):
        more_time.set_extra_time(
            instructor.pk, learner.pk, CourseFactory(), minutes=30, percent=0, why="", now=NOON
        )
    assert not ExtraTime.objects.exists()


@pytest.mark.parametrize(
    ("end", "closes", "minutes", "percent", "lacks"),
    [
        (90, None, 30, 0, 30),
        (90, None, 0, 25, 23),
        (100, None, 30, 0, 20),
        (120, None, 30, 0, 0),
        (150, None, 30, 0, 0),
        (60, 60, 30, 0, 30),
        (90, 400, 30, 0, 30),
    ],
)
def test_an_exam_under_way_lacks_what_it_has_not_been_given(
    learner: User, end: int, closes: int | None, minutes: int, percent: int, lacks: int
) -> None:
    exam: Quiz = ExamFactory()
    window = closes and WindowFactory(quiz=exam, closes_at=at(closes))
    attempt = exam_at(1, quiz=exam, user=learner, window=window or None, deadline_at=at(end))
    ExtraTimeFactory(user=learner, course=exam.course, minutes=minutes, percent=percent)
    exam_at(1, user=learner)
    (found,) = more_time.under_way(learner.pk, exam.course, at(1))
    assert found == attempt
    assert more_time.owed(found, granted(learner.pk, exam.course_id)) == lacks
    assert more_time.owed(found, MoreTime()) == 0
    assert not more_time.under_way(learner.pk, exam.course, at(end))


@pytest.mark.parametrize("policy", list(Policy))
def test_opened_after_a_regrade_it_is_graded_by_it_again_and_undone_as_if_never_opened(
    instructor: User, policy: Policy
) -> None:
    attempt = ended(letters="ABA")

    def came_to() -> list[Any]:
        found = attempt.responses.order_by("position").values_list("score", "counts")
        return [*found, *Attempt.objects.values_list("right", "counted", "score")]

    before = came_to()
    question = attempt.responses.all()[1].question
    regrade = applied(correction(question, "B", policy), instructor, now=at(30))
    regraded = came_to()
    assert regraded != before
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    assert came_to() == [(None, True)] * 3 + [(None, 3, None)]
    attempts.submit(attempt.user_id, attempt.pk, now=at(50))
    assert came_to() == regraded
    assert tallies.stored() == tallies.derived()
    undo(regrade, by=instructor.pk, why="Why.", now=at(60))
    assert came_to() == before
    assert tallies.stored() == tallies.derived()
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(70))
    undone = came_to()
    attempts.submit(attempt.user_id, attempt.pk, now=at(75))
    assert (undone[-1], came_to()) == ((None, 3, None), before)


def test_a_regrade_undone_while_the_attempt_is_open_leaves_it_alone(instructor: User) -> None:
    attempt = ended(letters="ABA")
    question = attempt.responses.all()[1].question
    regrade = applied(correction(question, "B", Policy.VOID), instructor, now=at(30))
    reopen(instructor.pk, attempt.pk, minutes=20, why="Why.", now=at(40))
    open_again = stored(attempt)
    undo(regrade, by=instructor.pk, why="Why.", now=at(45))
    assert stored(attempt) == open_again
    closed, _did = attempts.submit(attempt.user_id, attempt.pk, now=at(50))
    assert (closed.right, closed.counted, closed.score) == (2, 3, 2 / 3)
