"""What the pages and buttons of an import do."""

import time
from typing import Any

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_htmx.http import HttpResponseClientRedirect

from content.admin import AnyAdmin
from content.requests import SiteRequest
from quizzes.admin import import_page
from quizzes.admin.addressed import whole_number
from quizzes.admin.import_form import UploadForm
from quizzes.imports import bringing, planning, staging, undoing
from quizzes.matching import Action
from quizzes.models import Brought, Import, Question
from quizzes.uploads import endings

AT_ONCE, BY_BUTTON, BY_HTMX = 2.0, 15.0, 1.0
"""Seconds that a request reads for: while uploading, by “Go on”, and page by page."""
MOST_NAMED = 20
CHOOSABLE = [action.value for action in Action if action.may_be_chosen]
Status = Import.Status


def upload(admin: AnyAdmin, request: SiteRequest) -> HttpResponse:
    """The form; and once it is sent, the import with as much read as one moment allows."""
    bound = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if bound else UploadForm()
    if bound and form.is_valid():
        to = form.destination
        made = staging.begin(
            to.course,
            form.uploads(),
            quiz=to.quiz,
            quiz_title=to.title,
            publish=form.publish,
            user_id=request.user.pk or 0,
            now=timezone.now(),
        )
        staging.go_on(made, enough=_after(AT_ONCE))
        return HttpResponseRedirect(address(made))
    context = {**_around(admin, request, _("Import questions")), "form": form, "endings": endings()}
    return render(request, "admin/quizzes/import/upload.html", context)


def page(admin: AnyAdmin, request: SiteRequest, upload: Import) -> HttpResponse:
    """How far reading is; or the questions, to be looked through or as they were imported."""
    files = list(upload.files.defer("data"))
    context = {
        **_around(admin, request, _("Import %(number)d") % {"number": upload.pk}),
        "upload": upload,
        "files": files,
        "unread": [file for file in files if file.problem],
    }
    if upload.status == Status.READING:
        context["progress"] = staging.progress(upload)
        return render(request, "admin/quizzes/import/reading.html", context)
    look = import_page.look_of(request.GET)
    found = import_page.page_of(upload, look)
    context |= {
        "look": look,
        "filters": import_page.filters(upload, look),
        "page": found,
        "rows": import_page.rows(upload, found),
        "kept": upload.brought.filter(kept=True).select_related("question")[:MOST_NAMED],
        **_chosen(upload),
    }
    return render(request, "admin/quizzes/import/page.html", context)


def step(admin: AnyAdmin, request: SiteRequest, upload: Import) -> HttpResponse:
    """Read on for a moment."""
    upload = staging.go_on(upload, enough=_after(BY_HTMX if request.htmx else BY_BUTTON))
    if not request.htmx:
        return HttpResponseRedirect(address(upload))
    if upload.status != Status.READING:
        return HttpResponseClientRedirect(address(upload))
    context = {"upload": upload, "progress": staging.progress(upload)}
    return render(request, "admin/quizzes/import/_progress.html", context)


def choose(admin: AnyAdmin, request: SiteRequest, upload: Import) -> HttpResponse:
    """Keep which questions of a page are chosen, or choose all or none of what a filter shows."""
    look = import_page.look_of(QueryDict(request.POST.get("go", "")))
    if upload.status == Status.READY:
        _keep_choices(request, upload)
        if (wanted := request.POST.get("all")) in ("yes", "no"):
            shown = import_page.items_of(upload, look).order_by()
            shown.filter(action__in=CHOOSABLE).update(chosen=wanted == "yes")
    if request.htmx:
        context = {"upload": upload, **_chosen(upload)}
        return render(request, "admin/quizzes/import/_chosen.html", context)
    return HttpResponseRedirect(address(upload) + look.query)


def run(admin: AnyAdmin, request: SiteRequest, upload: Import) -> HttpResponse:
    """Import what is chosen, and say what came of it."""
    if upload.status == Status.READY:
        _keep_choices(request, upload)
        if not upload.items.filter(chosen=True).exists():
            messages.warning(request, _("No question is chosen. Tick those to import."))
            return HttpResponseRedirect(address(upload))
    try:
        plan = planning.planned(upload)
        with transaction.atomic():
            outcome = bringing.bring(plan, user_id=request.user.pk or 0, now=timezone.now())
            _log(request, upload, _("Imported by import %(number)d."))
    except planning.NotReadyError:
        messages.warning(request, _("This import was done, or put aside, in the meantime."))
    except bringing.QuizGoneError:
        messages.error(
            request,
            _("The quiz was retired meanwhile; nothing was imported. Upload the files again."),
        )
    else:
        messages.success(request, _says_imported(outcome))
        if outcome.left:
            told = ngettext(
                "%(n)d question was left alone: somebody changed it, or its like, since these "
                "files were read. Upload them again to see it as it is now.",
                "%(n)d questions were left alone: somebody changed them, or their like, since "
                "these files were read. Upload them again to see them as they are now.",
                outcome.left,
            )
            messages.warning(request, told % {"n": outcome.left})
    return HttpResponseRedirect(address(upload))


def undo(admin: AnyAdmin, request: SiteRequest, upload: Import) -> HttpResponse:
    """Undo the import, and name what was left alone."""
    try:
        plan = undoing.plan_undoing(upload)
        with transaction.atomic():
            undone = undoing.undo(plan, user_id=request.user.pk or 0, now=timezone.now())
            _log(request, upload, _("Import %(number)d undone."))
    except planning.NotReadyError:
        messages.warning(request, _("This import has been undone already."))
        return HttpResponseRedirect(address(upload))
    messages.success(request, _says_undone(undone))
    if undone.kept:
        told = ngettext(
            "%(n)d question was left alone, since somebody changed it after the import: %(which)s",
            "%(n)d questions were left alone, since somebody changed them after the import: "
            "%(which)s",
            len(undone.kept),
        )
        named = ", ".join(undone.kept[:MOST_NAMED])
        more = " …" if len(undone.kept) > MOST_NAMED else ""
        messages.warning(request, told % {"n": len(undone.kept), "which": named + more})
    return HttpResponseRedirect(address(upload))


def aside(admin: AnyAdmin, request: SiteRequest, upload: Import) -> HttpResponse:
    """Let go of an import that has changed nothing yet."""
    if staging.put_aside(upload):
        messages.success(request, _("Put aside. Nothing was imported."))
    else:
        messages.warning(request, _("This import was done, or put aside, in the meantime."))
    return HttpResponseRedirect(reverse("admin:quizzes_import_changelist"))


def address(upload: Import) -> str:
    return reverse("admin:quizzes_import_change", args=[upload.pk])


def _around(admin: AnyAdmin, request: SiteRequest, title: str) -> dict[str, Any]:
    return {**admin.admin_site.each_context(request), "opts": admin.opts, "title": title}


def _after(seconds: float) -> staging.Enough:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def _chosen(upload: Import) -> dict[str, int]:
    """How many questions are chosen, and of how many."""
    choosable = upload.items.filter(action__in=CHOOSABLE)
    return {"chosen": choosable.filter(chosen=True).count(), "choosable": choosable.count()}


def _keep_choices(request: SiteRequest, upload: Import) -> None:
    """Store which of the posted page's questions are ticked."""
    shown = {n for n in map(whole_number, request.POST.getlist("shown")) if n is not None}
    ticked = shown & {whole_number(value) for value in request.POST.getlist("chosen")}
    items = upload.items.filter(pk__in=shown, action__in=CHOOSABLE)
    with transaction.atomic():
        items.filter(pk__in=ticked).update(chosen=True)
        items.exclude(pk__in=ticked).update(chosen=False)


def _log(request: SiteRequest, upload: Import, said: str) -> None:
    """Say in each question's history, and the import's, what was done."""
    log, who, told = LogEntry.objects, request.user.pk or 0, said % {"number": upload.pk}
    brought = Brought.objects.filter(upload=upload)
    written = Question.objects.filter(pk__in=brought.values("question"))
    new = written.filter(pk__in=brought.filter(status="").values("question"))
    log.log_actions(who, new, ADDITION, change_message=told)
    log.log_actions(who, written.exclude(pk__in=new), CHANGE, change_message=told)
    log.log_actions(who, [upload], CHANGE, change_message=told)


def _says_imported(outcome: bringing.Outcome) -> str:
    new = ngettext("%(n)d new question", "%(n)d new questions", outcome.new)
    told = _counted((outcome.new, new), (outcome.changed, _("%(n)d changed")),
                    (outcome.back, _("%(n)d back again")))  # fmt: skip
    return _("Imported: %(what)s.") % {"what": told}


def _says_undone(undone: undoing.Undone) -> str:
    retired = ngettext("%(n)d question retired", "%(n)d questions retired", undone.retired)
    told = _counted((undone.retired, retired), (undone.put_back, _("%(n)d put back as before")))
    return _("Undone: %(what)s.") % {"what": told}


def _counted(*parts: tuple[int, str]) -> str:
    """What there is any of, each with its number."""
    return ", ".join(words % {"n": n} for n, words in parts if n) or _("nothing")
