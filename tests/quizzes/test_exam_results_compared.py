"""The result of an exam beside those of earlier ones."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from quizzes import attempts
from quizzes.models import Question
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.exam_told import CLOSES, ENDED, SCALE, Review, sat, told, window
from tests.quizzes.under_way import sit
from tests.world import World, ask

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(ENDED, tick=False) as traveller:
        yield traveller


class TestEarlierExams:
    def test_are_shown_oldest_first(self, learner: User, here: World) -> None:
        first = sat(learner, here, "A", started_at=NOON - timedelta(days=9))
        second = sat(learner, here, "A", "BC", started_at=NOON - timedelta(days=2))
        page = told(sat(learner, here, "A", "BC", "D"))
        assert page.earlier is not None
        drawn = page.earlier.sittings
        assert [one.score.value for one in drawn] == [314, 528, 750]
        assert [one.url for one in drawn] == [
            reverse("result", args=[first.pk]),
            reverse("result", args=[second.pk]),
            "",
        ]
        assert [one.x for one in drawn] == sorted({one.x for one in drawn})
        assert all(one.y_high < one.y < one.y_low for one in drawn)
        assert "no change can be told" in page.earlier.says

    @pytest.mark.parametrize(
        "fields",
        [
            {"started_at": NOON + timedelta(days=1)},
            {"scale": "0:0 100:100"},
        ],
        ids=["later", "on another scale"],
    )
    def test_others_are_left_out(self, learner: User, here: World, fields: dict[str, Any]) -> None:
        attempts.submit(
            learner.pk, sit(learner, here.quiz, **{"scale": SCALE} | fields).pk, now=ENDED
        )
        assert told(sat(learner, here, "A")).earlier is None

    @pytest.mark.parametrize(
        ("now", "told_then"), [(CLOSES - timedelta(minutes=1), False), (CLOSES, True)]
    )
    def test_of_one_held_back_the_score_alone_is_compared(
        self, learner: User, here: World, now: datetime, told_then: bool
    ) -> None:
        Question.objects.update(task=here.tasks[0])
        for n in range(4):
            asked = ask(here.quiz, "A", code=f"more-{n}", position=10 + n)
            Question.objects.filter(pk=asked.pk).update(task=here.tasks[0])
        here.course.bump()
        within = window(here, Review.AFTER)
        sat(learner, here, "A", started_at=NOON - timedelta(minutes=9), window=within)
        page = told(sat(learner, here, "A", "BC"), now=now)
        assert page.earlier is not None
        assert page.domains[0].change.startswith("last time 1/8") is told_then

    def test_nor_is_somebody_elses_shown(self, learner: User, other: User, here: World) -> None:
        sat(other, here, "A", started_at=NOON - timedelta(days=9))
        assert told(sat(learner, here, "A")).earlier is None
