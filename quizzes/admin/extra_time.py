"""Extra time of learners in the admin: who has how much, and the form that sets it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin import NamedListAdmin
from quizzes import more_time
from quizzes.admin.addressed import row_at
from quizzes.admin.proctor_forms import ExtraTimeForm, NewExtraTimeForm, ReasonForm
from quizzes.exams import MoreTime
from quizzes.models import ExamAct, ExtraTime
from quizzes.more_time import in_words


@admin.register(ExtraTime)
class ExtraTimeAdmin(NamedListAdmin):
    list_display = ("user", "course", "more")
    list_filter = ("course",)
    list_per_page = 50
    search_fields = ("user__email", "user__name")
    search_help_text = _("Search by the learner's name or e-mail address.")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[ExtraTime]:
        every: QuerySet[ExtraTime] = super().get_queryset(request)
        return every.select_related("user", "course")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taken away by its own page, which asks why."""
        return False

    @admin.display(description=_("more"))
    def more(self, extra: ExtraTime) -> str:
        return in_words(extra.minutes, extra.percent)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.remove_view)
        name = "quizzes_extratime_remove"
        return [path("<path:object_id>/remove/", view, name=name), *super().get_urls()]

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
            return self._add(request)
        extra = row_at(self.get_queryset(request), object_id)
        if request.method == "POST" and not self.has_change_permission(request, extra):
            raise PermissionDenied
        if not self.has_view_or_change_permission(request, extra):
            raise PermissionDenied
        return self._change(request, extra)

    def remove_view(self, request: Any, object_id: str) -> HttpResponse:
        extra = row_at(self.get_queryset(request), object_id)
        if not self.has_change_permission(request, extra):
            raise PermissionDenied
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            _set(request, extra.user_id, extra.course, (0, 0), form)
            messages.success(request, gettext("Taken away. Exams under way keep their end."))
            return HttpResponseRedirect(reverse("admin:quizzes_extratime_changelist"))
        context = {"extra": extra, "form": form, "more": in_words(extra.minutes, extra.percent)}
        return self._render(request, gettext("Take the extra time away"), "remove", context)

    def _add(self, request: Any) -> HttpResponse:
        form = NewExtraTimeForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid() and form.learner is not None:
            course, learner = form.cleaned_data["course"], form.learner
            held = ExtraTime.objects.filter(user=learner, course=course).first()
            if held is None:
                made = _set(request, learner.pk, course, form.more, form)
                messages.success(request, gettext("The extra time is set."))
                return HttpResponseRedirect(_address(made))
            told = gettext("There is extra time of %(more)s already. Change it in the list.")
            form.add_error("email", told % {"more": in_words(held.minutes, held.percent)})
        return self._render(request, gettext("Give extra time"), "edit", {"form": form})

    def _change(self, request: Any, extra: ExtraTime) -> HttpResponse:
        initial = {"minutes": extra.minutes, "percent": extra.percent}
        form = ExtraTimeForm(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_bound and form.is_valid():
            made = _set(request, extra.user_id, extra.course, form.more, form)
            messages.success(request, gettext("The extra time is set."))
            return HttpResponseRedirect(_address(made))
        granted = MoreTime(extra.minutes, extra.percent)
        sitting = more_time.under_way(extra.user_id, extra.course, timezone.now())
        about = ExamAct.objects.filter(learner=extra.user_id, course=extra.course)
        context = {
            "extra": extra,
            "form": form,
            "sitting": [(attempt, more_time.owed(attempt, granted)) for attempt in sitting],
            "acts": about.select_related("by", "learner").order_by("-at", "-pk")[:20],
            "may_change": self.has_change_permission(request, extra),
        }
        return self._render(request, gettext("Extra time"), "edit", context)

    def _render(self, request: Any, title: str, page: str, context: dict[str, Any]) -> HttpResponse:
        around = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, f"admin/quizzes/extratime/{page}.html", around | context)


def _set(
    request: Any, learner_id: int, course: Any, more: tuple[int, int], form: ReasonForm
) -> ExtraTime | None:
    minutes, percent = more
    return more_time.set_extra_time(
        request.user.pk or 0,
        learner_id,
        course,
        minutes=minutes,
        percent=percent,
        why=form.cleaned_data["why"],
        now=timezone.now(),
    )


def _address(extra: ExtraTime | None) -> str:
    if extra is None:
        return reverse("admin:quizzes_extratime_changelist")
    return reverse("admin:quizzes_extratime_change", args=[extra.pk])
