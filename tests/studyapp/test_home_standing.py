"""Where one stands, as the first page tells it: by service, or for all questions as one."""

from datetime import timedelta

import pytest
from django.test import Client

from content.models import Course
from quizzes import attempts
from studyapp.accounts.models import User
from studyapp.home import HomePage, home_page
from tests.factories import NOON, CourseFactory, QuizFactory, TallyFactory, attempt_at, question
from tests.world import World

pytestmark = pytest.mark.django_db


def page(user: User) -> HomePage:
    return home_page(user.pk)


class TestWhereOneStands:
    @pytest.fixture
    def plain(self) -> Course:
        """A course that names no service."""
        made: Course = CourseFactory(title="Plain sailing", slug="plain")
        return made

    def answered(self, learner: User, course: Course, count: int, **fields: object) -> None:
        quiz = QuizFactory(course=course)
        for _n in range(count):
            TallyFactory(user=learner, question=question(quiz=quiz), **fields)
        sat = attempt_at([question(quiz=quiz)], user=learner)
        attempts.submit(learner.pk, sat.pk, now=NOON + timedelta(days=400))
        course.bump()

    def test_a_course_without_services_shows_all_questions_as_one(
        self, learner: User, mine: Client, here: World, plain: Course
    ) -> None:
        self.answered(learner, plain, 6)
        found = page(learner)
        assert found.current is not None
        assert (found.current.title, list(found.strip)) == ("Plain sailing", [])
        assert found.overall is not None
        assert (found.overall.mastery.right, found.overall.seen) == (6, 6)
        shown = mine.get("/").content.decode()
        assert "Nothing answered yet" not in shown
        assert "All questions" in shown
        assert "6 of 6, likely" in shown
        assert 'href="/progress/?course=plain"' in shown

    def test_answers_on_no_service_are_not_passed_over(self, learner: User, here: World) -> None:
        untagged = question(quiz=here.quiz)
        TallyFactory(user=learner, question=untagged)
        here.course.bump()
        found = page(learner)
        assert found.overall is not None
        assert found.overall.seen == 1
        assert all(row.sum.seen == 0 for row in found.strip)

    def test_services_speak_for_themselves(self, learner: User, here: World) -> None:
        TallyFactory(user=learner, question=here.questions[0])
        assert page(learner).overall is None

    def test_nothing_answered_is_said_of_the_course_at_hand(
        self, learner: User, mine: Client, here: World, plain: Course
    ) -> None:
        quiz = QuizFactory(course=plain)
        attempt_at([question(quiz=quiz)], user=learner, started_at=NOON + timedelta(days=400))
        plain.bump()
        shown = mine.get("/").content.decode()
        assert "Nothing answered yet" in shown
        assert 'href="/plain/"' in shown[shown.index("Nothing answered yet") :]

    def test_progress_leaves_out_what_the_course_does_not_have(
        self, learner: User, mine: Client, here: World, plain: Course
    ) -> None:
        self.answered(learner, plain, 6)
        page = mine.get("/progress/?course=plain").content.decode()
        assert "6 of 6, likely" in page
        assert "Weighted as in the exam" not in page
        assert "0 of 0 sections" not in page
        TallyFactory(user=learner, question=here.questions[0])
        whole = mine.get(f"/progress/?course={here.course.slug}").content.decode()
        assert "Weighted as in the exam" in whole
        assert "0 of 5 sections" in whole
