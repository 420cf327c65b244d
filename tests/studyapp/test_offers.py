"""Exams, the diagnostic and the custom quiz, where learners come upon them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import Course
from content.outline import outline
from quizzes import attempts
from quizzes.days import minute
from quizzes.holdings import Holdings, holdings
from quizzes.models import Attempt, FormQuestion, Question, Quiz
from studyapp.accounts.models import User
from studyapp.chapters import course_page
from studyapp.home import HomePage, home_page
from tests.factories import NOON, QuizFactory, TallyFactory, WindowFactory, question
from tests.quizzes.examining import fixed, mock
from tests.world import World

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User], Client]


@pytest.fixture
def offers(here: World) -> dict[str, Quiz]:
    """All kinds of them in the course, whose own quizzes stay as they are."""
    made: dict[str, Quiz] = {
        "mock": mock(here.course),
        "exam": fixed(here.course, here.questions[:3], scored=2, slug="mock-1", title="Mock 1"),
        "diagnostic": fixed(
            here.course, here.questions[:3], scored=3, minutes=None, slug="diagnostic", title="D"
        ),
        "custom": QuizFactory(
            course=here.course, kind=Quiz.Kind.CUSTOM, slug="custom-quiz", title="Custom quiz"
        ),
    }
    here.course.bump()
    return made


def held() -> Holdings:
    return holdings(outline("cloud"))


def home(user: User) -> HomePage:
    return home_page(user.pk)


class TestHoldings:
    def test_tell_them_from_quizzes_with_questions_of_their_own(
        self, here: World, offers: dict[str, Quiz]
    ) -> None:
        found = held()
        assert here.quiz.pk in {quiz.id for quiz in found.own}
        assert not {quiz.id for quiz in found.own} & {quiz.pk for quiz in offers.values()}
        assert [quiz.id for quiz in found.exams] == [offers["mock"].pk, offers["exam"].pk]
        assert found.diagnostic is not None
        assert found.custom is not None
        assert (found.diagnostic.id, found.custom.id) == (
            offers["diagnostic"].pk,
            offers["custom"].pk,
        )
        assert not found.custom.is_exam
        assert (found.diagnostic.is_diagnostic, found.exams[1].is_diagnostic) == (True, False)

    def test_say_how_many_questions_each_asks(self, here: World, offers: dict[str, Quiz]) -> None:
        asked = {quiz.id: (quiz.questions, quiz.limit, quiz.minutes) for quiz in held().quizzes}
        assert asked[offers["mock"].pk] == (65, 90, 90)
        assert asked[offers["exam"].pk] == (3, 90, 90)
        assert asked[offers["diagnostic"].pk] == (3, None, 4)
        assert asked[offers["custom"].pk][:2] == (Question.objects.asked().count(), None)

    def test_a_form_without_a_question_left_is_not_offered(
        self, here: World, offers: dict[str, Quiz]
    ) -> None:
        retired = FormQuestion.objects.filter(quiz=offers["exam"]).values("question")
        Question.objects.filter(pk__in=retired).update(status=Question.Status.RETIRED)
        here.course.bump()
        assert [quiz.id for quiz in held().exams] == [offers["mock"].pk]
        assert held().diagnostic is None

    def test_a_course_that_asks_nothing_offers_nothing(
        self, here: World, offers: dict[str, Quiz]
    ) -> None:
        Question.objects.update(status=Question.Status.RETIRED)
        here.course.bump()
        assert (held().exams, held().custom) == ([], None)


class TestCourse:
    def test_lists_them_apart_from_its_quizzes(
        self, here: World, offers: dict[str, Quiz], client: Client
    ) -> None:
        page = course_page(outline("cloud"), None)
        assert not {quiz.id for quiz in page.quizzes} & {quiz.pk for quiz in offers.values()}
        assert [quiz.id for quiz in page.exams] == [offers["mock"].pk, offers["exam"].pk]
        text = client.get("/cloud/").content.decode()
        for quiz in offers.values():
            assert f'href="{quiz.get_absolute_url()}"' in text
        assert "drawn anew each time" in text
        assert "the same for everybody" in text

    def test_leads_to_them_from_above_the_chapters(
        self, here: World, offers: dict[str, Quiz], client: Client
    ) -> None:
        text = client.get("/cloud/").content.decode()
        places = [text.index(part) for part in ('href="#mock-exams"', 'id="chapters"')]
        assert places == sorted(places)
        assert 'id="mock-exams"' in text

    def test_without_any_says_nothing_of_them(self, here: World, client: Client) -> None:
        assert "Test yourself" not in client.get("/cloud/").content.decode()

    def test_tells_the_scale_of_the_exam_as_people_write_numbers(
        self, here: World, offers: dict[str, Quiz], client: Client
    ) -> None:
        Course.objects.update(scale_low=100, scale_high=1_000, pass_scaled=700)
        here.course.refresh_from_db()
        here.course.bump()
        assert "To pass, of 100 to 1,000" in client.get("/cloud/").content.decode()
        intro = client.get(offers["mock"].get_absolute_url()).content.decode()
        assert "a practice scale from 100 to 1,000, passed at 700" in intro


@pytest.mark.parametrize("address", ["/", "/cloud/"])
class TestOpenWindows:
    SAID = "Set by your instructor"

    def test_are_told_where_a_learner_arrives(
        self, learner: User, offers: dict[str, Quiz], client_of: ClientOf, address: str
    ) -> None:
        now = timezone.now()
        WindowFactory(quiz=offers["exam"], title="Spring <class>", opens_at=now)
        text = client_of(learner).get(address).content.decode()
        told = text[text.index(self.SAID) :]
        assert "Spring &lt;class&gt;" in told
        assert f"open until {minute(now + timedelta(hours=8))}" in told
        assert f'href="{offers["exam"].get_absolute_url()}"' in told

    def test_are_not_mentioned_where_there_are_none(
        self, learner: User, offers: dict[str, Quiz], client_of: ClientOf, address: str
    ) -> None:
        assert self.SAID not in client_of(learner).get(address).content.decode()

    def test_are_no_business_of_who_is_not_signed_in(
        self, offers: dict[str, Quiz], client: Client, address: str
    ) -> None:
        WindowFactory(quiz=offers["exam"], opens_at=timezone.now())
        assert self.SAID not in client.get(address).content.decode()


class TestHome:
    def test_offers_the_diagnostic_to_a_newcomer(
        self, learner: User, offers: dict[str, Quiz], client_of: ClientOf
    ) -> None:
        page = home(learner)
        assert page.diagnostic is not None
        assert page.diagnostic.id == offers["diagnostic"].pk
        assert [quiz.id for quiz in page.exams] == [offers["mock"].pk, offers["exam"].pk]
        text = client_of(learner).get("/").content.decode()
        assert "Find out where to begin" in text
        assert offers["custom"].get_absolute_url() in text

    def test_not_to_who_has_answered_something(
        self, learner: User, here: World, offers: dict[str, Quiz]
    ) -> None:
        TallyFactory(user=learner, question=here.questions[0])
        assert home(learner).diagnostic is None

    def test_not_beside_what_is_under_way(self, learner: User, offers: dict[str, Quiz]) -> None:
        attempts.start(learner.pk, offers["diagnostic"], mode=Attempt.Mode.GRADED, now=NOON)
        assert home(learner).diagnostic is None

    def test_nothing_without_a_course(self, learner: User) -> None:
        assert (home(learner).diagnostic, home(learner).exams, home(learner).custom) == (
            None,
            (),
            None,
        )


class TestDiagnostic:
    def begin(self, client: Client, quiz: Quiz, mode: str) -> Attempt | None:
        client.post(reverse("start", args=["cloud", quiz.slug]), {"mode": mode})
        return Attempt.objects.first()

    def test_its_button_says_what_it_starts(self, offers: dict[str, Quiz], client: Client) -> None:
        text = client.get(offers["diagnostic"].get_absolute_url()).content.decode()
        assert "Find out where to begin</button>" in text
        assert "Start:" not in text
        assert "Graded" not in text

    def test_is_taken_without_a_clock_and_explained_at_the_end(
        self, learner: User, here: World, offers: dict[str, Quiz], client_of: ClientOf
    ) -> None:
        client, quiz = client_of(learner), offers["diagnostic"]
        text = client.get(quiz.get_absolute_url()).content.decode()
        assert "to show where to begin" in text
        assert "pass mark" not in text
        assert 'value="practice"' not in text
        assert self.begin(client, quiz, "practice") is None
        attempt = self.begin(client, quiz, "graded")
        assert attempt is not None
        assert (attempt.mode, attempt.deadline_at, attempt.total) == ("graded", None, 3)
        asked = attempt.responses.values_list("question_id", flat=True)
        assert list(asked) == [each.pk for each in here.questions[:3]]

    def test_its_result_names_the_chapters_to_begin_with(
        self, learner: User, here: World, offers: dict[str, Quiz], client_of: ClientOf
    ) -> None:
        other = question(quiz=here.quiz, section=here.later)
        FormQuestion.objects.create(quiz=offers["diagnostic"], question=other, position=9)
        here.course.bump()
        client = client_of(learner)
        attempt = self.begin(client, offers["diagnostic"], "graded")
        assert attempt is not None
        client.post(reverse("submit", args=[attempt.pk]))
        text = client.get(reverse("result", args=[attempt.pk])).content.decode()
        titles = [here.readable[0].chapter.title, here.later.chapter.title]
        places = [text.index(f"Begin with “{title}”") for title in titles]
        assert places == sorted(places)
        for wrong in ("Not passed", "Passed", "Take the whole quiz"):
            assert wrong not in text
        assert "Where to begin" in text

    @pytest.mark.parametrize("address", ["/", "/attempts/", "/cloud/diagnostic/quiz/"])
    def test_no_list_says_that_it_was_failed(
        self, learner: User, offers: dict[str, Quiz], client_of: ClientOf, address: str
    ) -> None:
        attempt, _made = attempts.start(
            learner.pk, offers["diagnostic"], mode=Attempt.Mode.GRADED, now=NOON
        )
        attempts.submit(learner.pk, attempt.pk, now=NOON)
        text = client_of(learner).get(address).content.decode()
        assert f"/attempts/{attempt.pk}/" in text
        assert "not passed" not in text

    def test_the_missed_ones_may_be_practised(
        self, learner: User, here: World, offers: dict[str, Quiz], client_of: ClientOf
    ) -> None:
        client = client_of(learner)
        attempt = self.begin(client, offers["diagnostic"], "graded")
        assert attempt is not None
        client.post(reverse("submit", args=[attempt.pk]))
        client.post(reverse("retake", args=[attempt.pk]), {"scope": "wrong", "mode": "practice"})
        again = Attempt.objects.open().get()
        assert (again.mode, again.scope, again.total) == ("practice", "wrong", 3)
