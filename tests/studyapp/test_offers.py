"""Exams, the diagnostic and the custom quiz, where learners come upon them."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from content.outline import outline
from quizzes import attempts
from quizzes.holdings import Holdings, holdings
from quizzes.models import Attempt, FormQuestion, Question, Quiz
from studyapp.accounts.models import User
from studyapp.chapters import course_page
from studyapp.home import HomePage, home_page
from tests.factories import NOON, QuizFactory, TallyFactory, question
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

    def test_without_any_says_nothing_of_them(self, here: World, client: Client) -> None:
        assert "Test yourself" not in client.get("/cloud/").content.decode()


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
