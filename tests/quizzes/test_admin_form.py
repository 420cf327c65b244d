import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from quizzes.models import Question, QuestionVersion, Quiz
from studyapp.accounts.models import User
from tests.factories import (
    ChapterFactory,
    DomainFactory,
    QuizFactory,
    SectionFactory,
    ServiceFactory,
    TaskStatementFactory,
    question,
)
from tests.quizzes.admin_forms import (
    ADD,
    PREVIEW,
    change_url,
    new_data,
    open_data,
    opened,
    option,
    options_data,
)

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def desk(client_of: SignIn, instructor: User) -> Client:
    return client_of(instructor)


@pytest.fixture
def quiz() -> Quiz:
    made: Quiz = QuizFactory(of_chapter=True)
    made.course = made.chapter.course if made.chapter else made.course
    made.save()
    return made


def beside(page: HttpResponse, field: str) -> str:
    """The errors that stand beside the field, and that it names as its description."""
    html = page.content.decode()
    control = re.search(rf'<(?:input|textarea|select)[^>]* id="id_{field}"[^>]*>', html)
    assert control is not None, field
    assert 'aria-invalid="true"' in control[0]
    assert f"id_{field}_error" in control[0]
    errors = re.search(rf'<ul class="field-errors" id="id_{field}_error">(.*?)</ul>', html)
    assert errors is not None, field
    return errors[1]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"stem": ""}, "stem", "Write what is asked"),
        ({"stem": "x" * 20_001}, "stem", "at most 20000"),
        ({"explanation": "Option B is wrong."}, "explanation", "shuffled"),
        ({"stem": "Why is option A right?"}, "stem", "names an option by letter (A)"),
        ({"quiz": ""}, "quiz", "required"),
        ({"code": "not a code"}, "code", "valid"),
        (
            options_data([option("RDS", key=True), option("rds")]),
            "option-1-text",
            "same as option A",
        ),
        (
            options_data([option("RDS"), option("S3"), option(key=True)]),
            "option-2-text",
            "has no text",
        ),
        (
            options_data([option("RDS", key=True), option("S3"), option(rationale="Why")]),
            "option-2-text",
            "no option",
        ),
        (
            options_data([option("RDS", key=True), option("All of the above")]),
            "option-1-text",
            "depends on the options",
        ),
        (
            options_data([option("RDS", key=True, rationale="Option B is not."), option("S3")]),
            "option-0-rationale",
            "shuffled",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    desk: Client, quiz: Quiz, changes: dict[str, Any], field: str, said: str
) -> None:
    page = desk.post(ADD, new_data(quiz.pk) | changes | {"_publish": "1"})
    assert page.status_code == 200
    assert said in beside(page, field)  # type: ignore[arg-type]
    assert f'href="#id_{field}"' in page.content.decode()
    assert "<title>Error:" in page.content.decode()
    assert not QuestionVersion.objects.exists()


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([option("RDS"), option("S3")], "No option is ticked"),
        ([option("RDS", key=True), option("S3", key=True)], "Every option is ticked"),
        ([option("RDS", key=True), option()], "only one option"),
        ([option(), option()], "There is no option yet"),
        ([option("RDS", key=True), option("S3", DELETE="on")], "only one option"),
    ],
)
def test_what_is_wrong_with_the_options_is_said_above_them(
    desk: Client, quiz: Quiz, rows: list[dict[str, str]], said: str
) -> None:
    for button in ("_publish", "_save"):
        page = desk.post(ADD, new_data(quiz.pk, rows) | {button: "1"})
        found = re.search(r'id="options-errors"[^>]*>(.*?)</ul>', page.content.decode())
        assert found is not None
        assert said in found[1]
    assert not QuestionVersion.objects.exists()


def test_nothing_typed_is_lost(desk: Client, quiz: Quiz) -> None:
    service = ServiceFactory(course=quiz.course)
    rows = [option("RDS", rationale="Why **not**"), option("S3", ORDER="1"), option()]
    data = new_data(quiz.pk, rows, stem="", level="2", code="mine", services=[str(service.pk)])
    del data["shuffle"]
    page = desk.post(ADD, data | {"_publish": "1"})
    kept = open_data(page)  # type: ignore[arg-type]
    for name, value in data.items():
        assert kept.get(name, "") == value, name
    assert "shuffle" not in kept
    assert f'value="{service.pk}" checked' in page.content.decode()


def test_letters_may_be_cited_where_the_options_stay(desk: Client, quiz: Quiz) -> None:
    data = new_data(quiz.pk, explanation="Option A is right.", shuffle=None)
    desk.post(ADD, data | {"_publish": "1"})
    made = QuestionVersion.objects.get()
    assert (made.shuffle, made.explanation) == (False, "Option A is right.")


def test_a_section_of_another_chapter_is_refused(desk: Client, quiz: Quiz) -> None:
    there = SectionFactory(chapter=ChapterFactory(course=quiz.course))
    here = SectionFactory(chapter=quiz.chapter)
    page = desk.post(ADD, new_data(quiz.pk, section=str(there.pk)) | {"_publish": "1"})
    assert "not in the chapter of the quiz" in beside(page, "section")  # type: ignore[arg-type]
    elsewhere = SectionFactory()
    page = desk.post(ADD, new_data(quiz.pk, section=str(elsewhere.pk)) | {"_publish": "1"})
    assert "Select a valid choice" in beside(page, "section")  # type: ignore[arg-type]
    desk.post(ADD, new_data(quiz.pk, section=str(here.pk)) | {"_publish": "1"})
    assert Question.objects.get().section == here


def test_a_code_is_one_questions(desk: Client, quiz: Quiz) -> None:
    question(quiz=quiz, code="taken")
    page = desk.post(ADD, new_data(quiz.pk, code="taken") | {"_publish": "1"})
    assert "has this code" in beside(page, "code")  # type: ignore[arg-type]
    question(code="elsewhere")
    desk.post(ADD, new_data(quiz.pk, code="elsewhere") | {"_publish": "1"})
    assert Question.objects.filter(course=quiz.course, code="elsewhere").exists()


def test_tags_are_stored_and_shown_again(desk: Client, quiz: Quiz) -> None:
    domain = DomainFactory(course=quiz.course)
    task = TaskStatementFactory(domain=domain, course=quiz.course)
    first, second = ServiceFactory.create_batch(2, course=quiz.course)
    section = SectionFactory(chapter=quiz.chapter)
    tags: dict[str, Any] = {
        "services": [str(first.pk), str(second.pk)],
        "topic": f"task-{task.pk}",
        "section": str(section.pk),
        "level": "3",
    }
    desk.post(ADD, new_data(quiz.pk, **tags) | {"_publish": "1"})
    made = Question.objects.get()
    assert set(made.services.all()) == {first, second}
    assert (made.task, made.domain, made.section, made.level) == (task, None, section, 3)
    shown = opened(desk, made.pk)
    for name, value in tags.items():
        assert shown[name] == value
    whole = shown | {"topic": f"domain-{domain.pk}", "_save": "1"}
    desk.post(change_url(made.pk), whole)
    made.refresh_from_db()
    assert (made.task, made.domain) == (None, domain)


def test_without_a_topic_the_services_decide(desk: Client, quiz: Quiz) -> None:
    task = TaskStatementFactory(course=quiz.course, domain__course=quiz.course)
    service = ServiceFactory(course=quiz.course, task=task)
    desk.post(ADD, new_data(quiz.pk, services=[str(service.pk)]) | {"_publish": "1"})
    assert Question.objects.get().task == task


def test_a_foreign_service_is_refused(desk: Client, quiz: Quiz) -> None:
    foreign = ServiceFactory()
    page = desk.post(ADD, new_data(quiz.pk, services=[str(foreign.pk)]) | {"_publish": "1"})
    assert 'id="services-errors"' in page.content.decode()
    assert not Question.objects.exists()


def test_a_new_form_offers_six_rows_and_an_old_one_two_more(desk: Client, quiz: Quiz) -> None:
    assert len(desk.get(ADD).context["form"].rows.forms) == 6
    asked = question(quiz=quiz, texts=5)
    assert len(desk.get(change_url(asked.pk)).context["form"].rows.forms) == 7


class TestPreview:
    def test_it_shows_question_and_feedback_without_storing(self, desk: Client, quiz: Quiz) -> None:
        data = new_data(quiz.pk, stem="Which **one**?\n\n```sql\nSELECT 1\n```")
        for url, button in ((PREVIEW, {}), (ADD, {"_preview": "1"})):
            page = desk.post(url, data | button).content.decode()
            preview = page[page.index('id="preview"') :]
            assert "Which <strong>one</strong>?" in preview
            assert "Amazon RDS" in preview
            assert "It is relational." in preview
            assert "RDS runs the engine for you." in preview
            assert "Choose one" in preview
        assert not Question.objects.exists()

    def test_before_the_answer_nothing_tells_the_key(self, desk: Client, quiz: Quiz) -> None:
        page = desk.post(PREVIEW, new_data(quiz.pk)).content.decode()
        before = page[: page.index('id="preview-told"')]
        assert "It is relational." not in before
        assert "is-missed" not in before

    def test_several_keys_are_asked_for(self, desk: Client, quiz: Quiz) -> None:
        rows = [option("A1", key=True), option("A2", key=True), option("B1")]
        page = desk.post(PREVIEW, new_data(quiz.pk, rows)).content.decode()
        assert "Choose two" in page
        assert 'type="checkbox"' in page

    def test_unfinished_words_are_drawn_as_far_as_they_go(self, desk: Client) -> None:
        for data in (
            {},
            {"stem": "Only this"},
            options_data([option(key=True)]),
            options_data([option("One", key=True), option("Two", key=True)]),
            {"option-TOTAL_FORMS": "many", "stem": "Only this"},
        ):
            page = desk.post(PREVIEW, data)
            assert page.status_code == 200
            assert page.content.count(b'id="preview"') == 1
        assert b"Only this" in page.content

    def test_it_is_one_fragment(self, desk: Client, quiz: Quiz) -> None:
        page = desk.post(PREVIEW, new_data(quiz.pk)).content.decode().strip()
        assert page.startswith('<div class="preview-body" id="preview">')
        assert "<html" not in page

    @pytest.mark.parametrize("address", ["", "?question=x", f"?question={10**30}", "?question=0"])
    def test_any_question_may_be_named(self, desk: Client, quiz: Quiz, address: str) -> None:
        assert desk.post(PREVIEW + address, new_data(quiz.pk)).status_code == 200


class TestHostileText:
    """Text that would be script in every field, drawn wherever the admin shows it."""

    @pytest.fixture
    def hostile(self, desk: Client, quiz: Quiz) -> Question:
        type(quiz).objects.filter(pk=quiz.pk).update(title=HOSTILE)
        chapter = ChapterFactory(course=quiz.course, title=HOSTILE)
        SectionFactory(chapter=chapter, title=HOSTILE)
        domain = DomainFactory(course=quiz.course, title=HOSTILE)
        TaskStatementFactory(domain=domain, course=quiz.course, title=HOSTILE)
        service = ServiceFactory(course=quiz.course, name=HOSTILE, category=HOSTILE)
        rows = [option(HOSTILE, key=True, rationale=HOSTILE), option(HOSTILE + "2")]
        data = new_data(
            quiz.pk, rows, stem=HOSTILE, explanation=HOSTILE, services=[str(service.pk)]
        )
        desk.post(ADD, data | {"_publish": "1"})
        made = Question.objects.get()
        shown = opened(desk, made.pk)
        desk.post(change_url(made.pk), shown | {"stem": HOSTILE * 2, "_publish": "1"})
        return made

    def test_it_is_never_obeyed(
        self, desk: Client, hostile: Question, instructor: User, quiz: Quiz
    ) -> None:
        instructor.name = HOSTILE
        instructor.save()
        for url in (
            "/admin/",
            "/admin/quizzes/question/?q=alert",
            change_url(hostile.pk),
            f"/admin/quizzes/question/{hostile.pk}/history/?from=1&to=2",
            "/admin/quizzes/quiz/",
            f"/admin/content/course/{quiz.course_id}/change/",
        ):
            html = desk.get(url).content.decode()
            assert "<script>alert" not in html, url
            assert "<img src=x" not in html.replace('"', ""), url
            assert "alert(1)" in html or url.startswith("/admin/content"), url

    def test_nor_in_the_preview_or_an_error(self, desk: Client, quiz: Quiz) -> None:
        rows = [option(HOSTILE, key=True, rationale=HOSTILE), option(HOSTILE)]
        data = new_data(quiz.pk, rows, stem=HOSTILE, explanation=HOSTILE, code=HOSTILE)
        for url in (PREVIEW, ADD):
            html = desk.post(url, data | {"_publish": "1"}).content.decode()
            assert "<script>alert" not in html
            assert "<img src=x" not in html.replace('"', "")
            assert "alert(1)" in html

    def test_links_to_script_are_no_links(self, desk: Client, quiz: Quiz) -> None:
        stem = "[a](javascript:alert(1)) ![b](javascript:alert(1)) [c](data:text/html,x)"
        html = desk.post(PREVIEW, new_data(quiz.pk, stem=stem)).content.decode()
        assert 'href="javascript' not in html
        assert 'src="javascript' not in html
        assert 'href="data:' not in html


def test_pages_need_no_script_or_style_of_their_own(desk: Client, quiz: Quiz) -> None:
    asked = question(quiz=quiz)
    for url in (ADD, change_url(asked.pk), f"/admin/quizzes/question/{asked.pk}/history/"):
        response = desk.get(url)
        html = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
