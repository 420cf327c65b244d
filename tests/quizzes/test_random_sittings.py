"""Random sittings against a model of a quiz that fits on one page: the second implementation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

import pytest

from quizzes import attempts, tallies
from quizzes.attempts import AttemptClosedError, Selection
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Choice, Quiz, Response, Tally
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.taking import GRADED, PRACTICE, three_questions

pytestmark = pytest.mark.django_db

KEYS = {1: {"A"}, 2: {"B", "C"}, 3: {"D"}}


@dataclass
class Paper:
    """A sitting as somebody with a pencil would keep it. keys: position to letters."""

    practice: bool
    keys: dict[int, set[str]]
    chosen: dict[int, set[str]] = field(default_factory=dict)
    marked: dict[int, bool] = field(default_factory=dict)
    closed: bool = False

    def answer(self, position: int, letters: set[str]) -> None:
        single = len(self.keys[position]) == 1
        if position in self.marked and not self.closed:
            return
        if self.closed or (single and len(letters) > 1):
            raise ValueError
        if self.practice and len(letters) != len(self.keys[position]):
            raise ValueError
        if single and not letters and self.chosen.get(position):
            raise ValueError
        self.chosen[position] = letters
        if self.practice:
            self.marked[position] = letters == self.keys[position]

    def close(self) -> None:
        if not self.closed:
            for position, key in self.keys.items():
                self.marked.setdefault(position, self.chosen.get(position, set()) == key)
            self.closed = True

    @property
    def right(self) -> int:
        return sum(self.marked.values())


@dataclass
class Desk:
    """The real thing beside the paper."""

    user: User
    quiz: Quiz
    random: Random
    now: datetime = NOON
    papers: list[tuple[Attempt, Paper]] = field(default_factory=list)

    def sit(self) -> None:
        mode = self.random.choice([GRADED, PRACTICE])
        attempt, made = attempts.start(self.user.pk, self.quiz, mode=mode, now=self.tick())
        assert made
        self.papers.append((attempt, Paper(mode == PRACTICE, KEYS)))
        for _ in range(self.random.randint(0, 12)):
            self.step(*self.papers[-1])
        attempts.submit(self.user.pk, attempt.pk, now=self.tick())
        self.papers[-1][1].close()
        self.step(*self.papers[-1])

    def step(self, attempt: Attempt, paper: Paper) -> None:
        position = self.random.randint(1, 3)
        letters = set(self.random.sample("ABCD", self.random.choice([0, 1, 1, 1, 2, 2, 3])))
        options = attempt.responses.get(position=position).version.options
        chosen = options.filter(letter__in=letters).values_list("pk", flat=True)
        try:
            paper.answer(position, letters)
        except ValueError:
            with pytest.raises((InvalidChoiceError, AttemptClosedError)):
                self.post(attempt, position, set(chosen))
        else:
            self.post(attempt, position, set(chosen))

    def post(self, attempt: Attempt, position: int, chosen: set[int]) -> None:
        attempts.answer(self.user.pk, attempt.pk, position=position, chosen=chosen, now=self.tick())

    def tick(self) -> datetime:
        self.now += timedelta(seconds=self.random.randint(1, 90))
        return self.now


def stored(attempt: Attempt) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for position, letter in Choice.objects.filter(response__attempt=attempt).values_list(
        "response__position", "option__letter"
    ):
        found.setdefault(position, set()).add(letter)
    return found


@pytest.mark.parametrize("seed", range(12))
def test_what_is_stored_is_what_was_written_down(learner: User, seed: int) -> None:
    desk = Desk(learner, three_questions(), Random(seed))
    for _ in range(6):
        desk.sit()
    for attempt, paper in desk.papers:
        attempt.refresh_from_db()
        assert stored(attempt) == {p: letters for p, letters in paper.chosen.items() if letters}
        assert attempt.right == paper.right
        assert attempt.score == pytest.approx(paper.right / 3)
        marks = attempt.responses.values_list("position", "score")
        assert {position: score == 1.0 for position, score in marks} == paper.marked
    assert not Response.objects.filter(graded_at=None).exists()
    assert tallies.derived() == tallies.stored()
    answered = sum(len([a for a in paper.chosen.values() if a]) for _attempt, paper in desk.papers)
    assert sum(Tally.objects.values_list("answers", flat=True)) == answered


@pytest.mark.parametrize("seed", range(6))
def test_a_retake_holds_just_what_was_not_right(learner: User, seed: int) -> None:
    desk = Desk(learner, three_questions(), Random(100 + seed))
    desk.sit()
    first, paper = desk.papers[0]
    first.refresh_from_db()
    wrong = [position for position, right in sorted(paper.marked.items()) if not right]
    selection = Selection(wrong_in=first)
    if not wrong:
        with pytest.raises(attempts.NothingToAskError):
            attempts.start(learner.pk, desk.quiz, mode=GRADED, now=desk.tick(), selection=selection)
        return
    again, _made = attempts.start(
        learner.pk, desk.quiz, mode=GRADED, now=desk.tick(), selection=selection
    )
    asked = first.responses.filter(position__in=wrong).order_by("position")
    assert list(again.responses.order_by("position").values_list("question_id", flat=True)) == list(
        asked.values_list("question_id", flat=True)
    )
