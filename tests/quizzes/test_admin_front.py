"""The admin's front page: what waits for an instructor."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.models import Course
from quizzes.admin.front import DAYS, ENOUGH_ANSWERS, FrontPage, front_page
from quizzes.models import Attempt, Question, QuestionVersion, Quiz
from studyapp.accounts.models import User
from tests.factories import (
    AttemptFactory,
    CourseFactory,
    QuestionFactory,
    QuestionVersionFactory,
    QuizFactory,
    TallyFactory,
    UserFactory,
    question,
    reword,
)

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
BUDGET = 12
NOW = datetime(2026, 4, 10, 15, 0, tzinfo=UTC)
PUBLISHED, DRAFT, RETIRED = (
    Question.Status.PUBLISHED,
    Question.Status.DRAFT,
    Question.Status.RETIRED,
)


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory(course=CourseFactory(title="Sailing", code="SEA-01"))
    return made


def sat(quiz: Quiz, *, days_ago: float, submitted: bool = False) -> None:
    begun = NOW - timedelta(days=days_ago)
    ended = {"submitted_at": begun, "score": 1.0, "right": 1} if submitted else {}
    AttemptFactory(quiz=quiz, started_at=begun, **ended)


def answered(asked: Question, *, right: int, wrong: int, learners: int = 1) -> None:
    """So many answers in all, of so many learners."""
    for n in range(learners):
        last = n == learners - 1
        TallyFactory(
            question=asked,
            answers=right + wrong - (learners - 1) if last else 1,
            right=right if last else 0,
            last_right=last,
        )


def figures(page: FrontPage, course: Course) -> dict[str, int]:
    (found,) = [shown for shown in page.courses if shown.title == course.title]
    return {figure.name: figure.count for figure in (*found.questions, *found.attempts)}


class TestCourses:
    def test_each_has_its_own_counts(self, quiz: Quiz) -> None:
        other: Quiz = QuizFactory(course=CourseFactory(title="Gliding"))
        for status, count in ((PUBLISHED, 3), (DRAFT, 2), (RETIRED, 1)):
            for _n in range(count):
                question(quiz=quiz, status=status)
        question(quiz=other, status=PUBLISHED)
        sat(quiz, days_ago=1)
        sat(quiz, days_ago=2, submitted=True)
        sat(quiz, days_ago=6.9, submitted=True)
        page = front_page(NOW)
        assert [course.title for course in page.courses] == ["Gliding", "Sailing"]
        assert figures(page, quiz.course) == {
            "published": 3, "draft": 2, "retired": 1, "submitted": 2, "open": 1,
        }  # fmt: skip
        assert figures(page, other.course) == {
            "published": 1, "draft": 0, "retired": 0, "submitted": 0, "open": 0,
        }  # fmt: skip

    def test_attempts_count_from_midnight_a_week_ago(self, quiz: Quiz) -> None:
        midnight = NOW.replace(hour=0)
        for begun in (midnight - timedelta(days=DAYS), midnight - timedelta(days=DAYS, seconds=1)):
            AttemptFactory(quiz=quiz, started_at=begun)
        assert figures(front_page(NOW), quiz.course)["open"] == 1

    def test_each_figure_leads_to_the_list_of_just_those(self, desk: Client, quiz: Quiz) -> None:
        for status, count in ((PUBLISHED, 3), (DRAFT, 2), (RETIRED, 1)):
            for _n in range(count):
                question(quiz=quiz, status=status)
        question(quiz=QuizFactory())
        now = timezone.now()
        for days, ended in ((0, True), (1, True), (3, False), (30, True), (30, False)):
            begun = now - timedelta(days=days)
            done = {"submitted_at": begun, "score": 0.0, "right": 0} if ended else {}
            AttemptFactory(quiz=quiz, started_at=begun, **done)
        page = desk.get("/admin/").context["page"]
        (course,) = [course for course in page.courses if course.title == "Sailing"]
        for figure in (*course.questions, *course.attempts):
            listed = desk.get(figure.url).context["cl"]
            assert listed.result_count == figure.count > 0, figure

    def test_a_site_without_a_course_says_what_to_do(self, desk: Client) -> None:
        page = desk.get("/admin/").content.decode()
        assert "No course has been loaded yet" in page
        assert "manage.py load_content" in page


class TestDrafts:
    def test_drafts_and_newer_wordings_wait_newest_first(self, quiz: Quiz) -> None:
        new = question(quiz=quiz, status=DRAFT, stem="Never asked?")
        beside = question(quiz=quiz, stem="Asked now?")
        question(quiz=quiz, stem="Asked, nothing newer?")
        gone = question(quiz=quiz, status=RETIRED)
        for late in (beside, gone):
            QuestionVersionFactory(
                question=late, stem="Better words?", created_at=NOW + timedelta(days=300)
            )
        page = front_page(NOW)
        assert [(w.id, w.stem, w.beside) for w in page.waiting] == [
            (beside.pk, "Better words?", True),
            (new.pk, "Never asked?", False),
        ]
        assert page.waiting_count == 2

    def test_a_draft_without_words_waits_last(self, quiz: Quiz) -> None:
        empty = QuestionFactory(course=quiz.course, status=DRAFT)
        question(quiz=quiz, status=DRAFT)
        last = front_page(NOW).waiting[-1]
        assert (last.id, last.stem, last.written_at) == (empty.pk, "", None)

    def test_an_older_wording_published_again_waits_for_nothing(self, quiz: Quiz) -> None:
        asked = question(quiz=quiz)
        reword(asked)
        assert front_page(NOW).waiting_count == 0

    def test_the_list_shows_all_of_them(self, desk: Client, quiz: Quiz) -> None:
        drafts = {question(quiz=quiz, status=DRAFT).pk for _n in range(8)}
        question(quiz=quiz)
        page = desk.get("/admin/").content.decode()
        assert "All 8 drafts" in page
        listed = desk.get("/admin/quizzes/question/?waiting=yes").context["cl"]
        assert {row.pk for row in listed.result_list} == drafts
        every = desk.get("/admin/quizzes/question/?waiting=nonsense").context["cl"]
        assert every.result_count == 9


class TestOftenWrong:
    def test_the_largest_share_of_wrong_answers_comes_first(self, quiz: Quiz) -> None:
        half, most, none = (question(quiz=quiz, stem=f"{n}?") for n in ("Half", "Most", "None"))
        answered(half, right=15, wrong=15)
        answered(most, right=5, wrong=20, learners=3)
        answered(none, right=40, wrong=0)
        page = front_page(NOW)
        assert [(q.id, q.stem, q.answers, q.percent) for q in page.often_wrong] == [
            (most.pk, "Most?", 25, 80),
            (half.pk, "Half?", 30, 50),
        ]
        assert page.too_few == 0

    @pytest.mark.parametrize(("answers", "said"), [(ENOUGH_ANSWERS - 1, 0), (ENOUGH_ANSWERS, 1)])
    def test_too_few_answers_say_nothing(self, quiz: Quiz, answers: int, said: int) -> None:
        answered(question(quiz=quiz), right=0, wrong=answers)
        page = front_page(NOW)
        assert (len(page.often_wrong), page.too_few) == (said, 1 - said)

    def test_what_is_asked_no_more_is_left_out(self, quiz: Quiz) -> None:
        answered(question(quiz=quiz, status=RETIRED), right=0, wrong=50)
        page = front_page(NOW)
        assert (list(page.often_wrong), page.too_few) == ([], 0)

    def test_it_says_how_many_answers_it_rests_on(self, desk: Client, quiz: Quiz) -> None:
        answered(question(quiz=quiz), right=1, wrong=39)
        for _n in range(2):
            answered(question(quiz=quiz), right=1, wrong=2)
        page = " ".join(desk.get("/admin/").content.decode().split())
        assert "98 % wrong</b> of 40 answers" in page
        assert "2 questions have fewer than 20 answers each: too few to say." in page


def test_it_costs_the_same_at_a_hundred_times_the_data(desk: Client, quiz: Quiz) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get("/admin/").status_code == 200
        return len(asked)

    answered(question(quiz=quiz), right=5, wrong=50)
    question(quiz=quiz, status=DRAFT)
    sat(quiz, days_ago=0)
    once = cost()
    assert once <= BUDGET
    for n in range(100):
        answered(question(quiz=quiz), right=n, wrong=50)
        question(quiz=quiz, status=DRAFT)
        sat(quiz, days_ago=n, submitted=n % 2 == 0)
        CourseFactory(title=f"Course {n}")
    assert cost() == once


class TestWhoSeesWhat:
    def test_every_link_leads_somewhere(self, desk: Client, quiz: Quiz) -> None:
        question(quiz=quiz, status=DRAFT)
        answered(question(quiz=quiz), right=5, wrong=50)
        page = desk.get("/admin/").content.decode()
        content = page[page.index("<h1") : page.index("</main>")]
        links = {unescape(link) for link in re.findall(r'href="([^"#]+)"', content)}
        assert len(links) >= 12
        for link in links:
            assert desk.get(link).status_code == 200, link

    def test_a_filter_of_a_figure_shows_as_chosen(self, desk: Client, quiz: Quiz) -> None:
        AttemptFactory(quiz=quiz, started_at=timezone.now())
        page = desk.get("/admin/").context["page"]
        (is_open,) = [figure for figure in page.courses[0].attempts if figure.name == "open"]
        listed = desk.get(is_open.url).content.decode()
        assert "<b>Past 7 days</b>" in listed
        assert "started_at__gte" in parse_qs(urlsplit(is_open.url).query)

    def test_staff_without_rights_see_no_figure(self, client_of: SignIn, quiz: Quiz) -> None:
        question(quiz=quiz, status=DRAFT, stem="Secret?")
        page = client_of(UserFactory(is_staff=True)).get("/admin/").content.decode()
        assert "Sailing" not in page
        assert "Secret?" not in page
        assert "make you an instructor" in page

    def test_no_key_stands_on_it(self, desk: Client, quiz: Quiz) -> None:
        asked = question(quiz=quiz, texts=["The very key", "Another"])
        answered(asked, right=0, wrong=30)
        page = desk.get("/admin/").content.decode()
        assert "The very key" not in page
        assert QuestionVersion.objects.count() == Attempt.objects.count() + 1
