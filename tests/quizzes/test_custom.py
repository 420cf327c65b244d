"""Quizzes that learners put together: what fits, what is asked, the page."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from content.models import Course
from content.outline import outline_of
from quizzes import attempts, custom
from quizzes.attempts import Selection
from quizzes.custom import MOST, USUAL, Wanted
from quizzes.holdings import holdings
from quizzes.models import Attempt, Question, Quiz, Window
from studyapp.accounts.models import User
from tests.books import at_most
from tests.factories import (
    NOON,
    ChapterFactory,
    CourseFactory,
    DomainFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TallyFactory,
    attempt_at,
    question,
    submit,
)
from tests.quizzes.examining import window
from tests.quizzes.taking import GRADED, PRACTICE

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def course() -> Course:
    """Six questions: a and b on S3 in chapter "one", c and d on EC2 and e on both in "two", f on
    nothing. Domain 1 has a, c and e, domain 2 b and d."""
    made: Course = CourseFactory(slug="sea")
    s3, ec2 = (ServiceFactory(course=made, slug=slug, category="C") for slug in ("s3", "ec2"))
    domains = [DomainFactory(course=made, number=number, weight=50) for number in (1, 2)]
    one, two = (ChapterFactory(course=made, slug=slug) for slug in ("one", "two"))
    quizzes = [QuizFactory(course=made, chapter=chapter) for chapter in (one, two)]
    section = SectionFactory(chapter=two)
    about = {
        "a": (quizzes[0], None, domains[0], [s3]),
        "b": (quizzes[0], None, domains[1], [s3]),
        "c": (quizzes[1], None, domains[0], [ec2]),
        "d": (quizzes[1], None, domains[1], [ec2]),
        "e": (quizzes[0], section, domains[0], [s3, ec2]),
        "f": (QuizFactory(course=made), None, None, []),
    }
    for code, (quiz, taught, domain, services) in about.items():
        question(code=code, quiz=quiz, section=taught, domain=domain, services=services)
    question(code="draft", quiz=quizzes[0], services=[s3], status=Question.Status.DRAFT)
    QuizFactory(course=made, kind=Quiz.Kind.CUSTOM, slug="custom-quiz", title="Custom quiz")
    return made


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


def named(course: Course, codes: str) -> list[Question]:
    return [course.questions.get(code=code) for code in codes]


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


class TestPage:
    def get(self, client: Client, quiz: Quiz, query: str = "") -> str:
        response = client.get(f"{quiz.get_absolute_url()}?{query}")
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    def start(self, client: Client, quiz: Quiz, query: str, mode: str = "practice") -> str:
        address = reverse("start", args=[quiz.course.slug, quiz.slug])
        data = QueryDict(f"{query}&mode={mode}")
        response = client.post(address, {name: data.getlist(name) for name in data})
        assert response.status_code == 302
        return str(response["Location"])

    def test_counts_what_fits_and_keeps_what_was_chosen(
        self, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        assert "6 questions fit" in self.get(client, quiz)
        text = self.get(client, quiz, "domain=1&service=s3&number=1")
        assert "2 questions fit" in text
        assert text.count(" checked") == 3  # Two boxes, and that all of them are wanted.
        for hidden in ('"domain" value="1"', '"service" value="s3"', '"number" value="1"'):
            assert f'<input type="hidden" name={hidden}>' in text
        assert '<details class="service-group" open>' in text
        assert "Fewer than you wished for" in self.get(client, quiz, "number=50")

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("domain=1&chapter=nowhere", "No question is about all of that at once."),
            ("only=wrong", "Nothing that you got wrong is left there."),
            ("only=flagged", "You have flagged none of these."),
        ],
    )
    def test_nothing_that_fits_says_what_to_do(
        self, quiz: Quiz, learner: User, client_of: ClientOf, query: str, told: str
    ) -> None:
        text = self.get(client_of(learner), quiz, query)
        assert "0 questions fit" in text
        assert told in text
        assert "Start:" not in text

    def test_all_asked_before(
        self, course: Course, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        attempt_at(list(course.questions.asked()), quiz=QuizFactory(course=course), user=learner)
        assert "You have been asked all of these before." in self.get(
            client_of(learner), quiz, "only=unseen"
        )

    def test_a_guest_sees_it_without_what_is_ones_own(self, quiz: Quiz, client: Client) -> None:
        text = self.get(client, quiz, "only=wrong")
        assert "6 questions fit" in text
        assert 'type="radio"' not in text
        assert "You will be asked to sign in first" in text
        where = self.start(client, quiz, "domain=1")
        assert "/accounts/login/" in where
        assert "domain%3D1" in where

    @pytest.mark.parametrize("mode", [PRACTICE, GRADED])
    def test_begins(
        self, quiz: Quiz, learner: User, client_of: ClientOf, mode: Attempt.Mode
    ) -> None:
        client = client_of(learner)
        where = self.start(client, quiz, "domain=1&number=2", mode)
        attempt = Attempt.objects.get()
        assert where == reverse("question", args=[attempt.pk, 1])
        assert (attempt.mode, attempt.scope, attempt.total) == (mode, "custom", 2)
        assert client.get(where).status_code == 200
        # Another choice waits until this one is done.
        assert self.start(client, quiz, "domain=2").startswith(quiz.get_absolute_url())
        text = self.get(client, quiz, "domain=2")
        assert "You have begun this quiz" in text
        assert "Finish the quiz that you have begun" in text

    @pytest.mark.parametrize("mode", ["exam", "", "x"])
    def test_another_mode_begins_nothing(
        self, quiz: Quiz, learner: User, client_of: ClientOf, mode: str
    ) -> None:
        client = client_of(learner)
        assert self.start(client, quiz, "domain=1", mode).startswith(quiz.get_absolute_url())
        assert not Attempt.objects.exists()
        assert "Choose how you want to take the quiz." in self.get(client, quiz)

    def test_nothing_that_fits_begins_nothing(
        self, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        assert "service=none" in self.start(client, quiz, "service=none")
        assert not Attempt.objects.exists()
        assert "No question is like that." in self.get(client, quiz)

    def test_result_offers_the_same_again_and_what_was_missed(
        self, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        self.start(client, quiz, "domain=1", GRADED)
        attempt = Attempt.objects.get()
        asked = set(attempt.responses.values_list("question_id", flat=True))
        client.post(reverse("submit", args=[attempt.pk]))
        text = client.get(reverse("result", args=[attempt.pk])).content.decode()
        assert "Practise the 3 you missed" in text
        assert "Take the whole quiz" not in text
        client.post(reverse("retake", args=[attempt.pk]), {"scope": "all"})
        again = Attempt.objects.open().get()
        assert set(again.responses.values_list("question_id", flat=True)) == asked
        assert client.get(reverse("attempts")).status_code == 200

    def test_costs_the_same_however_much_there_is(
        self, course: Course, quiz: Quiz, learner: User, client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        for size in (1, 40):
            for _ in range(size):
                question(quiz=course.quizzes.own()[0], domain=course.domains.first())
            attempt_at(
                list(course.questions.asked()[: 5 * size]),
                quiz=QuizFactory(course=course),
                user=learner,
            )
            course.bump()
            for only in ("", "wrong", "flagged", "unseen"):
                self.get(client, quiz, f"only={only}")
                with at_most(6):
                    self.get(client, quiz, f"only={only}")
