from datetime import datetime, timedelta

import pytest

from quizzes import attempts
from quizzes.models import Attempt, Quiz, Window
from quizzes.reviewing import may_review, withheld, withheld_questions
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.taking import GRADED, PRACTICE, begin, three_questions
from tests.quizzes.under_way import SOON, exam, give, seconds_after, sit

pytestmark = pytest.mark.django_db

AT_ONCE, AFTER, NEVER = Window.Review.AT_ONCE, Window.Review.AFTER, Window.Review.NEVER
CLOSES = NOON + timedelta(hours=1)


@pytest.fixture
def quiz() -> Quiz:
    return exam()


def window(quiz: Quiz, review: Window.Review) -> Window:
    return Window.objects.create(
        quiz=quiz, title="Friday", opens_at=NOON, closes_at=CLOSES, review=review
    )


def sat(user: User, quiz: Quiz, within: Window | None) -> Attempt:
    attempt = sit(user, quiz, window=within, deadline_at=CLOSES)
    return attempts.submit(user.pk, attempt.pk, now=SOON)[0]


@pytest.mark.parametrize("mode", [PRACTICE, GRADED])
def test_what_is_no_exam_is_explained_once_submitted(learner: User, mode: Attempt.Mode) -> None:
    attempt = begin(learner, three_questions(), mode)
    assert not may_review(attempt, SOON)
    closed, _did = attempts.submit(learner.pk, attempt.pk, now=SOON)
    assert may_review(closed, SOON)


def test_an_exam_of_ones_own_is_explained_once_submitted(learner: User, quiz: Quiz) -> None:
    assert not may_review(sit(learner, quiz), seconds_after(10**6))
    Attempt.objects.all().delete()
    assert may_review(sat(learner, quiz, None), SOON)


@pytest.mark.parametrize("review", Window.Review)
def test_nothing_of_an_open_one_is(learner: User, quiz: Quiz, review: Window.Review) -> None:
    attempt = sit(learner, quiz, window=window(quiz, review))
    assert not may_review(attempt, seconds_after(10**6))


@pytest.mark.parametrize(
    ("review", "now", "allowed"),
    [
        (AT_ONCE, SOON, True),
        (AFTER, SOON, False),
        (AFTER, CLOSES - timedelta(seconds=1), False),
        (AFTER, CLOSES, True),
        (NEVER, SOON, False),
        (NEVER, CLOSES + timedelta(days=365), False),
    ],
)
def test_a_window_says_when(
    learner: User, quiz: Quiz, review: Window.Review, now: datetime, allowed: bool
) -> None:
    assert may_review(sat(learner, quiz, window(quiz, review)), now) is allowed


def test_afterwards_waits_for_who_has_more_time(learner: User, other: User, quiz: Quiz) -> None:
    within = window(quiz, AFTER)
    mine = sat(learner, quiz, within)
    ends = CLOSES + timedelta(minutes=30)
    sit(other, quiz, window=within, deadline_at=ends)
    assert [may_review(mine, ends + timedelta(seconds=s)) for s in (-1, 0, 10, 11)] == [
        False,
        False,
        False,
        True,
    ]


def test_another_window_is_none_of_its_business(learner: User, other: User, quiz: Quiz) -> None:
    mine = sat(learner, quiz, window(quiz, AFTER))
    sit(other, quiz, window=window(quiz, AFTER), deadline_at=CLOSES + timedelta(days=1))
    assert may_review(mine, CLOSES)


@pytest.mark.parametrize("review", Window.Review)
@pytest.mark.parametrize(
    "now",
    [
        SOON,
        CLOSES - timedelta(seconds=1),
        CLOSES,
        CLOSES + timedelta(minutes=30, seconds=10),
        CLOSES + timedelta(minutes=30, seconds=11),
    ],
)
@pytest.mark.parametrize("running", [False, True])
def test_in_sql_the_policy_says_the_same(
    learner: User,
    other: User,
    quiz: Quiz,
    review: Window.Review,
    now: datetime,
    running: bool,
) -> None:
    within = window(quiz, review)
    attempt = sit(learner, quiz, window=within, deadline_at=CLOSES)
    give(attempt, 1, "A")
    closed, _did = attempts.submit(learner.pk, attempt.pk, now=SOON)
    if running:
        sit(other, quiz, window=within, deadline_at=CLOSES + timedelta(minutes=30))
    held = not may_review(closed, now)
    assert bool(withheld(learner.pk, now)) is held
    assert bool(withheld_questions(learner.pk, now)) is held
    assert withheld(other.pk, now) == withheld_questions(other.pk, now) == frozenset()
