"""More time for one attempt, and opening it again: the page that asks why, and what it does."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.admin import AnyAdmin
from content.requests import SiteRequest
from quizzes import more_time
from quizzes.admin.addressed import whole_number
from quizzes.admin.proctor_forms import MinutesForm
from quizzes.admin.window_page import minutes_left
from quizzes.models import Attempt, Window
from quizzes.reviewing import may_review

USUAL = 10
"""Minutes that the form proposes where nothing better is known."""


def may_proctor(request: HttpRequest) -> bool:
    """Whether somebody may change exams that others sit."""
    return request.user.has_perm("quizzes.change_window")


def extend(admin: AnyAdmin, request: SiteRequest, object_id: str) -> HttpResponse:
    def give(attempt: Attempt, form: MinutesForm) -> str:
        more_time.extend(
            request.user.pk or 0,
            attempt.pk,
            minutes=form.cleaned_data["minutes"],
            why=form.cleaned_data["why"],
            now=timezone.now(),
            seen=form.cleaned_data["seen"],
        )
        return _("%(n)d minutes more. The learner's page shows them at the next answer or page.")

    return _page(admin, request, object_id, give, again=False)


def reopen(admin: AnyAdmin, request: SiteRequest, object_id: str) -> HttpResponse:
    def take_back(attempt: Attempt, form: MinutesForm) -> str:
        more_time.reopen(
            request.user.pk or 0,
            attempt.pk,
            minutes=form.cleaned_data["minutes"],
            why=form.cleaned_data["why"],
            now=timezone.now(),
        )
        return _("Open again, for %(n)d minutes from now. The learner finds it on the first page.")

    return _page(admin, request, object_id, take_back, again=True)


def _page(
    admin: AnyAdmin,
    request: SiteRequest,
    object_id: str,
    deed: Callable[[Attempt, MinutesForm], str],
    *,
    again: bool,
) -> HttpResponse:
    """The form; and once it is sent, where the instructor came from. again: it opens anew."""
    if not may_proctor(request):
        raise PermissionDenied
    attempt, now, problem = _exam(object_id), timezone.now(), ""
    seen = attempt.deadline_at.isoformat() if attempt.deadline_at else ""
    initial = {"seen": seen, "minutes": _proposed(request, attempt, again=again)}
    form = MinutesForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            told = deed(attempt, form) % {"n": form.cleaned_data["minutes"]}
        except (
            more_time.SubmittedError,
            more_time.StillOpenError,
            more_time.AnotherOpenError,
            more_time.MovedMeanwhileError,
        ) as refused:
            problem = _says(refused)
        else:
            messages.success(request, told)
            return HttpResponseRedirect(_back(attempt))
    context: dict[str, Any] = {
        **admin.admin_site.each_context(request),
        "opts": Window._meta if attempt.window_id else Attempt._meta,
        "title": _("Open the attempt again") if again else _("More time"),
        "attempt": attempt,
        "again": again,
        "form": form,
        "problem": problem,
        "back": _back(attempt),
        "minutes": minutes_left(attempt, now),
        "explained": may_review(attempt, now),
    }
    status = 409 if problem else 200
    return render(request, "admin/quizzes/attempt/time.html", context, status=status)


def _exam(object_id: str) -> Attempt:
    try:
        pk = uuid.UUID(object_id)
    except ValueError:
        raise Http404 from None
    exams = Attempt.objects.filter(mode=Attempt.Mode.EXAM).select_related("user", "quiz", "window")
    found = exams.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _proposed(request: HttpRequest, attempt: Attempt, *, again: bool) -> int:
    """The minutes asked for in the address; else, to open it again, those that it had left."""
    asked = whole_number(request.GET.get("minutes"))
    if asked is not None and 1 <= asked <= more_time.MOST_MINUTES:
        return asked
    left = minutes_left(attempt, attempt.submitted_at) if again and attempt.submitted_at else 0
    return left or USUAL


def _back(attempt: Attempt) -> str:
    if attempt.window_id is not None:
        return reverse("admin:quizzes_window_change", args=[attempt.window_id])
    return reverse("admin:quizzes_attempt_change", args=[attempt.pk])


def _says(refused: Exception) -> str:
    if isinstance(refused, more_time.SubmittedError):
        return _("The learner has submitted this attempt. You may open it again instead.")
    if isinstance(refused, more_time.StillOpenError):
        return _("This attempt is under way. You may give more time instead.")
    if isinstance(refused, more_time.AnotherOpenError):
        return _(
            "The learner sits this exam in another attempt by now, and may have one open at a "
            "time. Wait until that one is submitted."
        )
    return _("The end has moved since you opened this page. Look at it, and give the time again.")
