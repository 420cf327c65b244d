"""The windows that pages other than the exam's own name: open, and not yet sat in."""

from datetime import datetime, timedelta

import pytest

from content.outline import outline
from quizzes.models import Quiz, Window
from quizzes.open_windows import OpenWindow, open_windows
from studyapp.accounts.models import User
from tests.factories import NOON, WindowFactory, exam_at, submit
from tests.quizzes.examining import fixed
from tests.world import World, world

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def exam_of(here: World, title: str = "Mock 1") -> Quiz:
    made: Quiz = fixed(here.course, here.questions[:3], scored=2, slug="mock-1", title=title)
    here.course.bump()
    return made


def open_to(user: User, *courses: World, now: datetime = NOON) -> tuple[OpenWindow, ...]:
    """Outlines are read anew, as the course's page does."""
    outlines = [outline(each.course.slug) for each in courses]
    return open_windows(user.pk, outlines, now=now)


def titles(user: User, *courses: World, now: datetime = NOON) -> list[str]:
    return [window.title for window in open_to(user, *courses, now=now)]


def test_says_which_exam_it_is_of_where_it_is_begun_and_until_when(
    learner: User, here: World
) -> None:
    quiz = exam_of(here)
    WindowFactory(quiz=quiz, title="Spring class", closes_at=NOON + 8 * HOUR)
    (found,) = open_to(learner, here)
    closes = f"{NOON + 8 * HOUR:%-d %b %Y, %H:%M}"
    assert found == OpenWindow("Spring class", "Mock 1", quiz.get_absolute_url(), closes)


@pytest.mark.parametrize(
    ("now", "is_open"),
    [(NOON - HOUR, False), (NOON, True), (NOON + HOUR, True), (NOON + 2 * HOUR, False)],
)
def test_is_open_from_its_first_moment_up_to_its_last(
    learner: User, here: World, now: datetime, is_open: bool
) -> None:
    WindowFactory(quiz=exam_of(here), title="Spring", closes_at=NOON + 2 * HOUR)
    assert titles(learner, here, now=now) == (["Spring"] if is_open else [])


def test_not_one_that_was_called_off(learner: User, here: World) -> None:
    WindowFactory(quiz=exam_of(here), cancelled_at=NOON - HOUR)
    assert titles(learner, here) == []


def test_not_one_whose_exam_left_the_course(learner: User, here: World) -> None:
    quiz = exam_of(here)
    WindowFactory(quiz=quiz)
    Quiz.objects.filter(pk=quiz.pk).update(retired_at=NOON)
    here.course.bump()
    assert titles(learner, here) == []


@pytest.mark.parametrize("is_submitted", [False, True])
def test_not_to_who_has_begun_to_sit_in_it_but_to_everybody_else(
    learner: User, other: User, here: World, is_submitted: bool
) -> None:
    window: Window = WindowFactory(quiz=exam_of(here), title="Spring")
    attempt = exam_at(here.questions[:3], user=learner, window=window)
    if is_submitted:
        submit(attempt, ["A", "A", "A"])
    assert (titles(learner, here), titles(other, here)) == ([], ["Spring"])


def test_an_exam_sat_outside_of_it_or_in_an_earlier_one_hides_nothing(
    learner: User, here: World
) -> None:
    quiz = exam_of(here)
    earlier = WindowFactory(quiz=quiz, opens_at=NOON - 9 * HOUR, closes_at=NOON - HOUR)
    WindowFactory(quiz=quiz, title="Spring")
    for window in (earlier, None):
        attempt = exam_at(here.questions[:3], user=learner, quiz=quiz, window=window)
        submit(attempt, ["A", "A", "A"])
    assert titles(learner, here) == ["Spring"]


def test_those_that_close_first_come_first_and_only_of_the_courses_asked_for(
    learner: User, here: World
) -> None:
    elsewhere = world("other")
    mine, theirs = exam_of(here), exam_of(elsewhere)
    WindowFactory(quiz=mine, title="Late", closes_at=NOON + 5 * HOUR)
    WindowFactory(quiz=theirs, title="Soon", closes_at=NOON + HOUR)
    WindowFactory(quiz=mine, title="Between", closes_at=NOON + 3 * HOUR)
    assert titles(learner, here, elsewhere) == ["Soon", "Between", "Late"]
    assert titles(learner, here) == ["Between", "Late"]
    assert titles(learner) == []
