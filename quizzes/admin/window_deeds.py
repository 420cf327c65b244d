"""What the pages and buttons of a window do."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.admin import AnyAdmin
from content.requests import SiteRequest
from quizzes import proctoring
from quizzes.admin import window_page
from quizzes.admin.proctor_forms import ReasonForm, WindowForm
from quizzes.models import ExamAct, Quiz, Window
from quizzes.proctoring import newest_change


def page(admin: AnyAdmin, request: SiteRequest, window: Window) -> HttpResponse:
    """Who sits in the window and who has finished; htmx asks for that part alone."""
    look = window_page.look_at(window, timezone.now())
    context = {
        "window": window,
        "look": look,
        "may_change": admin.has_change_permission(request, window),
    }
    if request.htmx:
        return render(request, "admin/quizzes/window/_sitters.html", context)
    context |= around(admin, request, window.title)
    context["acts"] = window_page.acts_on(window)
    return render(request, "admin/quizzes/window/page.html", context)


def edit(admin: AnyAdmin, request: SiteRequest, window: Window | None) -> HttpResponse:
    """The form for a new window or for this one; and once it is sent, the window's page."""
    now, seen = timezone.now(), newest_change(window) if window is not None else 0
    data = request.POST if request.method == "POST" else None
    form = WindowForm(data, now=now, window=window, seen=seen)
    problem, status = "", 200
    if data is not None and form.is_valid():
        by, why = request.user.pk or 0, form.cleaned_data["why"]
        try:
            if window is None:
                quiz: Quiz = form.cleaned_data["quiz"]
                window = proctoring.open_window(by, quiz, form.plan, why=why, now=now)
                messages.success(request, _("The window is set. Learners see it beside the exam."))
            else:
                shown = form.cleaned_data["seen"] or 0
                moved = proctoring.change_window(
                    by, window.pk, form.plan, why=why, now=now, seen=shown
                )
                messages.success(request, _says_changed(moved))
            _warn_of_a_short_one(request, window, form.plan)
            return HttpResponseRedirect(address(window))
        except proctoring.SameWindowError:
            problem = _("There is a window of this exam with this title and these times already.")
        except proctoring.NotAnExamError:
            problem = _("This exam has just been retired. Choose another.")
        except proctoring.CalledOffError:
            problem = _("This window was called off meanwhile, and stays so. Open a new one.")
        except proctoring.ChangedMeanwhileError as other:
            # The form now knows the newer state: sent once more, it comes after that one.
            again = request.POST.copy()
            again["seen"] = str(seen)
            form = WindowForm(again, now=now, window=window, seen=seen)
            problem = _says_meanwhile(other.act)
        status = 409
    context = {
        **around(admin, request, _("Change the window") if window else _("Open a window")),
        "window": window,
        "form": form,
        "problem": problem,
    }
    return render(request, "admin/quizzes/window/edit.html", context, status=status)


def call_off(admin: AnyAdmin, request: SiteRequest, window: Window) -> HttpResponse:
    """Ask why; then let nobody begin any more."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        by, why = request.user.pk or 0, form.cleaned_data["why"]
        try:
            proctoring.call_off(by, window.pk, why=why, now=timezone.now())
            messages.success(request, _("Called off. Nobody can begin any more."))
        except proctoring.CalledOffError:
            messages.warning(request, _("This window was called off already."))
        return HttpResponseRedirect(address(window))
    context = {
        **around(admin, request, _("Call the window off")),
        "window": window,
        "form": form,
        "sitting": window.attempts.open().count(),
    }
    return render(request, "admin/quizzes/window/call_off.html", context)


def address(window: Window) -> str:
    return reverse("admin:quizzes_window_change", args=[window.pk])


def around(admin: AnyAdmin, request: SiteRequest, title: str) -> dict[str, Any]:
    return {
        **admin.admin_site.each_context(request),
        "opts": Window._meta,
        "title": title,
        "zone": timezone.get_current_timezone_name(),
    }


def _warn_of_a_short_one(request: SiteRequest, window: Window, plan: proctoring.Plan) -> None:
    minutes = window.quiz.minutes or 0
    if plan.closes_at - plan.opens_at < timedelta(minutes=minutes):
        told = _("It is open for less than the %(n)d minutes of the exam: nobody has all of them.")
        messages.warning(request, told % {"n": minutes})


def _says_changed(moved: int) -> str:
    if not moved:
        return _("Changed.")
    told = ngettext(
        "Changed. %(n)d person who sits now has more time by it.",
        "Changed. %(n)d people who sit now have more time by it.",
        moved,
    )
    return told % {"n": moved}


def _says_meanwhile(act: ExamAct | None) -> str:
    told = _(
        "%(who)s changed this window at %(when)s (%(what)s). Nothing was stored. What you wrote "
        "is still here: save again, and it holds instead."
    )
    return told % {
        "who": act.by if act and act.by else _("Somebody"),
        "when": date_format(timezone.localtime(act.at), "H:i") if act else "–",
        "what": ", ".join(act.detail.splitlines()) if act else "–",
    }
