"""The log of what instructors did about exams: for looking, filtering and taking along as CSV."""

import csv
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin import ReadOnlyAdmin
from quizzes.formats.tables.guards import guarded
from quizzes.models import ExamAct

MOST_ROWS = 50_000
HEADS = ("when", "who", "act", "course", "window", "learner", "attempt", "what", "why")


@admin.register(ExamAct)
class ExamActAdmin(ReadOnlyAdmin):
    list_display = ("at", "who", "act", "window", "concerned", "what", "why")
    list_display_links = ("at",)
    list_filter = (
        *("at", "kind", ("by", admin.RelatedOnlyFieldListFilter)),
        *(("window", admin.RelatedOnlyFieldListFilter), "course"),
    )
    list_per_page = 50
    search_fields = ("why", "detail", "learner__email", "learner__name", "window__title")
    search_help_text = _("Search by reason, learner or window.")
    fields = ("at", "who", "act", "course", "window", "concerned", "attempt", "what", "why")
    view_on_site = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExamAct]:
        every: QuerySet[ExamAct] = super().get_queryset(request)
        return every.select_related("by", "learner", "window", "course")

    @admin.display(description=_("who"), ordering="by__email")
    def who(self, act: ExamAct) -> str:
        return str(act.by) if act.by else gettext("somebody who has left")

    @admin.display(description=_("act"), ordering="kind")
    def act(self, act: ExamAct) -> str:
        return str(act.get_kind_display())

    @admin.display(description=_("learner"), ordering="learner__email")
    def concerned(self, act: ExamAct) -> str:
        return str(act.learner) if act.learner else "–"

    @admin.display(description=_("what"))
    def what(self, act: ExamAct) -> str:
        return "; ".join(act.detail.splitlines()) or "–"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="quizzes_examact_export"), *super().get_urls()]

    def export_view(self, request: HttpRequest) -> HttpResponse:
        """The acts that the list shows with the same filters, cells guarded against formulas."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponse(status=405, headers={"Allow": "GET"})
        acts = self.get_changelist_instance(request).get_queryset(request)[:MOST_ROWS]
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="exam-acts.csv"'
        rows = csv.writer(response)
        rows.writerow(HEADS)
        rows.writerows([guarded(cell) for cell in _cells(act)] for act in acts)
        return response


def _cells(act: Any) -> tuple[str, ...]:
    return (
        act.at.isoformat(timespec="seconds"),
        act.by.email if act.by else "",
        act.kind,
        act.course.slug,
        act.window.title if act.window else "",
        act.learner.email if act.learner else "",
        str(act.attempt_id or ""),
        act.detail,
        act.why,
    )
