"""Questions chosen in the admin's list leave as a file, and what it lacks is shown first."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from quizzes.drafts import QuestionDraft
from quizzes.exporting import FORMATS
from quizzes.formats import known
from quizzes.formats.format import Format
from quizzes.models import Question, Quiz
from studyapp.accounts.models import User
from tests.books import at_most, rows
from tests.factories import QuizFactory, question
from tests.quizzes.admin_forms import LIST

SignIn = Callable[[User], Client]
EXPORT = "/admin/quizzes/question/export/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def chosen() -> list[Question]:
    quiz: Quiz = QuizFactory(title="Sails & hulls")
    return [question(quiz=quiz, code="one", stem="<b>One</b>?"), question(quiz=quiz, code="two")]


def send(desk: Client, questions: list[Question], form: str, **more: str) -> Any:
    ids = ",".join(str(each.pk) for each in questions)
    return desk.post(EXPORT, {"questions": ids, "format": form, **more})


def drafts_in(form: str, data: bytes) -> list[QuestionDraft]:
    found = known.named(form)
    assert found is not None
    assert found.read is not None
    return [report.draft for report in found.read(data, path="b") if report.draft]


def test_the_list_offers_it_and_asks_for_a_format(desk: Client, chosen: list[Question]) -> None:
    assert "Export as …" in desk.get(LIST).content.decode()
    picked = {"action": "export", "_selected_action": [each.pk for each in chosen]}
    page = desk.post(LIST, picked).content.decode()
    assert "2 questions, with their keys" in page
    for form in FORMATS:
        assert f'value="{form.name}"' in page, form.name
    assert 'id="losses"' not in page
    ids = {str(each.pk) for each in chosen}
    assert set(page.split('name="questions" value="')[1].split('"')[0].split(",")) == ids


def test_what_is_lost_is_shown_before_the_download(desk: Client, chosen: list[Question]) -> None:
    page = send(desk, chosen, "aiken").content.decode()
    assert "What Aiken cannot hold" in page
    assert re.search(r"without its id <[^>]+>2 questions: one, two</span>", page)
    page = send(desk, chosen, "json").content.decode()
    assert "Studyapp JSON holds all of it" in page
    assert 'value="json" required checked' in page


def test_a_question_that_is_missing_altogether_is_told_first(
    desk: Client, chosen: list[Question]
) -> None:
    several = question(quiz=chosen[0].quiz, code="several", key="AB")
    page = send(desk, [*chosen, several], "aiken").content.decode()
    losses = page.split('id="losses"')[1]
    assert losses.index("not written: ") < losses.index("without its id")


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_file_is_named_for_the_quiz_and_its_format(
    form: Format, desk: Client, chosen: list[Question]
) -> None:
    response = send(desk, chosen, form.name, download="1")
    assert response["Content-Type"] == form.media_type
    name = f"sails-hulls{form.endings[0]}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.content


def test_only_the_chosen_leave(desk: Client, chosen: list[Question]) -> None:
    question(quiz=chosen[0].quiz, code="three")
    before = rows()
    data = send(desk, chosen[:1], "json", download="1").content
    assert [draft.tags.code for draft in drafts_in("json", data)] == ["one"]
    assert rows() == before


def test_questions_of_many_quizzes_are_called_so(desk: Client, chosen: list[Question]) -> None:
    both = [chosen[0], question(quiz=QuizFactory(course=chosen[0].course))]
    response = send(desk, both, "json", download="1")
    assert chosen[0].course.slug[:4] in response["Content-Disposition"]
    response = send(desk, [*both, question()], "json", download="1")
    assert 'filename="questions.json"' in response["Content-Disposition"]


def test_of_many_questions_some_are_named(desk: Client, chosen: list[Question]) -> None:
    many = [question(quiz=chosen[0].quiz) for _ in range(7)]
    page = send(desk, many, "aiken").content.decode()
    assert re.search(r"without its id <[^>]+>7 questions: (?:[\w-]+, ){4}[\w-]+ …</span>", page)


def test_text_of_a_question_is_no_markup_on_the_page(desk: Client) -> None:
    odd = question(code="x", stem="![<script>alert(1)</script>](a.png)?")
    page = send(desk, [odd], "json").content.decode()
    assert "<script>alert" not in page
    assert "without its images" in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"questions": "1"},
        {"questions": "1", "format": "pdf"},
        {"questions": "", "format": "json"},
        {"questions": "1,x", "format": "json"},
        {"questions": "-1", "format": "json"},
        {"questions": "9" * 30, "format": "json"},
        {"questions": ",".join(["1"] * 50_001), "format": "json"},
    ],
)
def test_a_form_that_is_none_of_ours_is_refused(desk: Client, data: dict[str, str]) -> None:
    assert desk.post(EXPORT, data).status_code == 400


def test_it_is_posted_by_those_who_may_see_questions(
    client_of: SignIn, desk: Client, learner: User, chosen: list[Question]
) -> None:
    assert desk.get(EXPORT).status_code == 405
    assert send(client_of(learner), chosen, "json", download="1").status_code == 302


def test_many_cost_few_queries(desk: Client, chosen: list[Question]) -> None:
    many = [question(quiz=chosen[0].quiz) for _ in range(40)]
    send(desk, many, "json")
    with at_most(10):
        send(desk, many, "json", download="1")
