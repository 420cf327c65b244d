"""What the lint says, in the admin's list and on a question's page."""

from typing import Any

import pytest
from django.test import Client

from content.models import Service
from quizzes.models import Question, Quiz
from tests.factories import DomainFactory, QuizFactory, ServiceFactory, question
from tests.quizzes.admin_forms import LIST, change_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    """A quiz with a clean question, one with warnings, one with an error, one retired."""
    made: Quiz = QuizFactory()
    service: Service = ServiceFactory(course=made.course)
    domain = DomainFactory(course=made.course)
    tags: dict[str, Any] = {"quiz": made, "services": [service], "domain": domain}
    question(code="clean", **tags)
    question(code="warned", texts=["one", "two"], **tags)
    question(code="faulty", texts=["one"], **tags)
    question(code="gone", texts=["one"], status=Question.Status.RETIRED, **tags)
    return made


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ("error", {"faulty"}),
        ("warning", {"warned"}),
        ("clean", {"clean"}),
        ("x", {"clean", "warned", "faulty", "gone"}),
    ],
)
def test_the_list_is_filtered_by_it(desk: Client, quiz: Quiz, asked: str, codes: set[str]) -> None:
    page = desk.get(LIST, {"lint": asked})
    assert {found.code for found in page.context["cl"].result_list} == codes


def test_the_list_counts_it_in_words(desk: Client, quiz: Quiz) -> None:
    page = desk.get(LIST).content.decode()
    assert page.count("<span class='badge badge-bad'>1 error</span>") == 1
    assert page.count("<span class='badge badge-caution'>1 warning</span>") == 1


def test_a_questions_page_says_what_and_how(desk: Client, quiz: Quiz) -> None:
    faulty, clean = (Question.objects.get(code=code) for code in ("faulty", "clean"))
    page = desk.get(change_url(faulty.pk)).content.decode()
    assert "The lint has 1 objection<" in page
    assert "there is only one option – write two or more" in page
    assert "The lint has" not in desk.get(change_url(clean.pk)).content.decode()
