from datetime import timedelta

import pytest
from django.utils import timezone

from content.outline import Outline, outline
from quizzes import attempts
from quizzes.intro import QuizPage, find_quiz, find_section, quiz_page
from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, QuestionFactory, QuizFactory
from tests.world import World, open_attempt, option_ids

pytestmark = [pytest.mark.django_db, pytest.mark.words]


@pytest.fixture
def book(here: World) -> Outline:
    return outline("cloud")


def page(book: Outline, user: User | None, section: str = "") -> QuizPage:
    quiz = find_quiz(book, "databases")
    assert quiz is not None
    found = find_section(book, quiz, section)
    return quiz_page(book, quiz, section=found, user_id=None if user is None else user.pk)


def test_finds_quizzes_that_ask_something(here: World, book: Outline) -> None:
    QuestionFactory(quiz=QuizFactory(course=here.course, slug="drafts"), course=here.course)
    here.course.bump()
    book = outline("cloud")
    assert find_quiz(book, "drafts") is None
    assert find_quiz(book, "nothing") is None
    Quiz.objects.update(retired_at=timezone.now())
    here.course.bump()
    assert find_quiz(outline("cloud"), "databases") is None


def test_somebody_without_an_account_sees_what_it_is(book: Outline) -> None:
    seen = page(book, None)
    assert (seen.questions, seen.open, seen.history, seen.trend) == (4, None, [], None)
    assert [mode.value for mode in seen.modes] == ["practice", "graded"]
    assert "70 %" in seen.modes[1].description
    assert seen.chapter is not None
    assert seen.chapter.url == "/cloud/databases/"
    assert seen.start_url == "/cloud/databases/quiz/start/"


@pytest.mark.parametrize(("slug", "count"), [("rds", 2), ("dynamodb", 1), ("lab", 4), ("", 4)])
def test_of_one_section(book: Outline, slug: str, count: int) -> None:
    assert page(book, None, slug).questions == count


def test_the_attempt_under_way_stands_apart(learner: User, here: World, book: Outline) -> None:
    attempt = open_attempt(learner, here.quiz, Attempt.Mode.PRACTICE)
    for position, letters in ((1, "B"), (3, "D")):
        chosen = option_ids(attempt.responses.get(position=position), letters)
        attempts.answer(learner.pk, attempt.pk, position=position, chosen=chosen, now=NOON)
    seen = page(book, learner)
    assert seen.open is not None
    assert (seen.open.answered, seen.open.total, seen.open.mode_label) == (2, 4, "Practice")
    assert seen.open.url == attempt.get_absolute_url()
    assert seen.history == []


def test_the_newest_ten_are_listed(learner: User, other: User, here: World, book: Outline) -> None:
    made = []
    for day in range(12):
        when = NOON + timedelta(days=day)
        attempt, _new = attempts.start(learner.pk, here.quiz, mode=Attempt.Mode.GRADED, now=when)
        attempts.submit(learner.pk, attempt.pk, now=when)
        made.append(attempt.get_absolute_url())
    attempts.submit(other.pk, open_attempt(other, here.quiz).pk, now=NOON)
    seen = page(book, learner)
    assert [row.url for row in seen.history] == made[:1:-1]
    assert seen.trend is not None
    assert len(seen.trend.points) == 12
    assert seen.open is None
