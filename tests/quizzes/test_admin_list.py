import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.models import Service, TaskStatement
from quizzes.models import Question, QuestionVersion, Quiz
from tests.factories import (
    DomainFactory,
    OptionFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TallyFactory,
    TaskStatementFactory,
    attempt_at,
    question,
    reword,
)
from tests.quizzes.admin_forms import ADD, LIST, change_url, history_url

pytestmark = pytest.mark.django_db
BUDGET = 12


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory()
    return made


def codes(desk: Client, **asked: str | int) -> set[str]:
    page = desk.get(LIST, asked)
    assert page.status_code == 200
    return {found.code for found in page.context["cl"].result_list}


def test_a_row_says_what_there_is_to_know(desk: Client, quiz: Quiz) -> None:
    task: TaskStatement = TaskStatementFactory(course=quiz.course, domain__course=quiz.course)
    service: Service = ServiceFactory(course=quiz.course)
    asked = question(quiz=quiz, key="AB", task=task, services=[service], stem="Which two?")
    TallyFactory(question=asked, answers=3, right=1)
    TallyFactory(question=asked, answers=4, right=1)
    page = desk.get(LIST).content.decode()
    shown: tuple[str, ...] = (
        asked.code,
        "Which two?",
        quiz.title,
        service.name,
        task.code,
        "multiple response",
        "published",
        "admin",
        '<td class="field-answers">7</td>',
        '<td class="field-version">1</td>',
    )
    for told in shown:
        assert told in page, told


def test_a_stem_is_shown_by_its_words(desk: Client, quiz: Quiz) -> None:
    # The factory puts the stem as it is into a paragraph.
    question(quiz=quiz, stem="Which <strong>tag</strong> is <code>&lt;b&gt;</code>?")
    assert '<td class="field-stem">Which tag is &lt;b&gt;?</td>' in desk.get(LIST).content.decode()


def test_a_waiting_draft_and_a_question_without_words_show(desk: Client, quiz: Quiz) -> None:
    asked = question(quiz=quiz)
    QuestionVersion.objects.create(
        question=asked,
        number=2,
        kind="single",
        stem="s",
        stem_html="s",
        fingerprint="f",
        created_at="2026-01-01T00:00Z",
    )
    Question.objects.create(course=quiz.course, quiz=quiz, code="wordless")
    page = desk.get(LIST).content.decode()
    assert "1, draft 2" in page
    assert "wordless" in page
    assert desk.get(change_url(Question.objects.get(code="wordless").pk)).status_code == 200


def test_filters(desk: Client, quiz: Quiz) -> None:
    service = ServiceFactory(course=quiz.course)
    domain = DomainFactory(course=quiz.course)
    task = TaskStatementFactory(domain=domain, course=quiz.course)
    other = QuizFactory(course=quiz.course)
    question(quiz=quiz, code="on-it", services=[service])
    question(quiz=quiz, code="by-task", task=task)
    question(quiz=quiz, code="by-domain", domain=domain)
    question(quiz=other, code="elsewhere", key="AB")
    question(quiz=quiz, code="old", status="retired")
    question(quiz=quiz, code="filed", origin="markdown")
    everything = {"on-it", "by-task", "by-domain", "elsewhere", "old", "filed"}
    assert codes(desk) == everything
    assert codes(desk, service=service.pk) == {"on-it"}
    assert codes(desk, domain=domain.pk) == {"by-task", "by-domain"}
    assert codes(desk, quiz__id__exact=other.pk) == {"elsewhere"}
    assert codes(desk, kind="multiple") == {"elsewhere"}
    assert codes(desk, status__exact="retired") == {"old"}
    assert codes(desk, origin__exact="markdown") == {"filed"}
    for wrong in ("x", "-1", str(10**30), "٣"):
        for name in ("service", "domain"):
            assert codes(desk, **{name: wrong}) in (set(), everything)


def test_search_reads_the_words_that_are_asked(desk: Client, quiz: Quiz) -> None:
    question(quiz=quiz, code="needle-code")
    question(quiz=quiz, code="two", stem="A Needle in the stem?")
    question(quiz=quiz, code="three", texts=["the needle", "needle again"])
    former = question(quiz=quiz, code="four", stem="needle of old")
    reword(former, stem="now without")
    assert codes(desk, q="needle") == {"needle-code", "two", "three"}
    assert codes(desk, q="100%_'\"<x>") == set()
    assert desk.get(LIST, {"q": "\x00"}).status_code == 200


class TestActions:
    def act(self, desk: Client, action: str, *questions: Question) -> str:
        picked = [str(one.pk) for one in questions]
        data = {"action": action, "_selected_action": picked}
        page = desk.post(LIST, data, follow=True)
        for one in questions:
            one.refresh_from_db()
        return page.content.decode()

    def test_retire_publish_and_back(self, desk: Client, quiz: Quiz) -> None:
        one, two = question(quiz=quiz), question(quiz=quiz, status="draft")
        revision = quiz.course.revision
        assert "2 questions are retired" in self.act(desk, "retire", one, two)
        assert {one.status, two.status} == {"retired"}
        assert "2 questions are published" in self.act(desk, "publish", one, two)
        assert {one.status, two.status} == {"published"}
        assert "1 question is a draft again" in self.act(desk, "back_to_draft", one)
        assert (one.status, two.status) == ("draft", "published")
        quiz.course.refresh_from_db()
        assert quiz.course.revision > revision
        assert LogEntry.objects.count() == 5

    def test_publishing_takes_the_newest_words(self, desk: Client, quiz: Quiz) -> None:
        asked = question(quiz=quiz)
        first = asked.current
        reword(asked)
        Question.objects.filter(pk=asked.pk).update(current=first)
        self.act(desk, "publish", asked)
        assert asked.current is not None
        assert asked.current.number == 2

    def test_what_cannot_be_asked_is_named_and_left(self, desk: Client, quiz: Quiz) -> None:
        fine, keyless = (
            question(quiz=quiz, status="draft"),
            question(quiz=quiz, status="draft", key="Z"),
        )
        wordless = Question.objects.create(course=quiz.course, quiz=quiz, code="wordless")
        told = self.act(desk, "publish", fine, keyless, wordless)
        assert "1 question is published" in told
        assert f"Left alone: {keyless.code}. No option is ticked" in told
        assert "Left alone: wordless" in told
        assert (fine.status, keyless.status) == ("published", "draft")

    def test_questions_of_files_are_left_to_their_files(self, desk: Client, quiz: Quiz) -> None:
        filed = question(quiz=quiz, origin="markdown")
        for action in ("retire", "back_to_draft", "publish"):
            assert "belongs to a course file and was left alone" in self.act(desk, action, filed)
        assert filed.status == "published"
        assert not LogEntry.objects.exists()

    def test_the_same_from_the_questions_own_page(self, desk: Client, quiz: Quiz) -> None:
        asked = question(quiz=quiz)
        url = f"/admin/quizzes/question/{asked.pk}/status/"
        page = desk.post(url, {"to": "retired"}, follow=True)
        assert b"1 question is retired" in page.content
        asked.refresh_from_db()
        assert asked.status == "retired"
        assert desk.post(url, {"to": "gone"}).status_code == 400
        assert desk.post(url, {}).status_code == 400


class TestCost:
    def queries(self, desk: Client, url: str) -> int:
        desk.get(url)
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert desk.get(url).status_code == 200
        return len(taken)

    def fill(self, quiz: Quiz, asked: Question, times: int) -> None:
        """times as many questions, tags, sections, answers and versions as there were."""
        domain = DomainFactory(course=quiz.course)
        for number in range(times):
            service = ServiceFactory(course=quiz.course)
            task = TaskStatementFactory(domain=domain, course=quiz.course)
            SectionFactory(chapter__course=quiz.course)
            one = question(quiz=quiz, task=task, services=[service])
            TallyFactory(question=one)
            TallyFactory(question=asked)
            asked.services.add(service)
            if number < 20:
                reword(asked)
                OptionFactory(version=asked.current)
                attempt_at([one, asked], quiz=quiz)
                QuizFactory(course=quiz.course)

    def test_list_and_form_cost_the_same_at_a_hundred_times(self, desk: Client, quiz: Quiz) -> None:
        asked = question(quiz=quiz)
        self.fill(quiz, asked, 1)
        attempt = attempt_at([asked], quiz=quiz)
        reword(asked)
        pages = [
            LIST,
            f"{LIST}?q=stem&status__exact=published",
            ADD,
            change_url(asked.pk),
            history_url(asked.pk),
            "/admin/quizzes/attempt/",
            f"/admin/quizzes/attempt/{attempt.pk}/change/",
            "/admin/quizzes/quiz/",
            "/admin/content/chapter/",
            f"/admin/content/course/{quiz.course_id}/change/",
            "/admin/",
        ]
        once = {url: self.queries(desk, url) for url in pages}
        self.fill(quiz, asked, 100)
        many = {url: self.queries(desk, url) for url in pages}
        assert many == once
        assert max(once.values()) <= BUDGET, once

    def test_saving_does_not_grow_with_the_bank(self, desk: Client, quiz: Quiz) -> None:
        from tests.quizzes.admin_forms import opened

        asked = question(quiz=quiz)
        spent = []
        # The first save warms the process: Django keeps the content types that it has met.
        for number in (0, 1, 60):
            for _ in range(number):
                question(quiz=quiz)
            data = opened(desk, asked.pk) | {"stem": f"Reworded {number}?", "_publish": "1"}
            with CaptureQueriesContext(connection) as taken:
                assert desk.post(change_url(asked.pk), data).status_code == 302
            spent.append(len(taken))
        assert spent[1] == spent[2]
