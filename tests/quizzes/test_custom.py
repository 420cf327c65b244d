"""Quizzes that learners put together: what fits, and what is asked."""

from datetime import timedelta
from random import Random

import pytest
from django.http import QueryDict

from content.models import Course
from content.outline import outline_of
from quizzes import attempts, custom
from quizzes.attempts import Selection
from quizzes.custom import MOST, USUAL, Wanted
from quizzes.holdings import holdings
from quizzes.models import Attempt, Question, Quiz, Window
from studyapp.accounts.models import User
from tests.factories import (
    NOON,
    QuizFactory,
    TallyFactory,
    attempt_at,
    question,
    submit,
)
from tests.quizzes.choosing import named, six_questions
from tests.quizzes.examining import window
from tests.quizzes.taking import GRADED, PRACTICE

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return six_questions()


@pytest.fixture
def quiz(course: Course) -> Quiz:
    return course.quizzes.get(kind=Quiz.Kind.CUSTOM)


def fits(course: Course, query: str = "", user: User | None = None) -> str:
    """The codes of what fits, in order."""
    course.refresh_from_db()
    outline = outline_of(course)
    wanted = Wanted.read(QueryDict(query))
    ids = custom.matching(
        outline, holdings(outline), wanted, user_id=user.pk if user else None, now=NOON
    )
    codes = Question.objects.filter(pk__in=ids).order_by("code").values_list("code", flat=True)
    return "".join(codes)


class TestWhatFits:
    @pytest.mark.parametrize(
        ("query", "codes"),
        [
            ("", "abcdef"),
            ("domain=1", "ace"),
            ("domain=1&domain=2", "abcde"),
            ("service=s3", "abe"),
            ("service=s3&service=ec2", "abcde"),
            ("chapter=one", "ab"),
            ("chapter=two", "cde"),
            ("domain=1&service=s3", "ae"),
            ("domain=2&service=s3&chapter=two", ""),
            ("domain=9", ""),
            ("service=nothing", ""),
        ],
    )
    def test_any_of_a_kind_and_all_kinds(self, course: Course, query: str, codes: str) -> None:
        assert fits(course, query) == codes

    def test_another_courses_questions_do_not(self, course: Course) -> None:
        other = QuizFactory()
        question(quiz=other)
        assert fits(course) == "abcdef"

    def test_what_was_wrong_last(self, course: Course, learner: User, other: User) -> None:
        for code, right in (("a", False), ("b", True)):
            asked = course.questions.get(code=code)
            TallyFactory(user=learner, question=asked, last_right=right, right=int(right))
        TallyFactory(user=other, question=course.questions.get(code="c"), last_right=False, right=0)
        assert fits(course, "only=wrong", learner) == "a"
        assert fits(course, "only=wrong&domain=2", learner) == ""

    def test_what_bears_a_flag_since_it_was_asked_last(
        self, course: Course, learner: User, other: User
    ) -> None:
        first = attempt_at(named(course, "ab"), user=learner)
        first.responses.update(flagged=True)
        submit(first, ["A", "A"])
        attempt_at(named(course, "ae"), user=learner, started_at=NOON + timedelta(days=1))
        attempt_at(named(course, "c"), user=other).responses.update(flagged=True)
        assert fits(course, "only=flagged", learner) == "b"

    def test_what_was_never_asked(self, course: Course, learner: User, other: User) -> None:
        attempt_at(named(course, "ab"), user=learner)
        attempt_at(named(course, "cd"), user=other)
        assert fits(course, "only=unseen", learner) == "cdef"

    def test_without_an_account_nothing_is_ones_own(self, course: Course) -> None:
        assert fits(course, "only=wrong") == "abcdef"

    @pytest.mark.parametrize(
        ("review", "submitted", "closes", "codes"),
        [
            (Window.Review.AT_ONCE, True, 60, "ab"),
            (Window.Review.AFTER, True, 60, "b"),
            (Window.Review.AFTER, True, -1, "ab"),
            (Window.Review.NEVER, True, -1, "b"),
            (Window.Review.NEVER, False, 60, "ab"),
        ],
    )
    def test_what_an_exam_does_not_explain_yet_is_not_told_as_wrong(
        self,
        course: Course,
        learner: User,
        review: Window.Review,
        submitted: bool,
        closes: int,
        codes: str,
    ) -> None:
        exam = QuizFactory(course=course, kind=Quiz.Kind.FIXED, minutes=30)
        attempt = attempt_at(
            named(course, "a"),
            quiz=exam,
            user=learner,
            mode=Attempt.Mode.EXAM,
            window=window(exam, opens=-90, closes=closes, review=review),
            deadline_at=NOON - timedelta(minutes=5),
        )
        for asked in named(course, "ab"):
            TallyFactory(user=learner, question=asked, last_right=False, right=0)
        if submitted:
            submit(attempt, ["B"])
        assert fits(course, "only=wrong", learner) == codes


class TestWanted:
    @pytest.mark.parametrize(
        ("written", "number"),
        [
            *((str(n), n) for n in (1, 7, MOST)),
            *(("0", 1), (str(MOST + 1), MOST), ("99999", MOST), ("999999", USUAL)),
            *((odd, USUAL) for odd in ("", "x", "-3", "1.5", "٣", "²")),
        ],
    )
    def test_a_number_that_makes_no_sense_is_not_said(self, written: str, number: int) -> None:
        asked = QueryDict(mutable=True)
        asked["number"] = written
        assert Wanted.read(asked).number == number

    def test_is_written_as_it_is_read(self) -> None:
        wanted = Wanted.read(QueryDict("domain=2&domain=1&service=s3&only=wrong&number=7"))
        assert Wanted.read(QueryDict(wanted.query)) == wanted
        assert Wanted.read(QueryDict("only=magic")).only == ""


class TestWhatIsAsked:
    def chosen(self, course: Course, user: User, query: str = "", seed: int = 1) -> list[int]:
        wanted = Wanted.read(QueryDict(query))
        return custom.chosen(user.pk, outline_of(course), wanted, now=NOON, random=Random(seed))

    def test_as_many_as_are_wanted_or_as_there_are(self, course: Course, learner: User) -> None:
        assert len(self.chosen(course, learner, "number=4")) == 4
        assert len(self.chosen(course, learner)) == 6

    def test_what_was_not_asked_yet_comes_first(self, course: Course, learner: User) -> None:
        attempt_at(named(course, "abc"), user=learner)
        unseen = {each.pk for each in named(course, "def")}
        for seed in range(5):
            assert set(self.chosen(course, learner, "number=3", seed)) == unseen

    def test_twins_are_not_asked_together(self, course: Course, learner: User) -> None:
        stem = "Which of these keeps a boat at the quay in a strong wind?"
        for quiz in course.quizzes.own()[:2]:
            question(quiz=quiz, stem=stem)
        assert len(self.chosen(course, learner)) == 7


class TestAttempts:
    def test_holds_the_choice_in_its_order_and_again(
        self, course: Course, quiz: Quiz, learner: User
    ) -> None:
        ids = [each.pk for each in named(course, "dab")]
        attempt, _new = attempts.start(
            learner.pk, quiz, mode=GRADED, now=NOON, selection=Selection(ids=ids)
        )
        assert attempt.scope == Attempt.Scope.CUSTOM
        assert list(attempt.responses.values_list("question_id", flat=True)) == ids
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        again, _new = attempts.start(
            learner.pk, quiz, mode=PRACTICE, now=NOON, selection=Selection(again=attempt)
        )
        assert list(again.responses.values_list("question_id", flat=True)) == ids
        attempts.submit(learner.pk, again.pk, now=NOON)
        wrong, _new = attempts.start(
            learner.pk, quiz, mode=PRACTICE, now=NOON, selection=Selection(wrong_in=again)
        )
        assert (wrong.scope, wrong.total) == (Attempt.Scope.WRONG, 3)

    def test_with_nothing_chosen_there_is_nothing_to_ask(self, quiz: Quiz, learner: User) -> None:
        with pytest.raises(attempts.NothingToAskError):
            attempts.start(learner.pk, quiz, mode=GRADED, now=NOON)
