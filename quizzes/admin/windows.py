"""Exam windows in the admin: the list, each one's page, and the forms that open and change them."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from content.admin import NamedListAdmin
from quizzes.admin import window_deeds
from quizzes.admin.addressed import row_at
from quizzes.models import Window
from quizzes.proctoring import State, state_of

STATES = {
    State.PLANNED: _("planned"),
    State.OPEN: _("open"),
    State.CLOSED: _("closed"),
    State.CALLED_OFF: _("called off"),
}
BADGES = {State.OPEN: "badge-good", State.PLANNED: "badge-accent", State.CALLED_OFF: "badge-bad"}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(state.name.lower(), str(label)) for state, label in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Window]) -> QuerySet[Window]:
        now = timezone.now()
        holds = {
            "planned": Q(cancelled_at=None, opens_at__gt=now),
            "open": Q(cancelled_at=None, opens_at__lte=now, closes_at__gt=now),
            "closed": Q(cancelled_at=None, closes_at__lte=now),
            "called_off": Q(cancelled_at__isnull=False),
        }
        return queryset.filter(holds.get(self.value() or "", Q()))


@admin.register(Window)
class WindowAdmin(NamedListAdmin):
    list_display = ("title", "quiz", "opens_at", "closes_at", "state", "sitting", "finished")
    list_filter = (StateFilter, "quiz__course", "quiz")
    search_fields = ("title",)
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Window]:
        every: QuerySet[Window] = super().get_queryset(request)
        ended = Q(attempts__submitted_at__isnull=False)
        return every.select_related("quiz__course").annotate(
            ended=Count("attempts", filter=ended), begun=Count("attempts")
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a window: it is called off."""
        return False

    @admin.display(description=_("state"))
    def state(self, window: Window) -> SafeString:
        state = state_of(window, timezone.now())
        return format_html('<span class="badge {}">{}</span>', BADGES.get(state, ""), STATES[state])

    @admin.display(description=_("sit now"))
    def sitting(self, window: Any) -> int:
        return int(window.begun - window.ended)

    @admin.display(description=_("finished"), ordering="ended")
    def finished(self, window: Any) -> int:
        return int(window.ended)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        deeds = {"edit": self.edit_view, "call-off": self.call_off_view}
        return [
            *(
                path(f"<path:object_id>/{name}/", site(view), name=f"quizzes_window_{name}")
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
            if not self.has_add_permission(request):
                raise PermissionDenied
            return window_deeds.edit(self, request, None)
        window = row_at(Window.objects.select_related("quiz__course"), object_id)
        if not self.has_view_or_change_permission(request, window):
            raise PermissionDenied
        if request.method == "POST":
            return HttpResponse(status=405, headers={"Allow": "GET"})
        return window_deeds.page(self, request, window)

    def edit_view(self, request: Any, object_id: str) -> HttpResponse:
        return window_deeds.edit(self, request, self._for_change(request, object_id))

    def call_off_view(self, request: Any, object_id: str) -> HttpResponse:
        return window_deeds.call_off(self, request, self._for_change(request, object_id))

    def _for_change(self, request: HttpRequest, object_id: str) -> Window:
        window = row_at(Window.objects.select_related("quiz__course"), object_id)
        if not self.has_change_permission(request, window):
            raise PermissionDenied
        return window
