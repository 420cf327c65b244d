"""What a window says of explanations, as its learners find it on their result and in their data."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes import attempts, exams, more_time, proctoring
from quizzes.models import Attempt, FormQuestion, Quiz, Window
from studyapp.accounts.models import User
from tests.factories import NOON, ExamFactory
from tests.world import TOKEN, World

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
CLOSES = NOON + timedelta(hours=2)
SUBMITTED = NOON + timedelta(minutes=5)


@pytest.fixture
def exam(here: World) -> Quiz:
    made: Quiz = ExamFactory(course=here.course, minutes=30)
    for position, asked in enumerate(here.questions, 1):
        FormQuestion.objects.create(quiz=made, question=asked, position=position)
    return made


def opened(instructor: User, exam: Quiz, review: Window.Review) -> Window:
    plan = proctoring.Plan("Spring class", NOON, CLOSES, review)
    return proctoring.open_window(instructor.pk, exam, plan, why="Why.", now=NOON)


def sat(user: User, window: Window) -> Attempt:
    begun, _made = exams.start(user.pk, window.quiz, now=NOON, window=window)
    return attempts.submit(user.pk, begun.pk, now=SUBMITTED)[0]


def explained(client: Client, attempt: Attempt, *, minutes: float) -> bool:
    """Whether the result tells so many minutes after the window's end why what is right."""
    with time_machine.travel(CLOSES + timedelta(minutes=minutes), tick=False):
        page = client.get(reverse("result", args=[attempt.pk]))
        data = client.get("/accounts/export/")
    assert page.status_code == data.status_code == 200
    told = TOKEN in page.content.decode()
    assert (TOKEN in data.content.decode()) == told, "the export tells what the page tells"
    return told


@pytest.mark.parametrize(
    ("review", "before", "after"),
    [
        (Window.Review.AT_ONCE, True, True),
        (Window.Review.AFTER, False, True),
        (Window.Review.NEVER, False, False),
    ],
)
def test_explanations_are_shown_when_the_window_says_so(
    mine: Client,
    learner: User,
    instructor: User,
    exam: Quiz,
    review: Window.Review,
    before: bool,
    after: bool,
) -> None:
    attempt = sat(learner, opened(instructor, exam, review))
    found = [explained(mine, attempt, minutes=minutes) for minutes in (-110, -0.1, 0, 6000)]
    assert found == [before, before, after, after]


def test_a_changed_policy_holds_at_once(
    mine: Client, learner: User, instructor: User, exam: Quiz
) -> None:
    window = opened(instructor, exam, Window.Review.AFTER)
    attempt = sat(learner, window)
    assert not explained(mine, attempt, minutes=-60)
    for review, told in ((Window.Review.AT_ONCE, True), (Window.Review.NEVER, False)):
        plan = proctoring.Plan(window.title, NOON, CLOSES, review)
        proctoring.change_window(instructor.pk, window.pk, plan, why="Why.", now=SUBMITTED)
        assert explained(mine, attempt, minutes=-60) is told


def test_nothing_is_explained_while_somebody_goes_on_with_more_time(
    mine: Client, learner: User, other: User, instructor: User, exam: Quiz
) -> None:
    window = opened(instructor, exam, Window.Review.AFTER)
    attempt, beside = sat(learner, window), sat(other, window)
    late = CLOSES - timedelta(minutes=10)
    more_time.reopen(instructor.pk, beside.pk, minutes=40, why="Why.", now=late)
    assert not explained(mine, attempt, minutes=20)
    assert explained(mine, attempt, minutes=31)


def test_an_attempt_that_is_opened_again_explains_nothing(
    mine: Client, learner: User, instructor: User, exam: Quiz
) -> None:
    attempt = sat(learner, opened(instructor, exam, Window.Review.AT_ONCE))
    assert explained(mine, attempt, minutes=-60)
    now = CLOSES - timedelta(minutes=60)
    more_time.reopen(instructor.pk, attempt.pk, minutes=30, why="Why.", now=now)
    with time_machine.travel(now, tick=False):
        page = mine.get(reverse("result", args=[attempt.pk]), follow=True)
        data = mine.get("/accounts/export/")
    assert TOKEN not in page.content.decode()
    assert TOKEN not in data.content.decode()
