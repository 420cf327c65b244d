"""The pages on which a key is put right: their addresses, and what is sent from them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from quizzes.models import Question, QuestionVersion, Regrade
from tests.quizzes.asking import Got
from tests.quizzes.regraded import WHY


def form_url(asked: Question) -> str:
    return reverse("admin:quizzes_question_regrade", args=[asked.pk])


def page_url(regrade: Regrade) -> str:
    return reverse("admin:quizzes_regrade_change", args=[regrade.pk])


def undo_url(regrade: Regrade) -> str:
    return reverse("admin:quizzes_regrade_undo", args=[regrade.pk])


def wanted(
    version: QuestionVersion, letters: str = "B", policy: str = "rescore", **more: Any
) -> dict[str, Any]:
    """The form as sent: this wording, with these options right after all."""
    keys = version.options.filter(letter__in=letters).values_list("pk", flat=True)
    data = {"policy": policy, "why": WHY, f"cover-{version.pk}": "on"}
    return data | {f"key-{pk}": "on" for pk in keys} | more


def current(asked: Question) -> QuestionVersion:
    assert asked.current is not None
    return asked.current


def looked(desk: Client, asked: Question, data: dict[str, Any]) -> Got:
    return desk.post(form_url(asked), data | {"_look": "1"})


def agreed(desk: Client, asked: Question, data: dict[str, Any]) -> Got:
    """Looked at, then agreed to as the page has it."""
    seen = looked(desk, asked, data).context["plan"].digest
    return desk.post(form_url(asked), data | {"_apply": "1", "seen": seen})


def said(got: Got) -> str:
    return " ".join(got.content.decode().split())
