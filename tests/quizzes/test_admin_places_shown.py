"""Matching and ordering questions in the admin: what was answered, and a quiz's partial credit."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from quizzes import attempts
from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.factories import QuizFactory, placed_question
from tests.quizzes.admin_forms import change_url
from tests.quizzes.taking import LATER, begin, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


class TestAttempts:
    @pytest.fixture
    def attempt(self, learner: User, quiz: Quiz) -> Attempt:
        quiz.partial_credit = True
        quiz.save()
        placed_question(2, 1, quiz=quiz)
        placed_question(1, 2, answers=3, quiz=quiz)
        attempt = begin(learner, quiz)
        place(attempt, 1, A=2)
        place(attempt, 2, A=1, B=2)
        attempts.submit(learner.pk, attempt.pk, now=LATER)
        return attempt

    def test_a_row_shows_what_was_given_and_where_it_belongs(
        self, desk: Client, attempt: Attempt
    ) -> None:
        page = desk.get(f"/admin/quizzes/attempt/{attempt.pk}/change/").content.decode()
        order, match = re.findall(r"<tr>\s*<td>\d.*?</tr>", page, flags=re.DOTALL)
        assert re.findall(r"([AB])\) Text [AB] of \S+ v1 → (\d)", order) == [
            ("A", "2"),
            ("A", "2"),
            ("B", "1"),
        ]
        assert "partly right" in order
        assert "0.50" in order
        assert len(re.findall(r"([AB])\) Text [AB] of \S+ v1 → Answer (\d)", match)) == 4
        assert "1 of 2, with parts 75 %" in page

    def test_a_page_with_them_keeps_its_budget(
        self, desk: Client, attempt: Attempt, quiz: Quiz
    ) -> None:
        matched = quiz.questions.get(current__kind="matching")
        for url in (f"/admin/quizzes/attempt/{attempt.pk}/change/", change_url(matched.pk)):
            desk.get(url)
            with CaptureQueriesContext(connection) as taken:
                assert desk.get(url).status_code == 200
            assert len(taken) <= 12


class TestQuizzes:
    def test_partial_credit_is_set_where_no_file_sets_it(self, desk: Client, quiz: Quiz) -> None:
        url = f"/admin/quizzes/quiz/{quiz.pk}/change/"
        before = quiz.course.revision
        data = {"title": quiz.title, "pass_mark": "70", "partial_credit": "on"}
        assert desk.post(url, data).status_code == 302
        quiz.refresh_from_db()
        quiz.course.refresh_from_db()
        assert quiz.partial_credit
        assert quiz.course.revision > before

    def test_that_of_a_file_is_only_shown(self, desk: Client) -> None:
        quiz = QuizFactory(source_path="01.md", source_root="sea", partial_credit=True)
        url = f"/admin/quizzes/quiz/{quiz.pk}/change/"
        page = desk.get(url).content.decode()
        assert "Partial credit" in page
        assert 'name="partial_credit"' not in page
        assert desk.post(url, {"title": "x", "pass_mark": "1"}).status_code == 403
