"""A simulated class is made of real sittings, and leaves no trace when it is taken away."""

import re
from datetime import UTC, datetime
from io import StringIO
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from content.models import SectionRead
from quizzes import tallies
from quizzes.models import Attempt, Quiz, Response
from studyapp import demo
from studyapp.accounts.models import User
from tests.factories import QuizFactory, placed_question, question

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    for key in ("A", "B", "AC", "D", "C"):
        question(quiz=made, course=made.course, key=key)
    placed_question(3, 1, 2, quiz=made)
    placed_question(2, 2, 4, answers=4, quiz=made)
    return made


def simulate(seed: int = 1, learners: int = 3) -> list[User]:
    told: list[str] = []
    users = demo.simulate(
        learners, password="a very long one", now=NOW, random=Random(seed), told=told.append
    )
    assert len(told) == learners
    return users


def test_learners_sit_the_quiz_and_tallies_stay_true(quiz: Quiz) -> None:
    simulate()
    assert Attempt.objects.submitted().filter(quiz=quiz).count() >= 6
    assert not Attempt.objects.open().exists()
    assert tallies.derived() == tallies.stored()
    assert not Attempt.objects.filter(submitted_at__gt=NOW).exists()


class Interrupted(Random):
    """Ends in the midst of the second learner."""

    asked = 0

    def random(self) -> float:
        self.asked += 1
        if Attempt.objects.count() and User.objects.count() == 2 and self.asked % 7 == 0:
            raise KeyboardInterrupt
        return super().random()


def test_a_class_that_is_interrupted_holds_whole_learners(quiz: Quiz) -> None:
    told: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        demo.simulate(
            3, password="a very long one", now=NOW, random=Interrupted(1), told=told.append
        )
    assert User.objects.count() == len(told) == 1
    assert not Attempt.objects.open().exists()


def test_orders_and_matches_are_answered_whole_some_right_some_not(quiz: Quiz) -> None:
    simulate(learners=6)
    for kind, options in (("ordering", 3), ("matching", 3)):
        given = Response.objects.filter(version__kind=kind).exclude(answered_at=None)
        assert {response.choices.exclude(place=None).count() for response in given} == {options}
        assert set(given.values_list("score", flat=True)) == {0.0, 1.0}


def test_the_same_seed_makes_the_same_class(quiz: Quiz) -> None:
    simulate(seed=5)
    first = list(Attempt.objects.order_by("started_at").values_list("right", "mode", "started_at"))
    User.objects.all().delete()
    simulate(seed=5)
    again = list(Attempt.objects.order_by("started_at").values_list("right", "mode", "started_at"))
    assert first == again


def test_the_able_are_right_more_often() -> None:
    chances = [demo.chance_of_right(ability, 0.0, 4) for ability in (-3.0, 0.0, 3.0)]
    assert chances == sorted(chances)
    assert chances[1] == pytest.approx(0.625)
    assert demo.chance_of_right(-50.0, 0.0, 4) == pytest.approx(0.25)


def test_the_command_says_how_to_sign_in(quiz: Quiz, client: Client) -> None:
    said = StringIO()
    call_command("demo", "--learners", "2", stdout=said, stderr=StringIO())
    found = re.search(r"Sign in as (\S+) with the password (\S+)", said.getvalue())
    assert found is not None
    answer = client.post("/accounts/login/", {"login": found[1], "password": found[2]})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_a_second_class_is_refused_and_the_first_removed(quiz: Quiz) -> None:
    call_command("demo", "--learners", "2", stdout=StringIO(), stderr=StringIO())
    with pytest.raises(CommandError, match="there is a simulated class already"):
        call_command("demo", "--learners", "2", stdout=StringIO(), stderr=StringIO())
    call_command("demo", "--remove", stdout=StringIO())
    assert not User.objects.exists()
    assert not Attempt.objects.exists()
    assert not SectionRead.objects.exists()


def test_without_a_quiz_it_says_what_to_do_first() -> None:
    with pytest.raises(CommandError, match="load_content"):
        call_command("demo", stdout=StringIO(), stderr=StringIO())
