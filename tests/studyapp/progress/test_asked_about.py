"""A service that no section is named for, but questions ask about, has a next step all the same."""

import pytest

from content.models import Service
from quizzes.models import Question
from studyapp.accounts.models import User
from tests.studyapp.progress.standings import row, stand, tally
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def untaught(here: World) -> Service:
    """A service of two questions: no section bears its name."""
    made: Service = Service.objects.create(
        course=here.course, slug="lone", name="Lone", position=99
    )
    for asked in here.questions[:2]:
        asked.services.add(made)
    Question.objects.filter(pk=here.questions[0].pk).update(section=here.other)
    Question.objects.filter(pk=here.questions[1].pk).update(section=here.other)
    here.course.bump()
    return made


def step(user: User) -> tuple[str, str, str] | None:
    found = row(stand(user), "Lone").step
    return (found.kind, found.title, found.url) if found else None


def test_it_is_practised_where_most_is_asked_about_it(
    learner: User, here: World, untaught: Service
) -> None:
    url = f"/cloud/{here.quiz.slug}/quiz/?section={here.other.slug}"
    assert step(learner) == ("practise", here.other.title, url)


def test_without_a_section_the_whole_quiz_is_the_step(
    learner: User, here: World, untaught: Service
) -> None:
    Question.objects.update(section=None)
    here.course.bump()
    assert step(learner) == ("practise", here.quiz.title, f"/cloud/{here.quiz.slug}/quiz/")


def test_wrong_answers_alone_do_not_end_the_practice(
    learner: User, here: World, untaught: Service
) -> None:
    for asked in here.questions[:2]:
        tally(learner, asked, last=False)
    found = row(stand(learner), "Lone")
    assert found.sum.says == "0 of 2, too few to say"
    assert found.step is not None


def test_what_nobody_asks_any_more_has_no_step(
    learner: User, here: World, untaught: Service
) -> None:
    tally(learner, here.questions[0], last=False)
    Question.objects.update(status=Question.Status.RETIRED)
    here.course.bump()
    assert step(learner) is None
