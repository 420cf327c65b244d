import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from quizzes.models import Question, QuestionVersion, Quiz
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
    change_url,
    new_data,
    open_data,
    opened,
    option,
    options_data,
)

pytestmark = pytest.mark.django_db


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


def test_pages_need_no_script_or_style_of_their_own(desk: Client, quiz: Quiz) -> None:
    asked = question(quiz=quiz)
    for url in (ADD, change_url(asked.pk), f"/admin/quizzes/question/{asked.pk}/history/"):
        response = desk.get(url)
        html = response.content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
