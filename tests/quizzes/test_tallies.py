import random
from contextlib import suppress
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from quizzes import attempts, tallies
from quizzes.attempts import AttemptClosedError, Selection
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Quiz, Tally
from quizzes.tallies import Verdict
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, UserFactory, at, question
from tests.world import option_ids

pytestmark = pytest.mark.django_db


def row(user: User) -> tuple[int, int, bool, datetime]:
    tally = Tally.objects.get(user=user)
    return tally.answers, tally.right, tally.last_right, tally.last_answered_at


def test_verdicts_add_up(learner: User) -> None:
    asked = question().pk
    steps = [(True, (1, 1, True)), (False, (2, 1, False)), (True, (3, 2, True))]
    for minute, (right, expected) in enumerate(steps):
        tallies.add(learner.pk, [Verdict(asked, right)], now=at(minute))
        assert row(learner) == (*expected, at(minute))


def test_a_verdict_that_comes_late_counts_but_is_not_the_newest(learner: User) -> None:
    asked = question().pk
    tallies.add(learner.pk, [Verdict(asked, True)], now=at(10))
    tallies.add(learner.pk, [Verdict(asked, False)], now=at(5))
    assert row(learner) == (2, 1, True, at(10))


def test_of_two_at_the_same_moment_the_later_write_is_the_newest(learner: User) -> None:
    asked = question().pk
    tallies.add(learner.pk, [Verdict(asked, True)], now=NOON)
    tallies.add(learner.pk, [Verdict(asked, False)], now=NOON)
    assert row(learner) == (2, 1, False, NOON)


def test_nothing_to_count_asks_nothing(
    learner: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        tallies.add(learner.pk, [], now=NOON)


def test_learners_are_counted_apart(learner: User, other: User) -> None:
    asked = question().pk
    tallies.add(learner.pk, [Verdict(asked, True)], now=NOON)
    tallies.add(other.pk, [Verdict(asked, False)], now=NOON)
    assert (row(learner)[1], row(other)[1]) == (1, 0)


class History:
    """Learners who answer, change their minds, submit and begin again, at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.quizzes: list[Quiz] = [QuizFactory(), QuizFactory()]
        for quiz in self.quizzes:
            for key in ("A", "B", "AC"):
                question(quiz=quiz, key=key)
        self.users = [UserFactory() for _ in range(3)]
        self.minute = 0

    def step(self) -> None:
        user, quiz = self.chance.choice(self.users), self.chance.choice(self.quizzes)
        mode = self.chance.choice(list(Attempt.UNTIMED))
        # Clocks jump back now and then.
        self.minute += self.chance.choice([0, 1, 1, 1, 5, -3])
        attempt, _made = attempts.start(user.pk, quiz, mode=mode, now=at(self.minute))
        for _ in range(self.chance.randint(0, 5)):
            self.answer(user, attempt)
        if self.chance.random() < 0.6:
            attempts.submit(user.pk, attempt.pk, now=at(self.minute))
            if self.chance.random() < 0.5 and attempt.responses.exclude(score=1.0).exists():
                attempts.start(
                    user.pk,
                    quiz,
                    mode=mode,
                    now=at(self.minute),
                    selection=Selection(wrong_in=attempt),
                )

    def answer(self, user: User, attempt: Attempt) -> None:
        position = self.chance.randint(1, attempt.total)
        options = attempt.responses.get(position=position).version.options
        chosen = [pk for pk in options.values_list("pk", flat=True) if self.chance.random() < 0.4]
        with suppress(InvalidChoiceError, AttemptClosedError):
            attempts.answer(
                user.pk, attempt.pk, position=position, chosen=chosen, now=at(self.minute)
            )


@pytest.mark.parametrize("seed", range(6))
def test_after_any_history_the_tallies_are_what_the_responses_say(seed: int) -> None:
    history = History(seed)
    for _ in range(25):
        history.step()
    assert Tally.objects.exists()
    assert tallies.stored() == tallies.derived()
    kept = tallies.stored()
    assert tallies.rebuild() == len(kept)
    assert tallies.stored() == kept


def answered() -> None:
    history = History(0)
    while Tally.objects.count() < 4:
        history.step()


def test_rebuilding_mends_what_is_wrong_missing_or_too_much() -> None:
    answered()
    right = tallies.stored()
    first, second, *_rest = Tally.objects.all()
    first.delete()
    second.answers += 7
    second.save()
    Tally.objects.create(
        user=UserFactory(),
        question=question(),
        answers=1,
        right=0,
        last_right=False,
        last_answered_at=NOON,
    )
    assert tallies.stored() != right
    assert tallies.rebuild() == len(right)
    assert tallies.stored() == right


def test_the_command_says_whether_they_hold(capsys: pytest.CaptureFixture[str]) -> None:
    answered()
    call_command("verify_tallies")
    assert f"{Tally.objects.count()} tallies, all right" in capsys.readouterr().out
    Tally.objects.update(answers=99)
    with pytest.raises(CommandError, match="differ from the answers"):
        call_command("verify_tallies")
    call_command("verify_tallies", "--rebuild")
    call_command("verify_tallies")


def test_recounting_gives_the_tallies_of_the_answers_that_are_left(
    learner: User, other: User
) -> None:
    quiz = QuizFactory()
    asked = [question(quiz=quiz, key=key) for key in "AB"]
    kept = sat(learner, quiz, ["A", "A"], at(0))
    undone, theirs = sat(learner, quiz, ["B", "B"], at(5)), sat(other, quiz, ["A", "B"], at(1))
    before = tallies.stored()
    undone.responses.update(score=None, graded_at=None)
    assert tallies.stored() == before != tallies.derived()
    tallies.recount([learner.pk], [one.pk for one in asked])
    assert tallies.stored() == tallies.derived()
    assert Tally.objects.get(user=learner, question=asked[0]).last_right
    kept.responses.update(score=None, graded_at=None)
    tallies.recount([learner.pk, other.pk], [asked[0].pk])
    gone = Tally.objects.filter(user=learner)
    assert [tally.question for tally in gone] == [asked[1]], "nothing is left of the first"
    theirs.responses.filter(question=asked[0]).update(score=0.0)
    tallies.recount([other.pk], [asked[0].pk])
    assert (Tally.objects.get(user=other, question=asked[0]).right) == 0


def sat(user: User, quiz: Quiz, letters: list[str], now: datetime) -> Attempt:
    """An attempt with these letters chosen, begun and submitted at that moment."""
    begun = attempts.start(user.pk, quiz, mode=Attempt.Mode.GRADED, now=now)[0]
    for place, letter in enumerate(letters, 1):
        chosen = option_ids(begun.responses.get(position=place), letter)
        attempts.answer(user.pk, begun.pk, position=place, chosen=chosen, now=now)
    return attempts.submit(user.pk, begun.pk, now=now)[0]
