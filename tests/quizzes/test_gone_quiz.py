"""A quiz that was taken out of its course: what learners did stays, and no link leads to it."""

import re
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from content.models import Course
from quizzes import attempts, history, results
from quizzes.models import Attempt, Question, Quiz
from studyapp.accounts.models import User
from tests.factories import NOON, CourseFactory
from tests.world import World, open_attempt, world

GONE = "no longer part of the course"


def remove(quiz: Quiz, *, how: str = "retired") -> None:
    """As a load does when the quiz's file is gone, or only its questions are."""
    quiz.questions.update(status=Question.Status.RETIRED)
    if how == "retired":
        Quiz.objects.filter(pk=quiz.pk).update(retired_at=NOON)
    quiz.course.bump()


@pytest.fixture
def done(learner: User, here: World) -> Attempt:
    """Submitted with nothing answered."""
    attempt = open_attempt(learner, here.quiz)
    attempts.submit(learner.pk, attempt.pk, now=NOON)
    attempt.refresh_from_db()
    return attempt


def links(page: str) -> set[str]:
    content = page[page.index("<main") : page.index("</main>")]
    return {unescape(link) for link in re.findall(r'href="(/[^"]*)"', content)}


@pytest.mark.parametrize("how", ["retired", "asks nothing"])
class TestGone:
    def test_the_result_says_so_and_offers_what_there_is(
        self, mine: Client, here: World, done: Attempt, how: str
    ) -> None:
        remove(here.quiz, how=how)
        page = mine.get(reverse("result", args=[done.pk])).content.decode()
        assert GONE in page
        assert here.quiz.title in page
        assert here.quiz.get_absolute_url() not in links(page)
        assert here.course.get_absolute_url() in links(page)
        assert "Retake" not in page
        assert "Practise" not in page

    def test_the_history_says_so(
        self, mine: Client, learner: User, here: World, done: Attempt, how: str
    ) -> None:
        again = open_attempt(learner, here.quiz)
        attempts.submit(learner.pk, again.pk, now=NOON)
        assert here.quiz.get_absolute_url() in links(mine.get("/attempts/").content.decode())
        remove(here.quiz, how=how)
        page = mine.get("/attempts/").content.decode()
        assert GONE in page
        assert page.count("no longer in the course") == 2
        assert here.quiz.get_absolute_url() not in links(page)

    def test_what_was_begun_can_be_finished(
        self, mine: Client, learner: User, here: World, how: str
    ) -> None:
        attempt = open_attempt(learner, here.quiz)
        remove(here.quiz, how=how)
        page = mine.get(reverse("question", args=[attempt.pk, 1])).content.decode()
        assert here.quiz.get_absolute_url() not in links(page)
        assert here.course.get_absolute_url() in links(page)
        ended = mine.post(reverse("submit", args=[attempt.pk]), follow=True)
        assert GONE in ended.content.decode()

    def test_a_retake_from_an_old_page_is_told_so(
        self, mine: Client, here: World, done: Attempt, how: str
    ) -> None:
        remove(here.quiz, how=how)
        for scope in ("all", "wrong"):
            answer = mine.post(reverse("retake", args=[done.pk]), {"scope": scope}, follow=True)
            assert answer.status_code == 200
            (said,) = get_messages(answer.wsgi_request)
            assert GONE in str(said)
        assert Attempt.objects.count() == 1

    def test_every_link_leads_somewhere(
        self, mine: Client, here: World, done: Attempt, how: str
    ) -> None:
        remove(here.quiz, how=how)
        for address in (reverse("result", args=[done.pk]), "/attempts/", "/", "/progress/"):
            for link in links(mine.get(address).content.decode()):
                assert mine.get(link, follow=True).status_code == 200, (address, link)


def test_what_stands_is_offered_as_before(mine: Client, here: World, done: Attempt) -> None:
    page = mine.get(reverse("result", args=[done.pk])).content.decode()
    assert GONE not in page
    assert "Retake all" in page
    assert here.quiz.get_absolute_url() in links(page)


def test_only_what_can_be_asked_again_is_counted(here: World, done: Attempt) -> None:
    missed = done.responses.count()
    steps = {step.kind: step.title for step in results.result(done).next_steps}
    assert steps["retake"] == f"Practise the {missed} you missed"
    here.quiz.questions.filter(pk=here.questions[0].pk).update(status=Question.Status.RETIRED)
    here.course.bump()
    done.quiz.course.refresh_from_db()
    found = results.result(done)
    assert found.again == missed - 1
    assert found.quiz is not None


class TestNameOfTheCourse:
    def test_stands_where_the_site_has_several(
        self, mine: Client, learner: User, here: World, done: Attempt
    ) -> None:
        elsewhere = world("other")
        Course.objects.filter(pk=elsewhere.course.pk).update(title="Gliding")
        attempts.submit(learner.pk, open_attempt(learner, elsewhere.quiz).pk, now=NOON)
        courses = [history.row(attempt).course for attempt in history.of_learner(learner.pk)]
        assert sorted(courses) == ["Gliding", here.course.title]
        page = mine.get("/attempts/").content.decode()
        assert "<span>Gliding</span>" in page
        assert f"<span>{here.course.title}</span>" in page

    @pytest.mark.parametrize("revision", [None, 0])
    def test_is_left_out_where_there_is_one(
        self, mine: Client, here: World, done: Attempt, revision: int | None
    ) -> None:
        if revision is not None:
            CourseFactory(title="Not loaded yet", revision=revision)
        page = mine.get("/attempts/").content.decode()
        assert f"<span>{here.course.title}</span>" not in page
