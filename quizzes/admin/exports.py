"""Questions chosen in the list, as a file: what a format cannot hold is shown before it is had."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from quizzes import exporting
from quizzes.admin.addressed import whole_number
from quizzes.formats.format import Format, Loss
from quizzes.models import Question

NOT_WRITTEN = "not written"
SHOWN, NAMED = 50, 5
"""How many losses the page lists, and how many questions it names for each."""
MOST = 50_000


def page(admin: AnyAdmin, request: HttpRequest, questions: QuerySet[Question]) -> HttpResponse:
    """The page on which a format is chosen for the questions."""
    return _page(admin, request, list(questions.values_list("pk", flat=True)))


def posted(admin: AnyAdmin, request: HttpRequest) -> HttpResponse:
    """The page again with what the format would lose; or the file. Raises BadRequest."""
    numbers = [whole_number(word) for word in request.POST.get("questions", "").split(",")]
    ids = [number for number in numbers if number is not None]
    if not ids or len(ids) < len(numbers) or len(ids) > MOST:
        raise BadRequest
    wanted = request.POST.get("format", "")
    form = next((form for form in exporting.FORMATS if form.name == wanted), None)
    if form is None:
        raise BadRequest
    if "download" not in request.POST:
        return _page(admin, request, ids, form)
    title = _title(ids)
    made = exporting.written(form, Question.objects.filter(pk__in=ids), title=title)
    response = HttpResponse(made.data, content_type=form.media_type)
    name = exporting.file_name(title, form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(
    admin: AnyAdmin, request: HttpRequest, ids: list[int], form: Format | None = None
) -> HttpResponse:
    questions = Question.objects.filter(pk__in=ids)
    losses = exporting.written(form, questions, title="").losses if form is not None else ()
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("Export questions"),
        "ids": ",".join(map(str, ids)),
        "count": len(ids),
        "formats": exporting.FORMATS,
        "chosen": form,
        "losses": _grouped(losses),
    }
    return render(request, "admin/quizzes/question/export.html", context)


def _grouped(losses: Sequence[Loss]) -> list[dict[str, Any]]:
    """What is lost, each thing once, with how many questions lose it and what some are called."""
    bearers: dict[str, list[str]] = {}
    for loss in losses:
        bearers.setdefault(loss.what, []).append(loss.code or str(loss.number))
    # What is missing altogether comes first.
    by_weight = sorted(bearers.items(), key=lambda item: not item[0].startswith(NOT_WRITTEN))
    return [
        {"what": what, "count": len(codes), "codes": codes[:NAMED], "more": len(codes) > NAMED}
        for what, codes in by_weight[:SHOWN]
    ]


def _title(ids: list[int]) -> str:
    """What the questions have in common: their quiz, else their course."""
    chosen = Question.objects.filter(pk__in=ids).order_by()
    for name in ("quiz__title", "course__title"):
        titles = list(chosen.values_list(name, flat=True).distinct()[:2])
        if len(titles) == 1 and titles[0]:
            return str(titles[0])
    return _("Questions")
