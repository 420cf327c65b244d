"""Random sittings against a model of a quiz that fits on one page: the second implementation."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

import pytest

from quizzes import attempts, tallies
from quizzes.attempts import AttemptClosedError, Selection
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Choice, Quiz, Response, Tally
from studyapp.accounts.models import User
from tests.factories import NOON, placed_question
from tests.quizzes.taking import GRADED, PRACTICE, place, three_questions

pytestmark = pytest.mark.django_db

KEYS = {1: {"A"}, 2: {"B", "C"}, 3: {"D"}}
ORDER = {"A": 3, "B": 1, "C": 2}
MATCH = {"A": 2, "B": 2, "C": 4}
PLACES = {4: ORDER, 5: MATCH}
MOST = {4: 3, 5: 4}
"""The highest place that may be given."""


@dataclass
class Paper:
    """A sitting as somebody with a pencil would keep it. keys: position to letters; places:
    position to letters and where they belong; marked: what was earned, in parts of one."""

    practice: bool
    partial: bool
    keys: dict[int, set[str]]
    places: dict[int, dict[str, int]]
    chosen: dict[int, set[str]] = field(default_factory=dict)
    placed: dict[int, dict[str, int]] = field(default_factory=dict)
    marked: dict[int, Fraction] = field(default_factory=dict)
    closed: bool = False

    def place(self, position: int, places: dict[str, int]) -> None:
        if position in self.marked and not self.closed:
            return
        if self.closed:
            raise ValueError
        repeated = len(set(places.values())) < len(places)
        if self.practice and (len(places) < 3 or (position == 4 and repeated)):
            raise ValueError
        self.placed[position] = places
        if self.practice:
            self.marked[position] = self.worth(position)

    def worth(self, position: int) -> Fraction:
        """What the answer is worth, counted on the fingers."""
        if position in self.places:
            wanted, placed = self.places[position], self.placed.get(position, {})
            hits = len([letter for letter in wanted if placed.get(letter) == wanted[letter]])
            if hits == 3:
                return Fraction(1)
            return Fraction(hits, 3) if self.partial else Fraction(0)
        key, chosen = self.keys[position], self.chosen.get(position, set())
        if chosen == key:
            return Fraction(1)
        if not self.partial or len(key) == 1:
            return Fraction(0)
        earned = sum(1 if letter in key else -1 for letter in chosen)
        return Fraction(max(earned, 0), len(key))

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
            self.marked[position] = self.worth(position)

    def close(self) -> None:
        if not self.closed:
            for position in [*self.keys, *self.places]:
                self.marked.setdefault(position, self.worth(position))
            self.closed = True

    @property
    def right(self) -> int:
        return len([mark for mark in self.marked.values() if mark == 1])

    @property
    def score(self) -> Fraction:
        return sum(self.marked.values(), Fraction(0)) / 5


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
        self.quiz.partial_credit = partial = self.random.random() < 0.5
        self.quiz.save()
        attempt, made = attempts.start(self.user.pk, self.quiz, mode=mode, now=self.tick())
        assert made
        self.papers.append((attempt, Paper(mode == PRACTICE, partial, KEYS, PLACES)))
        for _ in range(self.random.randint(0, 20)):
            self.step(*self.papers[-1])
        attempts.submit(self.user.pk, attempt.pk, now=self.tick())
        self.papers[-1][1].close()
        self.step(*self.papers[-1])

    def step(self, attempt: Attempt, paper: Paper) -> None:
        position = self.random.randint(1, 5)
        if position in PLACES:
            self.step_placed(attempt, paper, position)
            return
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

    def step_placed(self, attempt: Attempt, paper: Paper, position: int) -> None:
        some = sorted(self.random.sample("ABC", self.random.choice([0, 1, 2, 3, 3, 3, 3])))
        if self.random.random() < 0.3:
            places = {letter: PLACES[position][letter] for letter in some}
        else:
            places = {letter: self.random.randint(1, MOST[position]) for letter in some}
        try:
            paper.place(position, places)
        except ValueError:
            with pytest.raises((InvalidChoiceError, AttemptClosedError)):
                place(attempt, position, when=self.tick(), **places)
        else:
            place(attempt, position, when=self.tick(), **places)

    def post(self, attempt: Attempt, position: int, chosen: set[int]) -> None:
        attempts.answer(self.user.pk, attempt.pk, position=position, chosen=chosen, now=self.tick())

    def tick(self) -> datetime:
        self.now += timedelta(seconds=self.random.randint(1, 90))
        return self.now


def stored(attempt: Attempt) -> dict[int, set[str] | dict[str, int]]:
    found: dict[int, dict[str, int | None]] = {}
    for position, letter, at in Choice.objects.filter(response__attempt=attempt).values_list(
        "response__position", "option__letter", "place"
    ):
        found.setdefault(position, {})[letter] = at
    return {
        position: {letter: at or 0 for letter, at in given.items()}
        if position in PLACES
        else set(given)
        for position, given in found.items()
    }


def five_questions() -> Quiz:
    """The three of choices, an ordering one and a matching one."""
    quiz = three_questions()
    placed_question(*ORDER.values(), quiz=quiz)
    placed_question(*MATCH.values(), answers=MOST[5], quiz=quiz)
    return quiz


@pytest.mark.parametrize("seed", range(12))
def test_what_is_stored_is_what_was_written_down(learner: User, seed: int) -> None:
    desk = Desk(learner, five_questions(), Random(seed))
    for _ in range(6):
        desk.sit()
    for attempt, paper in desk.papers:
        attempt.refresh_from_db()
        given = {**paper.chosen, **paper.placed}
        assert stored(attempt) == {position: answer for position, answer in given.items() if answer}
        assert (attempt.right, attempt.score) == (paper.right, float(paper.score))
        assert attempt.passed == (paper.score * 100 >= attempt.pass_mark)
        marks = dict(attempt.responses.values_list("position", "score"))
        assert marks == {position: float(mark) for position, mark in paper.marked.items()}
    assert not Response.objects.filter(graded_at=None).exists()
    assert tallies.derived() == tallies.stored()
    answered = sum(
        len([given for given in (*paper.chosen.values(), *paper.placed.values()) if given])
        for _attempt, paper in desk.papers
    )
    assert sum(Tally.objects.values_list("answers", flat=True)) == answered


@pytest.mark.parametrize("seed", range(6))
def test_a_retake_holds_just_what_was_not_right(learner: User, seed: int) -> None:
    desk = Desk(learner, five_questions(), Random(100 + seed))
    desk.sit()
    first, paper = desk.papers[0]
    first.refresh_from_db()
    wrong = [position for position, mark in sorted(paper.marked.items()) if mark < 1]
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
