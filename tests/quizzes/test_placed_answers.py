"""Answers to matching and ordering questions, from what is posted to the mark."""

import pytest

from quizzes import attempts, tallies
from quizzes.attempts import AttemptClosedError, IncompleteAnswerError
from quizzes.grading import InvalidChoiceError
from quizzes.models import Attempt, Choice, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, placed_question, question
from tests.quizzes.taking import (
    GRADED,
    LATER,
    PRACTICE,
    SOON,
    begin,
    give,
    ids,
    place,
    places_held,
    posted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    """An ordering question (B, C, A), a matching one with two distractors, a choice of B and C."""
    made: Quiz = QuizFactory()
    placed_question(3, 1, 2, quiz=made)
    placed_question(2, 4, 2, answers=5, quiz=made)
    question(quiz=made, key="BC", texts=5)
    return made


@pytest.fixture
def graded(learner: User, quiz: Quiz) -> Attempt:
    return begin(learner, quiz, GRADED)


@pytest.fixture
def practice(learner: User, quiz: Quiz) -> Attempt:
    return begin(learner, quiz, PRACTICE)


def mark(attempt: Attempt, position: int) -> float | None:
    return attempt.responses.get(position=position).score


def partial(attempt: Attempt) -> Attempt:
    """The same attempt as if its quiz had given partial credit when it began."""
    Attempt.objects.filter(pk=attempt.pk).update(partial_credit=True)
    attempt.refresh_from_db()
    return attempt


class TestGraded:
    def test_what_was_given_is_kept_as_far_as_it_goes(self, graded: Attempt) -> None:
        place(graded, 1, A=3)
        assert places_held(graded, 1) == {"A": 3}
        place(graded, 1, A=3, C=3)
        assert places_held(graded, 1) == {"A": 3, "C": 3}
        response = place(graded, 2, A=5, B=4, C=5)
        assert places_held(graded, 2) == {"A": 5, "B": 4, "C": 5}
        assert response.answered_at == SOON
        assert response.score is None

    def test_all_of_it_may_be_taken_back(self, graded: Attempt) -> None:
        place(graded, 1, A=3, B=1)
        assert place(graded, 1).answered_at is None
        assert places_held(graded, 1) == {}

    def test_but_not_by_a_post_that_was_cut_off(self, graded: Attempt) -> None:
        place(graded, 1, A=3, B=1)
        with pytest.raises(InvalidChoiceError):
            attempts.answer(
                graded.user_id, graded.pk, position=1, placed={}, now=LATER, may_clear=False
            )
        assert places_held(graded, 1) == {"A": 3, "B": 1}

    def test_all_in_place_is_right_and_all_else_is_worth_nothing(self, graded: Attempt) -> None:
        place(graded, 1, A=3, B=1, C=2)
        place(graded, 2, A=2, B=4, C=1)
        give(graded, 3, "BC")
        attempt, _made = attempts.submit(graded.user_id, graded.pk, now=LATER)
        assert [mark(graded, n) for n in (1, 2, 3)] == [1.0, 0.0, 1.0]
        assert (attempt.right, attempt.score) == (2, 2 / 3)

    def test_submitted_it_takes_no_more(self, graded: Attempt) -> None:
        attempts.submit(graded.user_id, graded.pk, now=LATER)
        with pytest.raises(AttemptClosedError):
            place(graded, 1, A=3)


class TestPractice:
    def test_a_whole_answer_is_graded_at_once_and_for_good(self, practice: Attempt) -> None:
        assert place(practice, 1, A=3, B=1, C=2).score == 1.0
        assert place(practice, 1, A=1, B=2, C=3).score == 1.0
        assert places_held(practice, 1) == {"A": 3, "B": 1, "C": 2}
        assert place(practice, 2, A=1, B=4, C=2).score == 0.0

    @pytest.mark.parametrize(
        "places", [{}, {"A": 1}, {"A": 3, "B": 1}, {"A": 3, "B": 1, "C": 1}, {"A": 1, "B": 1}]
    )
    def test_an_order_needs_a_place_of_its_own_for_each(
        self, practice: Attempt, places: dict[str, int]
    ) -> None:
        sent = posted(practice, 1, places)
        with pytest.raises(IncompleteAnswerError) as refused:
            attempts.answer(practice.user_id, practice.pk, position=1, placed=sent, now=SOON)
        letters = dict(
            practice.responses.get(position=1).version.options.values_list("pk", "letter")
        )
        assert {letters[pk]: p for pk, p in refused.value.given.items()} == places
        assert (places_held(practice, 1), mark(practice, 1)) == ({}, None)

    def test_matching_needs_an_answer_for_each_which_may_be_shared(self, practice: Attempt) -> None:
        with pytest.raises(IncompleteAnswerError):
            place(practice, 2, A=2, B=4)
        assert place(practice, 2, A=2, B=4, C=2).score == 1.0


class TestForeignPosts:
    def test_ids_do_not_answer_what_takes_places(self, graded: Attempt) -> None:
        place(graded, 1, A=3)
        for chosen in (ids(graded, 1, "A"), ids(graded, 1, "ABC")):
            with pytest.raises(InvalidChoiceError):
                attempts.answer(graded.user_id, graded.pk, position=1, chosen=chosen, now=LATER)
        assert places_held(graded, 1) == {"A": 3}

    def test_places_do_not_answer_what_is_chosen(self, graded: Attempt) -> None:
        for chosen in ([], ids(graded, 3, "B")):
            with pytest.raises(InvalidChoiceError):
                attempts.answer(
                    graded.user_id, graded.pk, position=3, chosen=chosen, placed={1: 1}, now=LATER
                )
        assert not Choice.objects.exists()

    @pytest.mark.parametrize("placed", [{4: 1}, {0: 1}, {1: 4}, {1: 0}, {1: 1, 2: 99}])
    def test_numbers_that_were_not_shown_change_nothing(
        self, graded: Attempt, placed: dict[int, int]
    ) -> None:
        place(graded, 1, A=3)
        with pytest.raises(InvalidChoiceError):
            attempts.answer(graded.user_id, graded.pk, position=1, placed=placed, now=LATER)
        assert places_held(graded, 1) == {"A": 3}

    def test_what_is_posted_counts_as_its_own_attempt_shows_it(
        self, graded: Attempt, other: User, quiz: Quiz
    ) -> None:
        """So that ids and authored numbers need not be on the page."""
        theirs = [begin(other, quiz)]
        for _ in range(8):
            attempts.submit(other.pk, theirs[-1].pk, now=LATER)
            theirs.append(begin(other, quiz))
        answer = {"A": 2, "B": 4, "C": 2}
        assert len({str(posted(attempt, 2, answer)) for attempt in [graded, *theirs]}) > 3


class TestPartialCredit:
    def test_is_the_quizs_when_the_attempt_begins(self, learner: User, quiz: Quiz) -> None:
        quiz.partial_credit = True
        quiz.save()
        attempt = begin(learner, quiz)
        Quiz.objects.update(partial_credit=False)
        attempt.refresh_from_db()
        assert attempt.partial_credit

    def test_in_practice_counts_at_once(self, practice: Attempt) -> None:
        partial(practice)
        assert place(practice, 1, A=3, B=2, C=1).score == pytest.approx(1 / 3)
        assert place(practice, 2, A=1, B=4, C=2).score == pytest.approx(2 / 3)
        assert give(practice, 3, "BD").score == 0.0
        attempt, _made = attempts.submit(practice.user_id, practice.pk, now=LATER)
        assert (attempt.right, attempt.score) == (0, 1 / 3)
        assert tallies.stored() == tallies.derived()
        assert {row[3] for row in tallies.stored()} == {0}

    def test_in_graded_mode_counts_at_the_end(self, graded: Attempt) -> None:
        partial(graded)
        place(graded, 1, B=1, C=2)
        place(graded, 2, A=2, B=4, C=2)
        give(graded, 3, "B")
        attempt, _made = attempts.submit(graded.user_id, graded.pk, now=LATER)
        assert [mark(graded, n) for n in (1, 2, 3)] == [2 / 3, 1.0, 0.5]
        assert attempt.right == 1
        assert attempt.score == pytest.approx(13 / 18)
        assert tallies.stored() == tallies.derived()
        assert sorted(row[3] for row in tallies.stored()) == [0, 0, 1]

    @pytest.mark.parametrize(("pass_mark", "passed"), [(50, True), (51, False)])
    def test_passes_at_the_very_pass_mark(
        self, learner: User, pass_mark: int, passed: bool
    ) -> None:
        """A third, a sixth and a whole: exactly one half, which floats might miss."""
        quiz = QuizFactory(pass_mark=pass_mark, partial_credit=True)
        for count in (3, 6, 2):
            placed_question(*range(1, count + 1), quiz=quiz)
        attempt = begin(learner, quiz)
        place(attempt, 1, A=1)
        place(attempt, 2, F=6, A=5)
        place(attempt, 3, A=1, B=2)
        closed, _made = attempts.submit(learner.pk, attempt.pk, now=NOON)
        assert (closed.right, closed.score, closed.passed) == (1, 0.5, passed)
