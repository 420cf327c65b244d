"""What the result of a quiz says of matching and ordering questions."""

import pytest
from django.test import Client

from quizzes import attempts
from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.asking import at
from tests.quizzes.placing import MATCHED, ORDERED, text_of
from tests.quizzes.taking import GRADED
from tests.world import World, form_of, open_attempt, with_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(here: World) -> World:
    return with_places(here)


def submitted(learner: User, quiz: Quiz, mode: Attempt.Mode = GRADED) -> Attempt:
    """An order half right and a match right in one, all else unanswered."""
    attempt = open_attempt(learner, quiz, mode)
    for position, places in ((ORDERED, {"A": 3, "B": 1}), (MATCHED, {"A": 2, "B": 1})):
        form = form_of(attempt.responses.get(position=position), places)
        placed = {int(name.removeprefix("place-")): int(value) for name, value in form.items()}
        attempts.answer(learner.pk, attempt.pk, position=position, placed=placed, now=NOON)
    attempts.submit(learner.pk, attempt.pk, now=NOON)
    return attempt


class TestResult:
    def test_of_all_or_nothing_says_what_was_right(
        self, mine: Client, learner: User, here: World
    ) -> None:
        words = text_of(mine.get(at("result", submitted(learner, here.quiz))))
        assert "0 % 0 of 6 right" in words
        assert "Question 5, wrong: 2 of 4 in the right place" in words
        assert "Question 6, wrong: 1 of 4 matched right" in words
        assert "wrong, you gave it no place" in words
        assert "wrong, you gave it no answer" in words
        assert "Question 1, not answered" in words

    def test_of_partial_credit_counts_the_parts(
        self, mine: Client, learner: User, here: World
    ) -> None:
        here.quiz.partial_credit = True
        here.quiz.save()
        got = mine.get(at("result", submitted(learner, here.quiz)))
        words = text_of(got)
        # A half and a quarter, of six.
        assert "12 % 0 of 6 fully right, parts count too" in words
        assert "Question 5, partly right: 2 of 4 in the right place" in words
        assert "is-partly" in got.content.decode()
        assert got.context["page"].filters[1].count == 6
        listed = mine.get("/attempts/").context["rows"][0]
        assert (listed.right, listed.percent, listed.passed) == (0, 12, False)

    def test_the_page_before_says_that_parts_count(
        self, mine: Client, learner: User, here: World
    ) -> None:
        said = "right in part earns a part of its mark"
        assert said not in text_of(mine.get(here.quiz.get_absolute_url()))
        here.quiz.partial_credit = True
        here.quiz.save()
        here.course.bump()
        assert said in text_of(mine.get(here.quiz.get_absolute_url()))
