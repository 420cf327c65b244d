import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from content.outline import outline
from quizzes.holdings import Holdings, holdings
from quizzes.models import Question, Quiz
from tests.factories import QuizFactory, question
from tests.world import World, world

pytestmark = pytest.mark.django_db


def held(slug: str = "cloud") -> Holdings:
    return holdings(outline(slug))


def test_tags_of_every_question(here: World) -> None:
    own_domain = question(quiz=here.quiz, domain=here.domains[0], task=here.tasks[1])
    bare = question(course=here.course, services=here.services[::-1])
    found = held().questions
    first = found[here.questions[0].pk]
    assert (first.quiz_id, first.section_id, first.task_id) == (
        here.quiz.pk,
        here.first.pk,
        here.tasks[0].pk,
    )
    assert (first.domain_id, list(first.services), first.asked) == (
        here.domains[0].pk,
        [here.services[0].pk],
        True,
    )
    assert found[own_domain.pk].domain_id == here.domains[0].pk
    assert (found[bare.pk].quiz_id, found[bare.pk].domain_id) == (None, None)
    assert list(found[bare.pk].services) == [service.pk for service in here.services]


@pytest.mark.parametrize("status", [Question.Status.DRAFT, Question.Status.RETIRED])
def test_what_is_not_asked_is_held_but_not_counted(here: World, status: str) -> None:
    gone = here.questions[0]
    Question.objects.filter(pk=gone.pk).update(status=status)
    found = held()
    assert not found.questions[gone.pk].asked
    (quiz,) = found.quizzes
    assert (quiz.questions, dict(quiz.by_section)) == (3, {here.first.pk: 1, here.other.pk: 1})


def test_a_chapters_quiz(here: World) -> None:
    found = held()
    quiz = found.quiz_of(here.chapter.pk)
    assert quiz is not None
    assert (quiz.url, quiz.questions, quiz.minutes) == ("/cloud/databases/quiz/", 4, 6)
    assert found.quiz_of(here.second.pk) is None


def test_a_quiz_that_asks_nothing_or_is_retired_is_no_chapters_quiz(here: World) -> None:
    QuizFactory(course=here.course, chapter=here.second)
    assert held().quiz_of(here.second.pk) is None
    Quiz.objects.filter(pk=here.quiz.pk).update(retired_at=timezone.now())
    here.course.bump()
    assert held().quiz_of(here.chapter.pk) is None


@pytest.mark.parametrize(("questions", "minutes"), [(1, 1), (6, 8), (65, 90)])
def test_the_time_it_takes_is_that_of_the_real_exam(
    here: World, questions: int, minutes: int
) -> None:
    quiz = QuizFactory(course=here.course)
    for _ in range(questions):
        question(quiz=quiz)
    (found,) = (one for one in held().quizzes if one.id == quiz.pk)
    assert found.minutes == minutes


def test_courses_are_apart(here: World) -> None:
    other = world("other")
    assert held().questions.keys() == {made.pk for made in here.questions}
    assert held("other").questions.keys() == {made.pk for made in other.questions}


def test_is_read_once_a_revision(
    here: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = held()
    book = outline("cloud")
    with django_assert_num_queries(0):
        assert holdings(book) is before
    question(quiz=here.quiz)
    assert holdings(book) is before
    here.course.bump()
    (quiz,) = held().quizzes
    assert quiz.questions == 5
