"""Importing questions in the admin: upload, preview, import, undo; and the list of what was."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin import NamedListAdmin
from quizzes.admin import import_deeds
from quizzes.admin.addressed import row_at
from quizzes.models import Brought, Import, ImportFile, ImportItem

FILES_NAMED = 3


@admin.register(Import)
class ImportAdmin(NamedListAdmin):
    list_display = ("created_at", "status", "quiz_name", "file_names", "read", "came", "who")
    list_filter = ("status", "course")
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        every: QuerySet[Import] = super().get_queryset(request)
        paths = Prefetch("files", ImportFile.objects.only("upload", "path"))
        return (
            every.select_related("course", "quiz", "user")
            .prefetch_related(paths)
            .annotate(
                questions=_count(ImportItem.objects.all()),
                refused=_count(ImportItem.objects.filter(action=ImportItem.Action.REJECTED)),
                brought_all=_count(Brought.objects.all()),
                brought_new=_count(Brought.objects.filter(status="")),
            )
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes an import: it is history. It is undone."""
        return False

    @admin.display(description=_("who"), ordering="user__email")
    def who(self, upload: Import) -> str:
        return str(upload.user) if upload.user else gettext("somebody who has left")

    @admin.display(description=_("quiz"))
    def quiz_name(self, upload: Import) -> str:
        return upload.quiz_name

    @admin.display(description=_("files"))
    def file_names(self, upload: Import) -> str:
        names = [file.path for file in upload.files.all()]
        more = " …" if len(names) > FILES_NAMED else ""
        return ", ".join(names[:FILES_NAMED]) + more

    @admin.display(description=_("questions read"))
    def read(self, upload: Any) -> str:
        if not upload.refused:
            return str(upload.questions)
        counts = {"all": upload.questions, "rejected": upload.refused}
        return gettext("%(all)d, %(rejected)d of them rejected") % counts

    @admin.display(description=_("imported"))
    def came(self, upload: Any) -> str:
        if not upload.brought_all:
            return "–"
        new, changed = upload.brought_new, upload.brought_all - upload.brought_new
        if not changed:
            return gettext("%(new)d new") % {"new": new}
        return gettext("%(new)d new, %(changed)d changed") % {"new": new, "changed": changed}

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        deeds = {
            "step": self.step_view,
            "choose": self.choose_view,
            "run": self.run_view,
            "undo": self.undo_view,
            "aside": self.aside_view,
        }
        return [
            *(
                path(f"<path:object_id>/{name}/", site(view), name=f"quizzes_import_{name}")
                for name, view in deeds.items()
            ),
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
            if not may_import(self, request):
                raise PermissionDenied
            return import_deeds.upload(self, request)
        upload = row_at(self.get_queryset(request), object_id)
        if not self.has_view_or_change_permission(request, upload):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponse(status=405, headers={"Allow": "GET"})
        return import_deeds.page(self, request, upload)

    def step_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, import_deeds.step)

    def choose_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, import_deeds.choose)

    def run_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, import_deeds.run)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, import_deeds.undo)

    def aside_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, import_deeds.aside)

    def _deed(self, request: HttpRequest, object_id: str, deed: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        upload = row_at(self.get_queryset(request), object_id)
        if not may_import(self, request):
            raise PermissionDenied
        response: HttpResponse = deed(self, request, upload)
        return response


def _count(rows: QuerySet[Any]) -> Coalesce:
    """How many of the rows are each import's."""
    own = rows.filter(upload=OuterRef("pk")).order_by().values("upload")
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n")), 0)


def may_import(admin: NamedListAdmin, request: HttpRequest) -> bool:
    """Whether somebody may import and undo: questions come to be and change by it."""
    needed = ("add_question", "change_question", "add_import", "change_import")
    return all(request.user.has_perm(f"quizzes.{name}") for name in needed)
