"""Extra time in every exam of a course, and what one under way lacks of it."""

import pytest

from quizzes import acts, more_time
from quizzes.exams import MoreTime
from quizzes.exams import more_time as granted
from quizzes.models import ExamAct, ExtraTime, Quiz
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    CourseFactory,
    ExamFactory,
    ExtraTimeFactory,
    WindowFactory,
    at,
    exam_at,
)

pytestmark = pytest.mark.django_db


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
