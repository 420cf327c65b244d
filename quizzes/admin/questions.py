"""Questions in the admin: the list, and the addresses of the pages that belong to one."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from content.admin import NamedListAdmin
from quizzes import linting
from quizzes.admin import coverage, deeds, editor, exports, history, regrading, saving
from quizzes.admin.filters import (
    DomainFilter,
    KindFilter,
    LintFilter,
    ServiceFilter,
    WaitingFilter,
)
from quizzes.lint import Severity
from quizzes.models import Question, QuestionVersion, Tally
from quizzes.shown_places import plain


class QuestionList(ChangeList):
    """The list with the counts of one page's questions, in one query whatever their number."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        questions = list(self.result_list)
        versions = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by()
        answers = Tally.objects.filter(question=OuterRef("pk")).order_by()
        counts = {
            row["pk"]: row
            for row in Question.objects.filter(pk__in=[question.pk for question in questions])
            .order_by()
            .values(
                "pk",
                newest=Subquery(versions.values("question").annotate(n=Max("number")).values("n")),
                answered=Subquery(
                    answers.values("question").annotate(n=Sum("answers")).values("n")
                ),
            )
        }
        found = linting.of_these(questions)
        for question in questions:
            question.newest_number = counts[question.pk]["newest"]
            question.answered = counts[question.pk]["answered"] or 0
            question.objections = found.get(question.pk, ())
        prefetch_related_objects(questions, "services")
        self.result_list = questions


@admin.register(Question)
class QuestionAdmin(NamedListAdmin):
    list_display = (
        "code",
        "stem",
        "quiz",
        "on_services",
        "topic",
        "kind",
        "status",
        "origin",
        "version",
        "answers",
        "lint",
    )
    list_filter = (
        *("course", ServiceFilter, DomainFilter, "status", WaitingFilter, "origin", "quiz"),
        *(KindFilter, LintFilter),
    )
    list_per_page = 50
    search_fields = ("code", "current__stem", "current__options__text")
    search_help_text = _("Search in codes, stems and options.")
    actions = ("publish", "retire", "back_to_draft", "export")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        every: QuerySet[Question] = super().get_queryset(request)
        return every.select_related("course", "quiz", "domain", "task", "current")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return QuestionList

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes a question: learners have answered it. It is retired."""
        return False

    @admin.display(description=_("stem"))
    def stem(self, question: Question) -> str:
        current = question.current
        return Truncator(plain(current.stem_html)).words(14) if current else "–"

    @admin.display(description=_("services"))
    def on_services(self, question: Question) -> str:
        return ", ".join(service.name for service in question.services.all())

    @admin.display(description=_("domain"), ordering="task__code")
    def topic(self, question: Question) -> str:
        if question.task is not None:
            return question.task.code
        return str(question.domain or "")

    @admin.display(description=_("kind"), ordering="current__kind")
    def kind(self, question: Question) -> str:
        return question.current.get_kind_display() if question.current else ""

    @admin.display(description=_("version"))
    def version(self, question: Any) -> str:
        current = question.current.number if question.current else 0
        if question.newest_number and question.newest_number != current:
            numbers = {"current": current, "newest": question.newest_number}
            return gettext("%(current)d, draft %(newest)d") % numbers
        return str(current or "–")

    @admin.display(description=_("answers"))
    def answers(self, question: Any) -> int:
        return int(question.answered)

    @admin.display(description=_("lint"))
    def lint(self, question: Any) -> SafeString | str:
        counts = Counter(each.severity for each in question.objections)
        errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
        badges = []
        if errors:
            told = ngettext("%(n)d error", "%(n)d errors", errors) % {"n": errors}
            badges.append(("badge-bad", told))
        if warnings:
            told = ngettext("%(n)d warning", "%(n)d warnings", warnings) % {"n": warnings}
            badges.append(("badge-caution", told))
        return format_html_join(" ", "<span class='badge {}'>{}</span>", badges) or "–"

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        deeds.each(self, request, queryset, Question.Status.PUBLISHED)

    @admin.action(description=_("Retire: ask it in no new attempt"), permissions=["change"])
    def retire(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        deeds.each(self, request, queryset, Question.Status.RETIRED)

    @admin.action(description=_("Back to draft"), permissions=["change"])
    def back_to_draft(self, request: HttpRequest, queryset: QuerySet[Question]) -> None:
        deeds.each(self, request, queryset, Question.Status.DRAFT)

    @admin.action(description=_("Export as …"), permissions=["view"])
    def export(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse:
        return exports.page(self, request, queryset)

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site.admin_view
        return [
            path("preview/", site(self.preview_view), name="quizzes_question_preview"),
            path("coverage/", site(self.coverage_view), name="quizzes_question_coverage"),
            path("export/", site(self.export_view), name="quizzes_question_export"),
            path(
                "<path:object_id>/status/", site(self.status_view), name="quizzes_question_status"
            ),
            path(
                "<path:object_id>/give-back/",
                site(self.give_back_view),
                name="quizzes_question_give_back",
            ),
            path(
                "<path:object_id>/regrade/",
                site(self.regrade_view),
                name="quizzes_question_regrade",
            ),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        question = None if object_id is None else self._question(request, object_id)
        self._demand(request, question, change=request.method == "POST")
        if question is not None:
            desk = editor.desk_of(question, request.GET)
        elif (found := editor.empty_desk(request.POST or request.GET)) is not None:
            desk = found
        else:
            messages.warning(
                request, gettext("There is no quiz to write for: load a course first.")
            )
            return HttpResponseRedirect(reverse("admin:quizzes_question_changelist"))
        if request.method == "POST":
            return saving.posted(self, request, desk)
        return editor.page(self, request, desk, editor.opened(desk, request.GET))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        question = self._question(request, object_id)
        self._demand(request, question, change=False)
        return history.page(self, request, question)

    def preview_view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        return editor.look(request)

    def coverage_view(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        if not self.has_view_permission(request):
            raise PermissionDenied
        return coverage.page(self, request)

    def export_view(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not self.has_view_permission(request):
            raise PermissionDenied
        return exports.posted(self, request)

    def status_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, deeds.set_status)

    def give_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._deed(request, object_id, deeds.give_back)

    def regrade_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        question = self._question(request, object_id)
        if not regrading.may_regrade(request):
            raise PermissionDenied
        return regrading.page(self, request, question)

    def _deed(self, request: HttpRequest, object_id: str, deed: Any) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        question = self._question(request, object_id)
        self._demand(request, question, change=True)
        deed(self, request, question)
        return HttpResponseRedirect(reverse("admin:quizzes_question_change", args=[question.pk]))

    def _question(self, request: HttpRequest, object_id: str) -> Question:
        question: Question | None = self.get_object(request, unquote(object_id))
        if question is None:
            raise Http404
        return question

    def _demand(self, request: HttpRequest, question: Question | None, *, change: bool) -> None:
        if question is None:
            allowed = self.has_add_permission(request)
        elif change:
            allowed = self.has_change_permission(request, question)
        else:
            allowed = self.has_view_or_change_permission(request, question)
        if not allowed:
            raise PermissionDenied
