"""A question's history: its versions with author and time, and what differs between any two."""

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from quizzes.admin.addressed import whole_number
from quizzes.admin.regrading import may_regrade
from quizzes.differences import Change, Part, differences
from quizzes.models import Question, QuestionVersion
from quizzes.versions import as_draft

VERSIONS_A_PAGE, DEEDS_SHOWN = 20, 50


def page(admin: AnyAdmin, request: HttpRequest, question: Question) -> HttpResponse:
    """The versions, newest first; with ?from= and ?to= the difference between two of them."""
    versions = (
        question.versions.select_related("author")
        .defer("stem_html", "explanation_html")
        .order_by("-number")
    )
    shown = Paginator(versions, VERSIONS_A_PAGE).get_page(request.GET.get("page"))
    numbers = [version.number for version in shown]
    old = _asked(request, "from", numbers[1] if len(numbers) > 1 else None)
    new = _asked(request, "to", numbers[0] if numbers else None)
    pair = _pair(question, old, new) if old is not None and new is not None else None
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "title": _("History of %(code)s") % {"code": question.code},
        "question": question,
        "versions": shown,
        "old": old,
        "new": new,
        "compared": pair is not None,
        "changes": worded(differences(as_draft(pair[0]), as_draft(pair[1]))) if pair else [],
        "deeds": _deeds(question),
        "may_regrade": may_regrade(request),
    }
    return render(request, "admin/quizzes/question/history.html", context)


def _asked(request: HttpRequest, name: str, otherwise: int | None) -> int | None:
    if name not in request.GET:
        return otherwise
    number = whole_number(request.GET[name])
    if number is None:
        raise Http404
    return number


def _pair(question: Question, old: int, new: int) -> tuple[QuestionVersion, QuestionVersion] | None:
    """Both versions with their options; 404 where the question has no such version."""
    if old == new:
        return None
    found = {
        version.number: version
        for version in question.versions.filter(number__in=[old, new])
        .select_related("question")
        .prefetch_related("options", "answers")
    }
    if len(found) < 2:
        raise Http404
    return found[old], found[new]


def _deeds(question: Question) -> Any:
    """What was done to the question in the admin, newest first."""
    about = ContentType.objects.get_for_model(Question)
    entries = LogEntry.objects.filter(content_type=about, object_id=str(question.pk))
    return entries.select_related("user").order_by("-action_time")[:DEEDS_SHOWN]


def worded(changes: list[Change]) -> list[dict[str, Any]]:
    """Each change with its heading and, for what was ticked or ordered, its sentence."""
    return [
        {"heading": _heading(change), "pieces": change.pieces, "sentence": _sentence(change)}
        for change in changes
    ]


def _heading(change: Change) -> str:
    names = {
        Part.KIND: _("Kind"),
        Part.STEM: _("Stem"),
        Part.OPTION: _("Option %(letter)s"),
        Part.RATIONALE: _("Rationale of option %(letter)s"),
        Part.KEY: _("Key: option %(letter)s"),
        Part.PLACE: _("Where option %(letter)s belongs"),
        Part.ANSWER: _("Answer %(letter)s"),
        Part.ORDER: _("Order of the options"),
        Part.EXPLANATION: _("Explanation"),
        Part.SHUFFLE: _("Shuffling"),
    }
    return names[change.part] % {"letter": change.letter}


def _sentence(change: Change) -> str:
    if change.part is Part.KEY:
        return _("Was wrong, is right now.") if change.after else _("Was right, is wrong now.")
    if change.part is Part.SHUFFLE:
        if change.after:
            return _("The options are shuffled now.")
        return _("The options keep their order now.")
    was_and_is = {"before": change.before or "–", "after": change.after or "–"}
    if change.part is Part.PLACE:
        return _("Was %(before)s; is %(after)s.") % was_and_is
    if change.part is Part.KIND:
        labels = {
            when: str(QuestionVersion.Kind(str(kind)).label) for when, kind in was_and_is.items()
        }
        return _("Was %(before)s; is %(after)s.") % labels
    if change.part is Part.ORDER:
        return _("Was %(before)s; is %(after)s, in the older letters.") % was_and_is
    return ""
