"""Beginning an exam: what is asked, when it ends, and who may not begin."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest

from content.models import Course
from content.outline import outline_of
from quizzes import attempts, exams, forms
from quizzes.drawing import Missing
from quizzes.exams import AlreadySatError, FormShortError, NotOpenError
from quizzes.models import Attempt, Question, Quiz
from studyapp.accounts.models import User
from tests.books import at_most
from tests.factories import NOON, FactChangeFactory, placed_question, question
from tests.quizzes.examining import SIZE, asked, bank, begin, grant, mock, window

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def quiz() -> Quiz:
    return mock()


def minutes(attempt: Attempt) -> float:
    assert attempt.deadline_at is not None
    return (attempt.deadline_at - attempt.started_at).total_seconds() / 60


class TestStart:
    def test_the_form_has_the_blueprints_proportions(self, learner: User, quiz: Quiz) -> None:
        attempt, made = exams.start(learner.pk, quiz, now=NOON)
        assert made
        assert (attempt.mode, attempt.scope) == (Attempt.Mode.EXAM, Attempt.Scope.ALL)
        assert (attempt.total, attempt.counted, attempt.started_at) == (SIZE, 4, NOON)
        rows = list(attempt.responses.select_related("question__domain"))
        assert [row.position for row in rows] == list(range(1, SIZE + 1))
        numbers = Counter((row.question.domain.number, row.counts) for row in rows)  # type: ignore[union-attr]
        assert numbers == {(1, True): 3, (1, False): 1, (2, True): 1, (2, False): 1}
        assert all(row.version_id == row.question.current_id for row in rows)
        assert not any(row.answered_at or row.score or row.flagged for row in rows)

    def test_it_ends_when_its_minutes_are_over(self, learner: User, quiz: Quiz) -> None:
        assert minutes(begin(learner, quiz)) == 30

    def test_its_scale_and_pass_mark_are_those_of_this_day(self, learner: User) -> None:
        course = bank(6, 4, exam_map="0:100 65:700 100:1000")
        attempt = begin(learner, mock(course, pass_mark=80))
        assert (attempt.scale, attempt.pass_mark) == ("0:100 65:700 100:1000", 65)

    def test_without_a_map_it_is_straight_through_the_pass_mark(self, learner: User) -> None:
        attempt = begin(learner, mock(pass_mark=80))
        assert (attempt.scale, attempt.pass_mark) == ("0:100 80:700 100:1000", 80)

    def test_without_a_scale_there_is_only_the_pass_mark(self, learner: User) -> None:
        course = bank(6, 4, scale_low=0, pass_scaled=0, scale_high=0)
        attempt = begin(learner, mock(course, pass_mark=60))
        assert (attempt.scale, attempt.pass_mark) == ("", 60)

    def test_gives_back_the_open_attempt(self, learner: User, quiz: Quiz) -> None:
        first = begin(learner, quiz)
        again = exams.start(learner.pk, quiz, now=LATER, extra_minutes=30)
        assert again == (first, False)
        assert again[0].deadline_at == first.deadline_at

    def test_a_look_at_one_whose_time_is_up_closes_it(self, learner: User, quiz: Quiz) -> None:
        first = begin(learner, quiz)
        second = begin(learner, quiz, now=NOON + timedelta(minutes=30))
        first.refresh_from_db()
        assert first.submitted_at is not None
        assert second != first

    def test_learners_are_apart(self, learner: User, other: User, quiz: Quiz) -> None:
        assert begin(learner, quiz) != begin(other, quiz)

    def test_chance_decides_and_may_be_given(self, learner: User, other: User, quiz: Quiz) -> None:
        forms = [asked(begin(user, quiz, random=Random(5))) for user in (learner, other)]
        assert forms[0] == forms[1]

    def test_as_many_statements_for_any_bank(self, learner: User, other: User) -> None:
        small, large = mock(bank(6, 4)), mock(bank(60, 40))
        for made in (small, large):
            begin(learner, made)  # What is kept by revision is kept now.
            with at_most(13):
                begin(other, made)


class TestWhatIsAsked:
    def test_what_the_learner_has_not_seen_comes_first(
        self, learner: User, other: User, quiz: Quiz
    ) -> None:
        begin(other, quiz)
        first = begin(learner, quiz)
        attempts.submit(learner.pk, first.pk, now=LATER)
        second = set(asked(begin(learner, quiz, now=LATER)))
        unseen = set(quiz.course.questions.all()) - set(asked(first))
        assert len(unseen) == 4
        assert unseen <= second

    def test_a_quizs_questions_are_seen_too(self, learner: User) -> None:
        course = bank(4, 6)
        own = Quiz.objects.get(course=course)
        practised = attempts.start(learner.pk, own, mode=Attempt.Mode.PRACTICE, now=NOON)[0]
        seen = forms.last_seen(learner.pk, course.pk)
        assert seen == dict.fromkeys((each.pk for each in asked(practised)), NOON)

    def test_doubtful_and_retired_questions_and_drafts_are_not(self, learner: User) -> None:
        course = bank(4, 6)
        quiz = mock(course)
        spared = list(course.questions.filter(domain__number=2))
        spared[0].facts.add(FactChangeFactory.create(fact__course=course).fact)
        Question.objects.filter(pk=spared[1].pk).update(status=Question.Status.RETIRED)
        Question.objects.filter(pk=spared[2].pk).update(status=Question.Status.DRAFT)
        Question.objects.filter(pk=spared[3].pk).update(domain=None)
        course.bump()
        quiz.course.refresh_from_db()
        held = asked(begin(learner, quiz))
        assert {each.pk for each in held} == set(
            course.questions.exclude(pk__in=[each.pk for each in spared[:4]]).values_list(
                "pk", flat=True
            )
        )

    def test_only_of_the_kinds_that_the_exam_is_made_of(self, learner: User) -> None:
        course = bank(4, 1)
        domain = course.domains.get(number=2)
        placed_question(2, 1, quiz=Quiz.objects.get(course=course), domain=domain)
        with pytest.raises(FormShortError):
            begin(learner, mock(course))
        Course.objects.filter(pk=course.pk).update(exam_kinds="single ordering", revision=2)
        quiz = Quiz.objects.get(kind=Quiz.Kind.MOCK)
        assert "ordering" in {each.version.kind for each in begin(learner, quiz).responses.all()}

    def test_twins_are_not_asked_together(self, learner: User) -> None:
        course = bank(4, 1)
        stem = "Which of these keeps a boat at the quay in a strong wind?"
        own, domain = Quiz.objects.get(course=course), course.domains.get(number=2)
        twins = [question(quiz=own, domain=domain, stem=stem) for _ in range(2)]
        held = asked(begin(learner, mock(course)))
        assert len(set(twins) & set(held)) == 1

    def test_a_bank_that_is_too_small_says_what_is_missing(self, learner: User) -> None:
        course = bank(3, 1)
        first, second = course.domains.order_by("number")
        with pytest.raises(FormShortError) as short:
            begin(learner, mock(course))
        assert short.value.missing == (Missing(first.pk, 4, 3), Missing(second.pk, 2, 1))
        assert not Attempt.objects.exists()

    def test_a_tasks_domain_is_its_questions(self) -> None:
        course = bank(1, 0)
        made = course.questions.get()
        task = course.domains.get(number=2).tasks.create(course=course, code="2.1", title="T")
        Question.objects.filter(pk=made.pk).update(domain=None, task=task)
        (candidate,) = forms.candidates(outline_of(course), now=NOON)
        assert candidate.domain == task.domain_id


class TestExtraTime:
    @pytest.mark.parametrize(
        ("granted", "says", "expected"),
        [
            ({}, 30, 60),
            ({"minutes": 30}, 0, 60),
            ({"percent": 50}, 0, 45),
            ({"minutes": 10, "percent": 100}, 0, 70),
            # What an instructor has granted is what counts.
            ({"minutes": 10}, 30, 40),
        ],
    )
    def test_comes_on_top(
        self, learner: User, quiz: Quiz, granted: dict[str, int], says: int, expected: int
    ) -> None:
        if granted:
            grant(learner, quiz.course, **granted)
        assert minutes(begin(learner, quiz, extra_minutes=says)) == expected

    def test_another_learners_or_courses_is_not_ones_own(
        self, learner: User, other: User, quiz: Quiz
    ) -> None:
        grant(other, quiz.course, minutes=30)
        grant(learner, bank(0, 0), minutes=30)
        assert minutes(begin(learner, quiz)) == 30

    @pytest.mark.parametrize(
        ("closes", "granted", "says", "expected"),
        [
            (60, {}, 0, 30),
            (20, {}, 0, 20),
            # The learner's word counts for nothing in a class's window.
            (20, {}, 30, 20),
            (20, {"minutes": 30}, 0, 50),
            (20, {"percent": 50}, 0, 35),
            (60, {"minutes": 30}, 0, 60),
        ],
    )
    def test_a_windows_end_cuts_the_ordinary_minutes_only(
        self,
        learner: User,
        quiz: Quiz,
        closes: int,
        granted: dict[str, int],
        says: int,
        expected: int,
    ) -> None:
        if granted:
            grant(learner, quiz.course, **granted)
        opened = window(quiz, closes=closes)
        assert minutes(begin(learner, quiz, window=opened, extra_minutes=says)) == expected


class TestWindows:
    def test_one_sits_once_in_each(self, learner: User, quiz: Quiz) -> None:
        monday, tuesday = window(quiz), window(quiz)
        first = begin(learner, quiz, window=monday)
        assert first.window == monday
        assert begin(learner, quiz, window=monday, now=LATER) == first
        attempts.submit(learner.pk, first.pk, now=LATER)
        with pytest.raises(AlreadySatError):
            begin(learner, quiz, window=monday, now=LATER)
        assert begin(learner, quiz, window=tuesday, now=LATER).window == tuesday

    @pytest.mark.parametrize(
        ("fields", "now", "is_open"),
        [
            ({}, 0, True),
            ({"opens": 0}, 0, True),
            ({"opens": 1}, 0, False),
            ({"opens": -5, "closes": 0}, 0, False),
            ({"cancelled_at": NOON}, 0, False),
        ],
    )
    def test_nobody_begins_outside_of_it(
        self, learner: User, quiz: Quiz, fields: dict[str, int], now: int, is_open: bool
    ) -> None:
        made = window(quiz, **fields)
        assert exams.is_open(made, now=NOON) is is_open
        if is_open:
            assert begin(learner, quiz, window=made).window == made
        else:
            with pytest.raises(NotOpenError):
                begin(learner, quiz, window=made)

    def test_another_exams_window_opens_nothing(self, learner: User, quiz: Quiz) -> None:
        with pytest.raises(NotOpenError):
            begin(learner, quiz, window=window(mock()))

    def test_a_drawn_mock_may_be_sat_beside_its_windows(self, learner: User, quiz: Quiz) -> None:
        window(quiz)
        assert begin(learner, quiz).window is None
