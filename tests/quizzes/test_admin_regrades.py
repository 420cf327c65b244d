"""The page of a regrade: whose attempts it changed, the way back, and who may go it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Attempt, ExamAct, Question, Quiz, Regrade
from studyapp.accounts.models import User
from tests.factories import UserFactory, question
from tests.quizzes.admin_forms import history_url
from tests.quizzes.regrade_pages import (
    agreed,
    current,
    form_url,
    looked,
    page_url,
    said,
    undo_url,
    wanted,
)
from tests.quizzes.regraded import WHY, dump, sat, scores
from tests.quizzes.taking import PRACTICE, three_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz() -> Quiz:
    return three_questions(pass_mark=60)


@pytest.fixture
def asked(quiz: Quiz) -> Question:
    """The first question, whose key was A and should have been B."""
    first = quiz.questions.order_by("position").first()
    assert first is not None
    return first


def test_agreed_to_it_is_done_and_told_and_undone(
    desk: Client, asked: Question, instructor: User
) -> None:
    made = sat(asked.quiz, ["B", "BC"], UserFactory(name="Gina"))  # type: ignore[arg-type]
    before = dump()
    got = agreed(desk, asked, wanted(current(asked)))
    regrade = Regrade.objects.get()
    assert (got.status_code, got["Location"]) == (302, page_url(regrade))
    assert scores([made]) == [(2, 3, 2 / 3)]
    page = said(desk.get(page_url(regrade)))
    for told in ("Gina", WHY, "Ines", "the right key counts", "Undo it", "33 %", "66 %"):
        assert told in page, told
    listed = said(desk.get(reverse("admin:quizzes_regrade_changelist")))
    assert asked.code in listed
    assert page_url(regrade) in said(desk.get(form_url(asked)))
    refused = desk.post(undo_url(regrade), {"why": " "}, follow=True)
    assert "Say why" in said(refused)
    assert scores([made]) == [(2, 3, 2 / 3)]
    undone = said(desk.post(undo_url(regrade), {"why": "It was right."}, follow=True))
    assert "as it was before" in undone
    assert "Undo it" not in undone
    assert "It was right." in undone
    assert dump() == before
    assert "undone already" in said(desk.post(undo_url(regrade), {"why": "x"}, follow=True))
    assert ExamAct.objects.count() == 2


def test_a_later_regrade_is_undone_first(desk: Client, asked: Question) -> None:
    sat(asked.quiz, ["B", "BC"])  # type: ignore[arg-type]
    agreed(desk, asked, wanted(current(asked)))
    agreed(desk, asked, wanted(current(asked), "C"))
    first, second = Regrade.objects.order_by("pk")
    page = said(desk.post(undo_url(first), {"why": WHY}, follow=True))
    assert "Undo that first" in page
    assert page_url(second) in page
    assert Regrade.objects.filter(undone_at=None).count() == 2


def test_only_the_first_fifty_attempts_are_listed(desk: Client, asked: Question) -> None:
    person = UserFactory()
    for _ in range(51):
        sat(asked.quiz, ["B"], person, mode=PRACTICE)  # type: ignore[arg-type]
    page = said(looked(desk, asked, wanted(current(asked))))
    assert "The first 50 of 51." in page
    assert page.count(reverse("admin:quizzes_attempt_changelist") + "") >= 50
    agreed(desk, asked, wanted(current(asked)))
    assert "The first 50 of 51." in said(desk.get(page_url(Regrade.objects.get())))
    assert Attempt.objects.filter(right=1).count() == 51


def test_a_regrade_is_not_written_by_its_page(desk: Client, asked: Question) -> None:
    sat(asked.quiz, ["B", "BC"])  # type: ignore[arg-type]
    agreed(desk, asked, wanted(current(asked)))
    regrade = Regrade.objects.get()
    assert desk.post(page_url(regrade), {}).status_code == 405
    assert desk.get(undo_url(regrade)).status_code == 405
    for missing in ("999999", "x", "9" * 30):
        assert desk.get(f"/admin/quizzes/regrade/{missing}/change/").status_code == 404
        assert desk.post(f"/admin/quizzes/regrade/{missing}/undo/", {"why": "x"}).status_code == 404
        assert desk.get(f"/admin/quizzes/question/{missing}/regrade/").status_code == 404


@pytest.mark.parametrize("lacking", ["change_question", "add_regrade", "change_regrade"])
def test_whoever_may_not_do_all_of_it_may_do_none(
    client_of: Callable[[User], Client], asked: Question, lacking: str
) -> None:
    from django.contrib.auth.models import Permission

    user: User = UserFactory(is_staff=True)
    may = {"view_question", "change_question", "view_regrade", "add_regrade", "change_regrade"}
    user.user_permissions.set(Permission.objects.filter(codename__in=may - {lacking}))
    client = client_of(user)
    assert client.get(form_url(asked)).status_code == 403
    assert "Regrade answers" not in said(client.get(history_url(asked.pk)))
    regrade = Regrade.objects.create(
        question=question(), policy="credit", made_at=current(asked).created_at
    )
    assert client.post(undo_url(regrade), {"why": WHY}).status_code == 403
    assert "Undo it" not in said(client.get(page_url(regrade)))
