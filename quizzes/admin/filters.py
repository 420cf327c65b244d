"""Filters of the list of questions that Django has none for."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from content.models import Course, Domain, Service
from quizzes import linting
from quizzes.admin.addressed import whole_number
from quizzes.admin.front import waiting_drafts
from quizzes.models import Question, QuestionVersion


class ServiceFilter(admin.SimpleListFilter):
    """Only the services that some question is on: the catalogue has many more."""

    title = _("service")
    parameter_name = "service"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        asked_about = Service.objects.filter(
            pk__in=Question.services.through.objects.values("service")
        )
        return list(asked_about.order_by("name").values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        number = whole_number(self.value())
        if number is None:
            return queryset
        on_it = Question.services.through.objects.filter(service=number).values("question")
        return queryset.filter(pk__in=on_it)


class DomainFilter(admin.SimpleListFilter):
    """A question's own domain, or that of its task statement."""

    title = _("domain")
    parameter_name = "domain"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(domain.pk, str(domain)) for domain in Domain.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        number = whole_number(self.value())
        if number is None:
            return queryset
        return queryset.filter(Q(domain=number) | Q(task__domain=number))


class WaitingFilter(admin.SimpleListFilter):
    """Questions whose newest words no learner sees yet."""

    title = _("drafts")
    parameter_name = "waiting"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [("yes", str(_("waiting to be published")))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        return waiting_drafts(queryset) if self.value() == "yes" else queryset


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(kind.value, str(kind.label)) for kind in QuestionVersion.Kind]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        kind = self.value()
        return queryset.filter(current__kind=kind) if kind in QuestionVersion.Kind else queryset


class LintFilter(admin.SimpleListFilter):
    """Questions by what the lint says of them. A retired question is not looked at."""

    title = _("lint")
    parameter_name = "lint"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [
            ("error", str(_("errors"))),
            ("warning", str(_("warnings"))),
            ("clean", str(_("nothing found"))),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        wanted = self.value()
        if wanted not in ("error", "warning", "clean"):
            return queryset
        told = Q(pk__in=[])
        for course in Course.objects.all():
            codes = [
                code
                for code, found in linting.kept(course).items()
                if wanted == "clean" or any(each.severity == wanted for each in found)
            ]
            told |= Q(course=course, code__in=codes)
        if wanted == "clean":
            return queryset.exclude(told).exclude(status=Question.Status.RETIRED)
        return queryset.filter(told)
