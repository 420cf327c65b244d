from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from quizzes.history import TREND_HEIGHT, TREND_WIDTH, percent, row, trend, trends
from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, AttemptFactory, QuizFactory, question

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory(pass_mark=70)
    return made


def sat(user: User, quiz: Quiz, right: int, *, day: int = 0, **fields: Any) -> Attempt:
    """A submitted graded attempt with so many of ten right."""
    when = NOON + timedelta(days=day)
    made: Attempt = AttemptFactory(
        **{
            "user": user,
            "quiz": quiz,
            "total": 10,
            "right": right,
            "score": right / 10,
            "started_at": when,
            "submitted_at": when,
            **fields,
        }
    )
    return made


@given(st.integers(0, 2000), st.integers(1, 2000), st.integers(0, 100))
def test_a_percentage_never_reaches_a_mark_that_was_missed(
    right: int, total: int, mark: int
) -> None:
    right = min(right, total)
    assert (percent(right, total) >= mark) == (right * 100 >= mark * total)
    assert 0 <= percent(right, total) <= 100


@pytest.mark.parametrize(
    ("right", "mode", "passed"),
    [(7, "graded", True), (6, "graded", False), (10, "practice", None)],
)
def test_a_row_says_how_it_went(
    learner: User, quiz: Quiz, right: int, mode: str, passed: bool | None
) -> None:
    question(quiz=quiz)
    made = row(sat(learner, quiz, right, mode=mode))
    assert (made.percent, made.passed, made.is_open) == (right * 10, passed, False)
    assert (made.quiz_url, made.mode) == (quiz.get_absolute_url(), mode)


@pytest.mark.parametrize(
    ("right", "scale", "scaled", "passed"),
    [
        (7, "0:100 70:700 100:1000", 700, True),
        (6, "0:100 70:700 100:1000", 614, False),
        (7, "", None, True),
    ],
)
def test_a_row_of_an_exam_tells_its_scaled_score(
    learner: User, quiz: Quiz, right: int, scale: str, scaled: int | None, passed: bool
) -> None:
    fields: dict[str, Any] = {"mode": "exam", "deadline_at": NOON, "scale": scale}
    fields |= {"total": 13, "counted": 10}
    made = row(sat(learner, quiz, right, **fields))
    assert (made.scaled, made.percent, made.passed) == (scaled, right * 10, passed)
    assert (made.right, made.counted, made.total) == (right, 10, 13)


def test_exams_make_a_trend_of_their_own(learner: User, quiz: Quiz) -> None:
    fields: dict[str, Any] = {"mode": "exam", "deadline_at": NOON, "scale": "0:0 100:10"}
    for day, right in enumerate((3, 8)):
        sat(learner, quiz, right, day=day, **fields)
    (found,) = trends(learner.pk)
    assert [point.percent for point in found.trend.points] == [30, 80]


def test_an_exam_on_the_lists(
    learner: User, quiz: Quiz, client_of: Callable[[User], Client]
) -> None:
    sat(learner, quiz, 7, mode="exam", deadline_at=NOON, scale="0:100 70:700 100:1000")
    client = client_of(learner)
    listed = client.get(reverse("attempts")).content.decode()
    assert '<abbr title="on the practice scale">700</abbr>' in listed
    home = client.get("/").content.decode()
    assert "Your last exam" in home
    assert "on the practice scale" in home


def test_a_row_of_an_open_attempt_says_nothing_yet(quiz: Quiz) -> None:
    made = row(AttemptFactory(quiz=quiz))
    assert (made.percent, made.right, made.passed, made.is_open) == (None, None, None, True)


def test_a_trend_runs_from_the_oldest_to_the_newest(learner: User, quiz: Quiz) -> None:
    rows = [row(sat(learner, quiz, right, day=day)) for day, right in ((2, 9), (0, 0), (1, 10))]
    line = trend(rows)
    assert line is not None
    assert [point.percent for point in line.points] == [0, 100, 90]
    assert [point.x for point in line.points] == sorted(point.x for point in line.points)
    low, high, last = (point.y for point in line.points)
    assert 0 < high < last < line.pass_y < low < TREND_HEIGHT
    assert 0 < line.points[0].x < line.points[-1].x < TREND_WIDTH
    assert line.pass_mark == 70
    assert line.polyline.count(",") == 3


def test_one_attempt_makes_no_trend(learner: User, quiz: Quiz) -> None:
    assert trend([]) is None
    assert trend([row(sat(learner, quiz, 5))]) is None


def test_only_graded_attempts_at_the_whole_quiz_make_a_trend(learner: User, quiz: Quiz) -> None:
    others: list[dict[str, str]] = [
        {"mode": "practice"},
        {"scope": "wrong"},
        {"scope": "section"},
    ]
    made = [sat(learner, quiz, 1, day=n, **other) for n, other in enumerate(others)]
    made += [sat(learner, quiz, 5, day=7), sat(learner, quiz, 6, day=8)]
    made.append(AttemptFactory(user=learner, quiz=quiz, started_at=NOON))
    line = trend([row(attempt) for attempt in made])
    assert line is not None
    assert [point.percent for point in line.points] == [50, 60]
    (found,) = trends(learner.pk)
    assert found.trend == line


def test_each_learner_has_trends_of_their_own(learner: User, other: User, quiz: Quiz) -> None:
    second: Quiz = QuizFactory()
    whose = [(learner, quiz), (learner, quiz), (learner, second), (other, quiz), (other, quiz)]
    for day, (user, of) in enumerate(whose):
        sat(user, of, day, day=day)
    (mine,) = trends(learner.pk)
    assert (mine.title, [p.percent for p in mine.trend.points]) == (quiz.title, [0, 10])
    assert len(trends(other.pk)) == 1


def test_the_page_lists_ones_own_newest_first(
    learner: User, other: User, quiz: Quiz, client_of: Callable[[User], Client]
) -> None:
    mine = [sat(learner, quiz, n % 10, day=n) for n in range(30)]
    sat(other, quiz, 3, day=99)
    client = client_of(learner)
    first = client.get(reverse("attempts"))
    second = client.get(reverse("attempts"), {"page": 2})
    listed = [row.url for page in (first, second) for row in page.context["rows"]]
    assert listed == [attempt.get_absolute_url() for attempt in reversed(mine)]
