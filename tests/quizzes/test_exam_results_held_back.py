"""What the result of an exam keeps to itself while its window says so."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, Window
from studyapp.accounts.models import User
from tests.quizzes.exam_told import CLOSES, ENDED, Review, sat, told, window
from tests.quizzes.under_way import sit
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(ENDED, tick=False) as traveller:
        yield traveller


class TestHeldBack:
    @pytest.mark.parametrize(
        ("review", "now", "explained"),
        [
            (Review.AT_ONCE, ENDED, True),
            (Review.AFTER, ENDED, False),
            (Review.AFTER, CLOSES, True),
            (Review.NEVER, CLOSES + timedelta(days=99), False),
        ],
    )
    def test_as_the_window_says(
        self, learner: User, here: World, review: Window.Review, now: datetime, explained: bool
    ) -> None:
        attempt = sat(learner, here, "A!", "BD!", window=window(here, review))
        page = told(attempt, now=now, show="wrong")
        assert page.score.value == 314
        assert page.explained is explained
        telling = (page.questions, page.filters[1].count, page.services, page.certainties)
        assert {bool(each) for each in telling} == {explained}
        assert (page.show == "wrong") is explained
        assert ("read" in [step.kind for step in page.next_steps]) is explained

    def test_until_the_last_one_is_done(self, learner: User, other: User, here: World) -> None:
        within = window(here, Review.AFTER)
        attempt = sat(learner, here, "A", window=within)
        until = CLOSES + timedelta(minutes=30)
        sit(other, here.quiz, window=within, deadline_at=until)
        assert not told(attempt, now=CLOSES).explained
        assert "14:30" in told(attempt, now=CLOSES).explained_from
        assert told(attempt, now=until + timedelta(minutes=1)).explained

    def test_says_when_or_that_never(
        self, learner: User, other: User, here: World, client_of: Callable[[User], Client]
    ) -> None:
        for user, review, words in (
            (learner, Review.AFTER, "The explanations come later"),
            (other, Review.NEVER, "The questions of this exam stay closed"),
        ):
            attempt = sat(user, here, "A", window=window(here, review))
            page = client_of(user).get(reverse("result", args=[attempt.pk])).content.decode()
            assert words in page
            assert 'id="questions"' not in page

    def test_nothing_is_asked_again_of_what_was_wrong(
        self, learner: User, here: World, mine: Client
    ) -> None:
        attempt = sat(learner, here, "B", window=window(here, Review.NEVER))
        got = mine.post(reverse("retake", args=[attempt.pk]), {"scope": "wrong"})
        assert got.status_code == 302
        assert list(Attempt.objects.all()) == [attempt]

    def test_one_sat_in_a_window_is_not_sat_again(self, learner: User, here: World) -> None:
        page = told(sat(learner, here, "A", window=window(here, Review.AT_ONCE)))
        assert page.quiz_url == ""
        assert "exam" not in [step.kind for step in page.next_steps]
