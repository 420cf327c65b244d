"""The form of a question as a browser would send it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client

ADD = "/admin/quizzes/question/add/"
LIST = "/admin/quizzes/question/"
PREVIEW = "/admin/quizzes/question/preview/"


def change_url(pk: int) -> str:
    return f"/admin/quizzes/question/{pk}/change/"


def history_url(pk: int) -> str:
    return f"/admin/quizzes/question/{pk}/history/"


def option(
    text: str = "", *, key: bool = False, rationale: str = "", **more: str
) -> dict[str, str]:
    """One row; more: ORDER or DELETE."""
    ticked = {"is_key": "on"} if key else {}
    return {"text": text, "rationale": rationale} | ticked | more


def options_data(options: Sequence[dict[str, str]], initial: int = 0) -> dict[str, str]:
    data = {"option-TOTAL_FORMS": str(len(options)), "option-INITIAL_FORMS": str(initial)}
    for place, row in enumerate(options):
        data |= {f"option-{place}-{name}": value for name, value in row.items()}
    return data


SOUND = (
    option("Amazon RDS", key=True, rationale="It is relational."),
    option("Amazon S3", rationale="It stores objects."),
)


def new_data(
    quiz_id: int, options: Sequence[dict[str, str]] = SOUND, **changes: Any
) -> dict[str, Any]:
    """A sound new question; changes are fields, None leaves one out."""
    data: dict[str, Any] = {
        "quiz": str(quiz_id),
        "stem": "Which service is a managed relational database?",
        "explanation": "RDS runs the engine for you.",
        "shuffle": "on",
        "opened_on": "0",
        **options_data(options),
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def open_data(page: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What the page's form holds, as sending it unchanged would; changes as in new_data."""
    form = page.context["form"]  # type: ignore[attr-defined]
    data: dict[str, Any] = {}
    for part in (
        *(form, form.rows.management_form, *form.rows),
        *(form.answers.management_form, *form.answers),
    ):
        for field in part:
            value = field.value()
            if value not in (None, False, ""):
                data[field.html_name] = "on" if value is True else value
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def opened(client: Client, pk: int) -> dict[str, Any]:
    return open_data(client.get(change_url(pk)))  # type: ignore[arg-type]
