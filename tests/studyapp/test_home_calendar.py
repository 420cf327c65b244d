"""The calendar of answers on the home page."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from quizzes.models import Attempt, Response
from studyapp.accounts.models import User
from studyapp.home import Day, HomePage, home_page
from tests.factories import UserFactory, attempt_at
from tests.world import World

pytestmark = pytest.mark.django_db


def page(user: User) -> HomePage:
    return home_page(user.pk)


class TestCalendar:
    def days(self, user: User) -> dict[date, Day]:
        return {day.date: day for week in page(user).calendar for day in week}

    def answered(self, user: User, here: World, *moments: datetime) -> None:
        attempt = attempt_at(here.questions, user=user)
        rows = list(attempt.responses.all())
        for response, when in zip(rows, moments, strict=False):
            response.answered_at = when
        Response.objects.bulk_update(rows, ["answered_at"])

    @time_machine.travel(datetime(2026, 5, 6, 12, tzinfo=UTC), tick=False)
    def test_is_five_weeks_up_to_this_one(self, learner: User, here: World) -> None:
        weeks = page(learner).calendar
        assert [len(week) for week in weeks] == [7] * 5
        assert (weeks[0][0].date, weeks[-1][-1].date) == (date(2026, 4, 6), date(2026, 5, 10))
        assert all(week[0].date.weekday() == 0 for week in weeks)
        future = [day.date for week in weeks for day in week if day.level is None]
        assert future == [date(2026, 5, day) for day in (7, 8, 9, 10)]

    @time_machine.travel(datetime(2026, 5, 6, 12, tzinfo=UTC), tick=False)
    def test_counts_ones_own_answers_a_day(self, learner: User, other: User, here: World) -> None:
        day = datetime(2026, 5, 5, 10, tzinfo=UTC)
        self.answered(learner, here, day, day, datetime(2026, 4, 5, 23, 59, tzinfo=UTC))
        self.answered(other, here, day)
        found = self.days(learner)
        assert (found[date(2026, 5, 5)].answers, found[date(2026, 5, 5)].level) == (2, 1)
        assert sum(day.answers for day in found.values()) == 2

    @pytest.mark.parametrize(
        ("zone", "day"),
        [("UTC", 5), ("Pacific/Auckland", 6), ("America/Los_Angeles", 5), ("Asia/Kolkata", 6)],
    )
    @time_machine.travel(datetime(2026, 5, 8, 12, tzinfo=UTC), tick=False)
    def test_days_begin_at_the_learners_midnight(
        self, here: World, client_of: Callable[[User], Client], zone: str, day: int
    ) -> None:
        user = UserFactory(time_zone=zone)
        self.answered(user, here, datetime(2026, 5, 5, 20, tzinfo=UTC))
        calendar = client_of(user).get("/").context["calendar"]
        assert [one.date for week in calendar for one in week if one.answers] == [
            date(2026, 5, day)
        ]

    @time_machine.travel(datetime(2026, 5, 10, 22, tzinfo=UTC), tick=False)
    def test_today_is_the_learners_too(
        self, here: World, client_of: Callable[[User], Client]
    ) -> None:
        """It is Monday in Auckland already, and the fifth week is the next one."""
        calendar = client_of(UserFactory(time_zone="Pacific/Auckland")).get("/").context["calendar"]
        assert calendar[-1][0].date == date(2026, 5, 11)
        assert calendar[-1][0].level == 0
        assert calendar[-1][1].level is None

    @pytest.mark.parametrize(
        ("answers", "level"), [(1, 1), (4, 1), (5, 2), (14, 2), (15, 3), (29, 3), (30, 4), (99, 4)]
    )
    def test_levels(self, learner: User, here: World, answers: int, level: int) -> None:
        now, asked = timezone.now(), here.questions[0]
        sat = Attempt.objects.bulk_create(
            Attempt(
                user=learner,
                quiz=here.quiz,
                mode="practice",
                pass_mark=70,
                started_at=now,
                submitted_at=now,
                total=1,
                counted=1,
                right=0,
                score=0,
            )
            for _ in range(answers)
        )
        Response.objects.bulk_create(
            Response(
                attempt=one, question=asked, version=asked.current, position=1, answered_at=now
            )
            for one in sat
        )
        assert self.days(learner)[timezone.localdate()].level == level
