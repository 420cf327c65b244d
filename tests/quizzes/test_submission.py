import pytest
from django.db import IntegrityError, transaction

from quizzes import attempts
from quizzes.attempts import first_open_position
from quizzes.models import Choice, Option, Question, QuestionVersion, Quiz, Tally
from studyapp.accounts.models import User
from tests.factories import NOON, QuizFactory, question, reword
from tests.quizzes.taking import LATER, PRACTICE, SOON, begin, give, held, three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60)


class TestSubmit:
    def test_marks_all_and_counts_what_was_answered(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 1, "A")
        give(attempt, 2, "B")
        closed, did = attempts.submit(learner.pk, attempt.pk, now=LATER)
        assert did
        closed.refresh_from_db()
        assert (closed.submitted_at, closed.right, closed.score) == (LATER, 1, 1 / 3)
        assert [held(closed, n)[1] for n in (1, 2, 3)] == [1.0, 0.0, 0.0]
        assert set(closed.responses.values_list("graded_at", flat=True)) == {LATER}
        rows = Tally.objects.order_by("question__position").values_list("answers", "right")
        assert list(rows) == [(1, 1), (1, 0)]

    def test_again_changes_nothing(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 1, "A")
        attempts.submit(learner.pk, attempt.pk, now=SOON)
        again, did = attempts.submit(learner.pk, attempt.pk, now=LATER)
        assert not did
        assert (again.submitted_at, again.right) == (SOON, 1)
        assert set(again.responses.values_list("graded_at", flat=True)) == {SOON}
        assert Tally.objects.get().answers == 1

    @pytest.mark.parametrize(
        ("answers", "right", "passed"),
        [((), 0, False), (("A",), 1, False), (("A", "BC"), 2, True), (("A", "BC", "D"), 3, True)],
    )
    def test_the_pass_mark_is_met_exactly_or_not(
        self, learner: User, quiz: Quiz, answers: tuple[str, ...], right: int, passed: bool
    ) -> None:
        attempt = begin(learner, quiz)
        for position, letters in enumerate(answers, 1):
            give(attempt, position, letters)
        closed, _did = attempts.submit(learner.pk, attempt.pk, now=LATER)
        closed.refresh_from_db()
        assert (closed.right, closed.score, closed.passed) == (right, right / 3, passed)

    def test_in_practice_earlier_marks_stay(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz, PRACTICE)
        give(attempt, 1, "A")
        give(attempt, 3, "A")
        attempts.submit(learner.pk, attempt.pk, now=LATER)
        rows = attempt.responses.values_list("score", "graded_at")
        assert list(rows) == [(1.0, SOON), (0.0, LATER), (0.0, SOON)]
        assert sorted(Tally.objects.values_list("answers", "right")) == [(1, 0), (1, 1)]

    def test_the_pass_mark_is_that_of_the_start(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        Quiz.objects.update(pass_mark=0)
        closed, _did = attempts.submit(learner.pk, attempt.pk, now=LATER)
        assert closed.passed is False

    def test_of_a_thousand_questions(self, learner: User) -> None:
        long: Quiz = QuizFactory()
        first = question(quiz=long)
        versions = QuestionVersion.objects.bulk_create(
            QuestionVersion(
                question=made, number=1, kind="single", stem="?", created_at=NOON, fingerprint="f"
            )
            for made in Question.objects.bulk_create(
                Question(course=long.course, quiz=long, code=f"many-{n}", position=n + 10**6)
                for n in range(999)
            )
        )
        Option.objects.bulk_create(
            Option(version=version, position=n, letter="AB"[n - 1], text="t", is_key=n == 1)
            for version in versions
            for n in (1, 2)
        )
        for version in versions:
            version.question.current, version.question.status = version, "published"
        Question.objects.bulk_update([v.question for v in versions], ["current", "status"])
        attempt = begin(learner, long)
        Choice.objects.bulk_create(
            Choice(response_id=response, option_id=option)
            for response, option in attempt.responses.filter(
                version__options__is_key=True
            ).values_list("pk", "version__options")
        )
        attempt.responses.update(answered_at=SOON)
        closed, _did = attempts.submit(learner.pk, attempt.pk, now=LATER)
        assert (closed.total, closed.right, Tally.objects.count()) == (1000, 1000, 1000)
        assert first.tallies.get().right == 1


def test_going_on_where_one_left_off(learner: User, quiz: Quiz) -> None:
    attempt = begin(learner, quiz)
    assert first_open_position(attempt) == 1
    give(attempt, 1, "C")
    assert first_open_position(attempt) == 2
    give(attempt, 3, "C")
    assert first_open_position(attempt) == 2
    give(attempt, 2, "C")
    assert first_open_position(attempt) == 1
    give(attempt, 2, "")
    assert first_open_position(attempt) == 2


class TestPinnedWords:
    def test_a_new_version_changes_no_attempt(self, learner: User, quiz: Quiz) -> None:
        old = begin(learner, quiz)
        asked = old.responses.get(position=1)
        reword(asked.question, key="B", stem="Another stem?")
        give(old, 1, "A")
        attempts.submit(learner.pk, old.pk, now=LATER)
        assert held(old, 1) == ("A", 1.0, True)
        assert old.responses.get(position=1).version == asked.version
        new = begin(learner, quiz)
        assert new.responses.get(position=1).version.stem == "Another stem?"
        give(new, 1, "A")
        attempts.submit(learner.pk, new.pk, now=LATER)
        assert held(new, 1) == ("A", 0.0, True)

    def test_a_question_retired_meanwhile_is_still_answered(
        self, learner: User, quiz: Quiz
    ) -> None:
        attempt = begin(learner, quiz)
        quiz.questions.update(status=Question.Status.RETIRED)
        give(attempt, 1, "A")
        assert attempts.submit(learner.pk, attempt.pk, now=LATER)[0].right == 1

    def test_what_was_answered_cannot_be_deleted(self, learner: User, quiz: Quiz) -> None:
        attempt = begin(learner, quiz)
        give(attempt, 1, "A")
        response = attempt.responses.get(position=1)
        for row in (response.version, response.question, response.choices.get().option, quiz):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.delete()
