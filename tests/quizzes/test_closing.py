from datetime import datetime, timedelta

import pytest

from quizzes import attempts, sitting
from quizzes.models import Attempt, Tally
from studyapp.accounts.models import User
from tests.factories import UserFactory, choose, placed_question
from tests.quizzes.taking import begin, held, three_questions
from tests.quizzes.under_way import DEADLINE, SOON, exam, give, seconds_after, sit

pytestmark = pytest.mark.django_db

LEARNER, TIME = Attempt.EndedBy.LEARNER, Attempt.EndedBy.TIME


@pytest.fixture
def attempt(learner: User) -> Attempt:
    return sit(learner, exam())


def look(attempt: Attempt, now: datetime) -> Attempt:
    return sitting.looked_at(attempt.user_id, attempt.pk, now=now)


class TestSubmit:
    @pytest.mark.parametrize(
        ("now", "ended_at", "ended_by"),
        [
            (seconds_after(-1), seconds_after(-1), LEARNER),
            (DEADLINE, DEADLINE, TIME),
            (seconds_after(10), DEADLINE, TIME),
            (seconds_after(3_600), DEADLINE, TIME),
        ],
    )
    def test_an_exam_ends_at_its_deadline_at_the_latest(
        self, attempt: Attempt, now: datetime, ended_at: datetime, ended_by: str
    ) -> None:
        give(attempt, 1, "A")
        _attempt, did = attempts.submit(attempt.user_id, attempt.pk, now=now)
        attempt.refresh_from_db()
        assert did
        assert (attempt.submitted_at, attempt.ended_by) == (ended_at, ended_by)
        assert set(attempt.responses.values_list("graded_at", flat=True)) == {now}

    def test_only_what_counts_makes_the_score_and_all_is_marked(self, learner: User) -> None:
        attempt = sit(learner, exam("A", "B", "C", "D"), unscored=[1, 4])
        for position, letters in ((1, "A"), (2, "B"), (4, "A")):
            give(attempt, position, letters)
        attempts.submit(learner.pk, attempt.pk, now=SOON)
        attempt.refresh_from_db()
        assert (attempt.right, attempt.score, attempt.counted) == (1, 0.5, 2)
        assert [held(attempt, n)[1] for n in (1, 2, 3, 4)] == [1.0, 1.0, 0.0, 0.0]
        assert Tally.objects.filter(user=learner).count() == 3

    def test_where_nothing_counts_the_score_is_none_at_all(self, learner: User) -> None:
        attempt = sit(learner, exam("A"), unscored=[1])
        give(attempt, 1, "A")
        closed, _did = attempts.submit(learner.pk, attempt.pk, now=SOON)
        assert (closed.right, closed.score) == (0, 0.0)

    def test_other_attempts_say_who_ended_them(self, learner: User) -> None:
        graded = begin(learner, three_questions())
        closed, _did = attempts.submit(learner.pk, graded.pk, now=seconds_after(10**6))
        assert (closed.submitted_at, closed.ended_by) == (seconds_after(10**6), LEARNER)


class TestALook:
    @pytest.mark.parametrize(("seconds", "closes"), [(-1, False), (10, False), (10.001, True)])
    def test_closes_what_is_overdue(self, attempt: Attempt, seconds: float, closes: bool) -> None:
        give(attempt, 1, "A")
        seen = look(attempt, seconds_after(seconds))
        assert seen.is_open is not closes
        attempt.refresh_from_db()
        assert attempt.submitted_at == (DEADLINE if closes else None)
        assert seen.quiz.course == attempt.quiz.course

    def test_leaves_what_was_closed_as_it_is(self, attempt: Attempt) -> None:
        attempts.submit(attempt.user_id, attempt.pk, now=SOON)
        assert look(attempt, seconds_after(60)).submitted_at == SOON

    def test_never_closes_what_has_no_deadline(self, learner: User) -> None:
        graded = begin(learner, three_questions())
        assert look(graded, seconds_after(10**8)).is_open

    def test_that_began_before_more_time_was_given_closes_nothing(self, attempt: Attempt) -> None:
        stale = Attempt.objects.get(pk=attempt.pk)
        Attempt.objects.update(deadline_at=DEADLINE + timedelta(hours=1))
        assert attempts.close_if_overdue(stale, now=seconds_after(60)).is_open

    def test_that_began_before_submission_grades_nothing_twice(self, attempt: Attempt) -> None:
        give(attempt, 1, "A")
        stale = Attempt.objects.get(pk=attempt.pk)
        attempts.submit(attempt.user_id, attempt.pk, now=SOON)
        assert attempts.close_if_overdue(stale, now=seconds_after(60)).submitted_at == SOON
        assert Tally.objects.get().answers == 1


class TestCloseOverdue:
    def test_closes_each_that_is_and_no_other(self, learner: User) -> None:
        quiz = exam()
        made = [
            sit(UserFactory(), quiz, deadline_at=seconds_after(seconds)) for seconds in (-60, 0, 60)
        ]
        choose(made[0].responses.get(position=1), "A")
        graded = begin(learner, three_questions())
        assert attempts.close_overdue(seconds_after(30)) == 2
        assert attempts.close_overdue(seconds_after(30)) == 0
        for attempt, ended_at in zip(
            [*made, graded], [seconds_after(-60), DEADLINE, None, None], strict=True
        ):
            attempt.refresh_from_db()
            assert attempt.submitted_at == ended_at
        assert (made[0].right, made[1].right) == (1, 0)

    def test_one_that_cannot_be_closed_keeps_none_open(
        self, learner: User, other: User, caplog: pytest.LogCaptureFixture
    ) -> None:
        """The first one's question cannot be marked: it has lost its options."""
        quiz = exam()
        placed_question(quiz=quiz, position=4)
        bad, good = sit(learner, quiz), sit(other, exam(), deadline_at=seconds_after(1))
        assert attempts.close_overdue(seconds_after(60)) == 1
        assert "could not be closed" in caplog.text
        for attempt, ended_at in ((bad, None), (good, seconds_after(1))):
            attempt.refresh_from_db()
            assert attempt.submitted_at == ended_at
        assert set(bad.responses.values_list("graded_at", flat=True)) == {None}
