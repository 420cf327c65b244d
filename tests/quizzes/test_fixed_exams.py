"""Fixed forms: what they ask, and for whom they are kept."""

from datetime import datetime, timedelta

import pytest

from quizzes import attempts, exams
from quizzes.drawing import Missing
from quizzes.exams import FormShortError, NotOpenError
from quizzes.models import Question, Window
from studyapp.accounts.models import User
from tests.factories import NOON
from tests.quizzes.examining import asked, bank, begin, fixed, grant, window

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


class TestFixedForms:
    def test_asks_its_questions_in_its_order(self, learner: User) -> None:
        course = bank(6, 4)
        chosen = list(course.questions.order_by("-pk")[:5])
        attempt = begin(learner, fixed(course, chosen, scored=3))
        assert asked(attempt) == chosen
        assert [row.counts for row in attempt.responses.all()] == [True] * 3 + [False] * 2
        assert (attempt.total, attempt.counted) == (5, 3)

    def test_one_that_is_gone_is_left_out_and_another_counts(self, learner: User) -> None:
        course = bank(6, 4)
        chosen = list(course.questions.order_by("pk")[:4])
        quiz = fixed(course, chosen, scored=3)
        Question.objects.filter(pk=chosen[0].pk).update(status=Question.Status.RETIRED)
        attempt = begin(learner, quiz)
        assert asked(attempt) == chosen[1:]
        assert (attempt.total, attempt.counted) == (3, 3)

    def test_too_few_left_begin_nothing(self, learner: User) -> None:
        course = bank(6, 4)
        chosen = list(course.questions.order_by("pk")[:2])
        quiz = fixed(course, chosen, scored=2)
        Question.objects.filter(pk=chosen[0].pk).update(status=Question.Status.RETIRED)
        with pytest.raises(FormShortError) as short:
            begin(learner, quiz)
        assert short.value.missing == (Missing(chosen[0].domain_id or 0, 2, 1),)

    @pytest.mark.parametrize(
        ("fields", "kept"),
        [
            ({}, True),
            ({"opens": 30, "closes": 60}, True),
            ({"opens": -60, "closes": 0}, False),
            ({"cancelled_at": NOON}, False),
        ],
    )
    def test_is_kept_for_its_window(
        self, learner: User, fields: dict[str, int], kept: bool
    ) -> None:
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()), scored=4)
        made: Window = window(quiz, **fields)
        assert exams.is_reserved(quiz, now=NOON) is kept
        if kept:
            with pytest.raises(NotOpenError):
                begin(learner, quiz)
            if exams.is_open(made, now=NOON):
                assert begin(learner, quiz, window=made).window == made
        else:
            assert begin(learner, quiz).window is None

    @pytest.mark.parametrize(("seconds", "kept"), [(-1, True), (10, True), (11, False)])
    @pytest.mark.parametrize("called_off", [None, LATER])
    def test_is_kept_for_those_whom_the_window_left_sitting(
        self, learner: User, other: User, seconds: int, kept: bool, called_off: datetime | None
    ) -> None:
        """Extra time goes on after the end, and everybody's time after a window is called off."""
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()), scored=4)
        grant(other, course, minutes=15)
        made: Window = window(quiz, closes=20)
        sits = begin(other, quiz, window=made)
        assert sits.deadline_at is not None
        Window.objects.filter(pk=made.pk).update(cancelled_at=called_off)
        now = sits.deadline_at + timedelta(seconds=seconds)
        assert exams.is_reserved(quiz, now=now) is kept
        if kept:
            with pytest.raises(NotOpenError):
                begin(learner, quiz, now=now)
            attempts.submit(other.pk, sits.pk, now=now)
        assert begin(learner, quiz, now=now).window is None

    def test_is_not_kept_for_who_sits_it_on_their_own(self, learner: User, other: User) -> None:
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()), scored=4)
        begin(other, quiz)
        assert not exams.is_reserved(quiz, now=LATER)
        assert begin(learner, quiz, now=LATER).window is None

    @pytest.mark.parametrize("called_off", [None, LATER])
    def test_stays_closed_after_a_window_that_never_explains(
        self, learner: User, called_off: datetime | None
    ) -> None:
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()), scored=4)
        made: Window = window(quiz, closes=20)
        Window.objects.filter(pk=made.pk).update(
            review=Window.Review.NEVER, cancelled_at=called_off
        )
        now = made.closes_at + timedelta(days=30)
        assert exams.is_reserved(quiz, now=now) is (called_off is None)
