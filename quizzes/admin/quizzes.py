"""Quizzes in the admin. Those of course files say there what they are called and how marked."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content.admin import NamedListAdmin
from quizzes.models import Question, Quiz


@admin.register(Quiz)
class QuizAdmin(NamedListAdmin):
    list_display = (
        "title",
        "course",
        "chapter",
        "kind",
        "asked",
        "pass_mark",
        "partial_credit",
        "in_use",
    )
    list_filter = ("course", "kind", "partial_credit", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "slug")
    fields = (
        "title",
        "pass_mark",
        "partial_credit",
        "course",
        "chapter",
        "slug",
        "kind",
        "minutes",
        "belongs",
        "asked",
    )
    readonly_fields = ("course", "chapter", "slug", "kind", "minutes", "belongs", "asked")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        published = Q(questions__status=Question.Status.PUBLISHED)
        quizzes = super().get_queryset(request).select_related("course", "chapter")
        queryset: QuerySet[Quiz] = quizzes.annotate(asks=Count("questions", filter=published))
        return queryset

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        of_a_file = obj is not None and bool(obj.source_path)
        return not of_a_file and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        obj.course.bump()

    @admin.display(description=_("questions"), ordering="asks")
    def asked(self, quiz: Any) -> SafeString | str:
        if quiz.kind != Quiz.Kind.OWN:
            return str(_("those of other quizzes"))
        return format_html(
            "<a href='{}?quiz__id__exact={}'>{}</a>",
            reverse("admin:quizzes_question_changelist"),
            quiz.pk,
            ngettext("%(n)d published", "%(n)d published", quiz.asks) % {"n": quiz.asks},
        )

    @admin.display(description=_("in use"), boolean=True)
    def in_use(self, quiz: Quiz) -> bool:
        return quiz.retired_at is None

    @admin.display(description=_("belongs to"))
    def belongs(self, quiz: Quiz) -> str:
        if not quiz.source_path:
            return str(_("this database: title, pass mark and partial credit are set here"))
        return str(
            _("the file %(path)s: what it is called and how it is marked is set there")
            % {"path": quiz.source_path}
        )
