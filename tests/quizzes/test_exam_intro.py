"""The page before an exam, and beginning one from it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.models import Course
from content.outline import outline
from quizzes import attempts, exam_intro, exams
from quizzes.exam_intro import ExamPage
from quizzes.holdings import holdings
from quizzes.models import Attempt, Question, Quiz, Window
from studyapp.accounts.models import User
from tests.books import at_most
from tests.factories import NOON
from tests.quizzes.examining import bank, fixed, grant, mock, window

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def quiz() -> Quiz:
    return mock()


def page(quiz: Quiz, user: User | None = None, *, minutes: int = 0) -> ExamPage:
    found = outline(quiz.course.slug)
    entry = holdings(found).standing(quiz.pk)
    assert entry is not None
    now = NOON + timedelta(minutes=minutes)
    return exam_intro.exam_page(found, entry, user_id=user.pk if user else None, now=now)


def shown(client: Client, quiz: Quiz) -> str:
    response = client.get(quiz.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def begin(client: Client, quiz: Quiz, **posted: object) -> str:
    """Where beginning leads to."""
    address = reverse("start", args=[quiz.course.slug, quiz.slug])
    response = client.post(address, posted)
    assert response.status_code == 302
    return str(response["Location"])


class TestPage:
    def test_says_what_the_exam_is_like(self, learner: User, quiz: Quiz) -> None:
        made = page(quiz, learner)
        assert (made.quiz.questions, made.scored, made.unscored, made.minutes) == (6, 4, 2, 30)
        assert (made.pass_mark, made.has_scale, made.is_drawn) == (70, True, True)
        assert (made.ends, made.may_begin, made.is_short) == ("12:30", True, False)
        assert (list(made.windows), made.open, list(made.history)) == ([], None, [])

    def test_a_learners_extra_time_is_counted_in(self, learner: User, quiz: Quiz) -> None:
        grant(learner, quiz.course, percent=50)
        made = page(quiz, learner)
        assert (made.minutes, made.ends, bool(made.more)) == (45, "12:45", True)

    def test_the_open_one_says_when_it_ends(self, learner: User, quiz: Quiz) -> None:
        attempt, _new = exams.start(learner.pk, quiz, now=NOON)
        made = page(quiz, learner, minutes=10)
        assert made.open is not None
        assert (made.open.url, made.open.total) == (attempt.get_absolute_url(), 6)
        assert made.open.ends.endswith(", 12:30")
        assert not made.may_begin

    def test_earlier_ones_are_listed(self, learner: User, other: User, quiz: Quiz) -> None:
        for user in (learner, other):
            exams.start(user.pk, quiz, now=NOON)
        exams.start(learner.pk, quiz, now=NOON + timedelta(minutes=40))
        assert len(page(quiz, learner, minutes=41).history) == 1

    def test_too_few_questions_are_named_by_domain(self, learner: User) -> None:
        quiz = mock(bank(3, 1))
        made = page(quiz, learner)
        first, second = quiz.course.domains.order_by("number")
        assert list(made.lacks) == [f"{first.title}: 3/4", f"{second.title}: 1/2"]
        assert made.is_short
        assert not made.may_begin

    def test_a_question_more_fills_it(self, learner: User) -> None:
        course = bank(4, 2)
        quiz = mock(course)
        Question.objects.filter(domain__number=2).update(status=Question.Status.DRAFT)
        course.bump()
        assert page(quiz, learner).is_short
        Question.objects.filter(domain__number=2).update(status=Question.Status.PUBLISHED)
        course.bump()
        assert not page(quiz, learner).is_short

    def test_windows_are_there_until_they_close(self, learner: User, quiz: Quiz) -> None:
        for opens, closes in ((-60, 0), (-10, 20), (30, 60)):
            window(quiz, opens=opens, closes=closes)
        window(quiz, cancelled_at=NOON)
        window(mock())
        now, later = page(quiz, learner).windows
        assert (now.is_open, now.ends, now.sat_url) == (True, "12:20", "")
        assert not later.is_open
        attempt = exams.start(learner.pk, quiz, now=NOON, window=quiz.windows.get(pk=now.id))[0]
        assert [each.sat_url for each in page(quiz, learner).windows] == [
            attempt.get_absolute_url(),
            "",
        ]

    def test_a_fixed_form_is_kept_for_its_window(self, learner: User) -> None:
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()[:5]), scored=3)
        assert page(quiz, learner).may_begin
        assert (page(quiz, learner).scored, page(quiz, learner).is_drawn) == (3, False)
        window(quiz)
        made = page(quiz, learner)
        assert (made.is_reserved, made.may_begin) == (True, False)

    def test_a_fixed_form_is_kept_for_those_who_sit_on(self, learner: User, other: User) -> None:
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()[:5]), scored=3)
        held = window(quiz)
        sits = exams.start(other.pk, quiz, now=NOON, window=held)[0]
        Window.objects.filter(pk=held.pk).update(cancelled_at=NOON)
        made = page(quiz, learner)
        assert (made.windows, made.is_reserved, made.may_begin) == ([], True, False)
        attempts.submit(other.pk, sits.pk, now=NOON)
        assert page(quiz, learner).may_begin

    def test_costs_the_same_however_much_there_is(self, learner: User, quiz: Quiz) -> None:
        for turn in range(12):
            if turn in (1, 11):
                with at_most(4):
                    page(quiz, learner)
            else:
                window(quiz)
                exams.start(learner.pk, quiz, now=NOON + turn * timedelta(hours=1))
                page(quiz, learner)


@pytest.mark.usefixtures("noon")
class TestThroughTheSite:
    def test_anybody_may_read_it_and_signs_in_to_begin(self, client: Client, quiz: Quiz) -> None:
        text = shown(client, quiz)
        assert "Begin the exam" in text
        assert "You will be asked to sign in first" in text
        assert "Your exams so far" not in text
        assert quiz.get_absolute_url() in begin(client, quiz)
        assert not Attempt.objects.exists()

    def test_instructions(self, learner: User, client_of: ClientOf, quiz: Quiz) -> None:
        text = " ".join(shown(client_of(learner), quiz).split())
        for told in (
            "6 questions",
            "30 minutes",
            "4 questions make your score. As in the real exam, 2 more do not count",
            "a practice scale from 100 to 1,000, passed at 700, which here stands for 70 % right",
            "A question without an answer counts as wrong",
            "I have been granted 30 extra minutes",
            "Begun now, it ends at 12:30.",
            "None yet.",
        ):
            assert told in text

    def test_begins_at_the_first_question(
        self, learner: User, client_of: ClientOf, quiz: Quiz
    ) -> None:
        where = begin(client_of(learner), quiz)
        attempt = Attempt.objects.get()
        assert where == reverse("question", args=[attempt.pk, 1])
        assert attempt.deadline_at == NOON + timedelta(minutes=30)
        assert begin(client_of(learner), quiz) == where
        assert "Your exam is under way" in shown(client_of(learner), quiz)

    @pytest.mark.parametrize(("granted", "minutes"), [({}, 30), ({"granted": "1"}, 60)])
    def test_the_box_grants_the_real_exams_half_hour(
        self,
        learner: User,
        client_of: ClientOf,
        quiz: Quiz,
        granted: dict[str, str],
        minutes: int,
    ) -> None:
        begin(client_of(learner), quiz, **granted)
        assert Attempt.objects.get().deadline_at == NOON + timedelta(minutes=minutes)

    def test_who_is_granted_more_is_told_so_instead(
        self, learner: User, client_of: ClientOf, quiz: Quiz
    ) -> None:
        grant(learner, quiz.course, minutes=15)
        text = shown(client_of(learner), quiz)
        assert "You have been granted more time: 45 minutes in all." in text
        assert 'name="granted"' not in text

    def test_a_window_is_begun_by_its_button(
        self, learner: User, client_of: ClientOf, quiz: Quiz
    ) -> None:
        made, client = window(quiz), client_of(learner)
        assert f'name="window" value="{made.pk}"' in shown(client, quiz)
        begin(client, quiz, window=made.pk)
        assert Attempt.objects.get().window == made
        # One is under way, and it is another one that is asked for now.
        assert begin(client, quiz) == quiz.get_absolute_url()
        assert "under way. Finish it to begin another" in shown(client, quiz)

    def test_each_window_once(self, learner: User, client_of: ClientOf, quiz: Quiz) -> None:
        made, client = window(quiz), client_of(learner)
        begin(client, quiz, window=made.pk)
        client.post(reverse("submit", args=[Attempt.objects.get().pk]))
        assert begin(client, quiz, window=made.pk) == quiz.get_absolute_url()
        text = shown(client, quiz)
        assert "You have sat this exam in this window already" in text
        assert "To your sitting" in text

    @pytest.mark.parametrize("which", ["later", "another", "0", "x", "9" * 30, "٣"])
    def test_no_other_window_opens(
        self, learner: User, client_of: ClientOf, quiz: Quiz, which: str
    ) -> None:
        values = {
            "later": str(window(quiz, opens=10).pk),
            "another": str(window(mock()).pk),
        }
        client = client_of(learner)
        assert begin(client, quiz, window=values.get(which, which)) == quiz.get_absolute_url()
        assert "This exam cannot be begun now." in shown(client, quiz)
        assert not Attempt.objects.exists()

    def test_a_bank_that_is_too_small_begins_nothing(
        self, learner: User, client_of: ClientOf
    ) -> None:
        quiz, client = mock(bank(3, 2)), client_of(learner)
        text = shown(client, quiz)
        assert "Too few questions for this exam" in text
        assert "Begin the exam" not in text
        assert begin(client, quiz) == quiz.get_absolute_url()
        assert "There are too few questions for this exam. Domain" in shown(client, quiz)

    @pytest.mark.parametrize("mode", ["practice", "graded", "exam"])
    def test_there_is_no_other_way_to_take_it(
        self, learner: User, client_of: ClientOf, mode: str
    ) -> None:
        course = bank(6, 4)
        quiz = fixed(course, list(course.questions.all()), scored=4)
        begin(client_of(learner), quiz, mode=mode)
        assert Attempt.objects.get().mode == Attempt.Mode.EXAM

    def test_without_a_scale_it_tells_the_pass_mark(self, client: Client) -> None:
        quiz = mock(bank(6, 4, scale_low=0, pass_scaled=0, scale_high=0), pass_mark=65)
        text = shown(client, quiz)
        assert "pass mark 65 %" in text
        assert "practice scale" not in text

    def test_one_that_is_retired_is_gone(self, client: Client, quiz: Quiz) -> None:
        Quiz.objects.filter(pk=quiz.pk).update(retired_at=NOON)
        Course.objects.get().bump()
        assert client.get(quiz.get_absolute_url()).status_code == 404


def test_a_form_that_was_never_explained_says_why_it_stays_closed(
    client_of: Callable[[User], Client], learner: User
) -> None:
    course = bank(6, 4)
    quiz = fixed(course, list(course.questions.all()), scored=4)
    window(quiz, closes=20, review=Window.Review.NEVER)
    assert "its answers are not explained" in shown(client_of(learner), quiz)
