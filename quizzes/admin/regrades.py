"""The list of regrades, and the page of each."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from content.admin import ReadOnlyAdmin
from quizzes.admin import regrading
from quizzes.admin.addressed import row_at
from quizzes.models import Regrade


@admin.register(Regrade)
class RegradeAdmin(ReadOnlyAdmin):
    list_display = ("made_at", "question", "policy", "lowers", "changed", "undone_at")
    list_display_links = ("made_at",)
    list_filter = ("policy", ("undone_at", admin.EmptyFieldListFilter), "question__course")
    list_per_page = 50
    search_fields = ("question__code",)
    search_help_text = _("Search by the question's code.")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Regrade]:
        every: QuerySet[Regrade] = super().get_queryset(request)
        return every.select_related("question__course").annotate(touched=Count("attempts"))

    @admin.display(description=_("attempts changed"), ordering="touched")
    def changed(self, regrade: Any) -> int:
        return int(regrade.touched)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        return [
            path("<path:object_id>/undo/", view, name="quizzes_regrade_undo"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: Any,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if object_id is None:
            raise PermissionDenied
        regrade = row_at(self.get_queryset(request), object_id)
        if not self.has_view_permission(request, regrade):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponse(status=405, headers={"Allow": "GET"})
        return regrading.done_page(self, request, regrade)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        regrade = row_at(self.get_queryset(request), object_id)
        if not regrading.may_regrade(request):
            raise PermissionDenied
        return regrading.undo(request, regrade)
