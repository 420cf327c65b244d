"""Windows: what instructors may do with them, and what an act never does."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from quizzes import proctoring
from quizzes.acts import NoReasonError
from quizzes.models import Attempt, ExamAct, Quiz, Window
from quizzes.proctoring import (
    CalledOffError,
    ChangedMeanwhileError,
    NotAnExamError,
    Plan,
    SameWindowError,
    State,
)
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    CourseFactory,
    ExamFactory,
    QuizFactory,
    UserFactory,
    WindowFactory,
    at,
    exam_at,
    submit,
)

pytestmark = pytest.mark.django_db


PLAN = Plan("Spring class", at(60), at(300), Window.Review.AFTER)


def plan_of(window: Window) -> Plan:
    return Plan(window.title, window.opens_at, window.closes_at, Window.Review(window.review))


def change(instructor: User, window: Window, now: datetime = NOON, **words: object) -> int:
    plan = replace(plan_of(window), **words)  # type: ignore[arg-type]
    return proctoring.change_window(instructor.pk, window.pk, plan, why="Why.", now=now)


def end_of(attempt: Attempt) -> datetime | None:
    return Attempt.objects.get(pk=attempt.pk).deadline_at


def test_a_window_is_opened_and_logged(instructor: User) -> None:
    exam: Quiz = ExamFactory()
    made = proctoring.open_window(instructor.pk, exam, PLAN, why="The class asked.", now=NOON)
    made.refresh_from_db()
    assert plan_of(made) == PLAN
    act = ExamAct.objects.get()
    assert (act.kind, act.by, act.window) == (ExamAct.Kind.OPENED, instructor, made)
    assert (act.why, act.course) == ("The class asked.", exam.course)
    assert act.detail.splitlines() == [
        "title: Spring class",
        "opens: 2026-05-04 13:00 UTC",
        "closes: 2026-05-04 17:00 UTC",
        "explanations: after the window",
    ]


@pytest.mark.parametrize(
    "quiz",
    [
        {"minutes": None},
        {"minutes": 90, "retired_at": NOON},
        {"minutes": 90, "kind": Quiz.Kind.CUSTOM},
    ],
)
def test_only_exams_in_use_have_windows(instructor: User, quiz: dict[str, object]) -> None:
    with pytest.raises(NotAnExamError):
        proctoring.open_window(instructor.pk, QuizFactory(**quiz), PLAN, why="Why.", now=NOON)
    assert not Window.objects.exists()


def test_a_form_sent_twice_opens_one_window(instructor: User) -> None:
    exam = ExamFactory()
    first = proctoring.open_window(instructor.pk, exam, PLAN, why="Why.", now=NOON)
    with pytest.raises(SameWindowError):
        proctoring.open_window(instructor.pk, exam, PLAN, why="Why.", now=NOON)
    proctoring.open_window(instructor.pk, ExamFactory(), PLAN, why="Why.", now=NOON)
    proctoring.call_off(instructor.pk, first.pk, why="Rain.", now=NOON)
    proctoring.open_window(instructor.pk, exam, PLAN, why="Sun.", now=NOON)
    assert exam.windows.count() == 2


def test_no_act_is_done_without_a_reason(instructor: User) -> None:
    window = WindowFactory()
    exam_at(1, window=window)
    before = Window.objects.values().get(pk=window.pk)
    for blank in ("", " \n"):
        with pytest.raises(NoReasonError):
            proctoring.open_window(instructor.pk, ExamFactory(), PLAN, why=blank, now=NOON)
        with pytest.raises(NoReasonError):
            proctoring.change_window(instructor.pk, window.pk, PLAN, why=blank, now=NOON)
        with pytest.raises(NoReasonError):
            proctoring.call_off(instructor.pk, window.pk, why=blank, now=NOON)
    assert Window.objects.values().get() == before
    assert not ExamAct.objects.exists()


def test_a_change_says_what_was_and_what_is(instructor: User) -> None:
    window: Window = WindowFactory(title="Spring")
    closes = window.closes_at + timedelta(hours=1)
    assert change(instructor, window, closes_at=closes, review=Window.Review.NEVER) == 0
    window.refresh_from_db()
    assert (window.closes_at, window.review) == (closes, Window.Review.NEVER)
    act = ExamAct.objects.get()
    assert act.kind == ExamAct.Kind.CHANGED
    assert act.detail.splitlines() == [
        "closes: 2026-05-04 20:00 UTC → 2026-05-04 21:00 UTC",
        "explanations: after the window → never",
    ]
    assert change(instructor, window) == 0
    assert ExamAct.objects.count() == 1, "nothing changed, so there is nothing to log"


@pytest.mark.parametrize(
    ("begun", "closed", "closes", "given"),
    [
        # (minutes after NOON of the start and of the window's end before and after; more minutes)
        (0, 60, 70, 10),
        (0, 60, 300, 30),
        (0, 120, 180, 0),
        (30, 100, 130, 20),
        (0, 60, 50, 0),
        (0, 300, 60, 0),
    ],
)
def test_a_later_end_gives_back_what_was_cut_and_an_earlier_one_takes_nothing(
    instructor: User, begun: int, closed: int, closes: int, given: int
) -> None:
    window = WindowFactory(closes_at=at(closed))
    extra = 30
    end = at(min(begun + 90, closed) + extra)
    sits = exam_at(1, window=window, started_at=at(begun), deadline_at=end)
    done = submit(exam_at(1, window=window, deadline_at=at(closed)), ["A"])
    over = exam_at(1, window=window, started_at=at(-200), deadline_at=at(-1))
    elsewhere = exam_at(1, window=WindowFactory(quiz=window.quiz, closes_at=at(closed)))
    others = [end_of(one) for one in (done, over, elsewhere)]
    moved = change(instructor, window, now=at(begun), closes_at=at(closes))
    assert moved == bool(given)
    assert end_of(sits) == end + timedelta(minutes=given)
    assert [end_of(one) for one in (done, over, elsewhere)] == others
    assert ("1 who sits now ends later" in ExamAct.objects.get().detail) == bool(given)


def test_two_instructors_do_not_overwrite_each_other(instructor: User, other: User) -> None:
    window = proctoring.open_window(instructor.pk, ExamFactory(), PLAN, why="Why.", now=NOON)
    seen = proctoring.newest_change(window)
    mine, theirs = replace(PLAN, title="Mine"), replace(PLAN, title="Theirs")
    proctoring.change_window(other.pk, window.pk, theirs, why="Why.", now=NOON, seen=seen)
    with pytest.raises(ChangedMeanwhileError) as refused:
        proctoring.change_window(instructor.pk, window.pk, mine, why="Why.", now=NOON, seen=seen)
    assert refused.value.act is not None
    assert refused.value.act.by == other
    window.refresh_from_db()
    assert window.title == "Theirs"
    seen = proctoring.newest_change(window)
    proctoring.change_window(instructor.pk, window.pk, mine, why="Why.", now=NOON, seen=seen)
    window.refresh_from_db()
    assert window.title == "Mine"


def test_a_window_called_off_stays_so_and_lets_those_who_sit_go_on(instructor: User) -> None:
    window = WindowFactory()
    sits = exam_at(1, window=window)
    end = end_of(sits)
    called = proctoring.call_off(instructor.pk, window.pk, why="Fire alarm.", now=at(5))
    assert called.cancelled_at == at(5)
    assert ExamAct.objects.get().detail == "1 who sits goes on"
    with pytest.raises(CalledOffError):
        proctoring.call_off(instructor.pk, window.pk, why="Again.", now=at(6))
    with pytest.raises(CalledOffError):
        change(instructor, window, title="Another")
    sits.refresh_from_db()
    assert (sits.is_open, sits.deadline_at) == (True, end)
    assert ExamAct.objects.count() == 1


@pytest.mark.parametrize(
    ("minute", "state"),
    [(-1, State.PLANNED), (0, State.OPEN), (479, State.OPEN), (480, State.CLOSED)],
)
def test_a_window_is_open_from_its_beginning_up_to_its_end(minute: int, state: State) -> None:
    window = WindowFactory.build(quiz=None)
    assert proctoring.state_of(window, at(minute)) == state
    window.cancelled_at = NOON
    assert proctoring.state_of(window, at(minute)) == State.CALLED_OFF


def test_a_learner_is_told_of_windows_that_are_planned_or_open(learner: User, other: User) -> None:
    course = CourseFactory()
    exam = ExamFactory(course=course)
    coming = WindowFactory(quiz=exam, opens_at=at(60))
    running = WindowFactory(quiz=exam)
    second = WindowFactory(quiz=ExamFactory(course=course), opens_at=at(-5))
    WindowFactory(quiz=exam, opens_at=at(-600), closes_at=NOON)
    WindowFactory(quiz=exam, cancelled_at=NOON)
    WindowFactory(quiz=ExamFactory(course=course, retired_at=NOON))
    WindowFactory()
    sat = exam_at(1, window=running, user=learner)
    exam_at(1, window=second, user=other)

    def told(user: User, quiz: Quiz | None = None) -> list[tuple[Window, State, bool]]:
        offers = proctoring.windows_for(user.pk, course, NOON, quiz=quiz)
        return [(offer.window, offer.state, offer.may_begin) for offer in offers]

    assert told(learner) == [
        (second, State.OPEN, True),
        (running, State.OPEN, False),
        (coming, State.PLANNED, False),
    ]
    assert told(learner, exam) == told(learner)[1:]
    assert told(other)[:2] == [(second, State.OPEN, False), (running, State.OPEN, True)]
    offers = proctoring.windows_for(learner.pk, course, NOON)
    assert [offer.attempt_id for offer in offers] == [None, sat.pk, None]


def test_the_database_refuses_a_window_that_closes_before_it_opens(instructor: User) -> None:
    window = WindowFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        change(instructor, window, closes_at=window.opens_at)
    assert not ExamAct.objects.exists()


def test_a_change_costs_the_same_however_many_sit(instructor: User) -> None:
    window: Window = WindowFactory(closes_at=at(60))
    costs = []
    for count in (1, 30):
        for _ in range(count):
            exam_at(1, window=window, deadline_at=window.closes_at, user=UserFactory())
        with CaptureQueriesContext(connection) as statements:
            change(instructor, window, closes_at=window.closes_at + timedelta(minutes=1))
        window.refresh_from_db()
        costs.append(len(statements))
    assert costs[0] == costs[1]
