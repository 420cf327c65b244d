"""The book in the admin: for looking, since it belongs to its files and the loader."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.core.exceptions import BadRequest
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Chapter, Course

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
else:
    AnyAdmin = admin.ModelAdmin

MAX_ID_DIGITS = 18
LOOKUPS = ("exact", "isempty", "isnull", "gte", "lt")
"""What lists filter by. Nothing else is answered, such as a year that no calendar has."""


class NamedListAdmin(AnyAdmin):
    """Its list is called what it lists, and refuses filters that no database could be asked."""

    show_full_result_count = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        asks_by = lookup.rpartition("__")[2] if "__" in lookup else "exact"
        return asks_by in LOOKUPS and super().lookup_allowed(lookup, value, request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        own = {SEARCH_VAR, *(getattr(f, "parameter_name", "") for f in self.list_filter)}
        if not all(_askable(value, by_us=name in own) for name, value in request.GET.items()):
            raise BadRequest
        named = {"title": capfirst(self.opts.verbose_name_plural)}
        response: HttpResponse = super().changelist_view(request, named | (extra_context or {}))
        return response


class ReadOnlyAdmin(NamedListAdmin):
    """Shows rows and changes none, whoever asks."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Course)
class CourseAdmin(ReadOnlyAdmin):
    list_display = ("title", "code", "chapter_count", "slug")
    search_fields = ("title", "code")
    fields = (
        "title",
        "code",
        "slug",
        "summary",
        "exam",
        "exam_map",
        "exam_kinds",
        "exam_source",
        "domain_table",
        "service_table",
        "notice",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Course]:
        standing = Count("chapters", filter=Q(chapters__retired_at=None))
        queryset: QuerySet[Course] = super().get_queryset(request).annotate(chapters_here=standing)
        return queryset

    @admin.display(description=_("chapters"), ordering="chapters_here")
    def chapter_count(self, course: Any) -> int:
        return int(course.chapters_here)

    @admin.display(description=_("exam"))
    def exam(self, course: Course) -> str:
        return gettext(
            "%(questions)d questions, %(scored)d of them scored, %(minutes)d minutes; "
            "%(pass)d of %(low)d to %(high)d passes"
        ) % {
            "questions": course.exam_questions,
            "scored": course.exam_scored,
            "minutes": course.exam_minutes,
            "pass": course.pass_scaled,
            "low": course.scale_low,
            "high": course.scale_high,
        }

    @admin.display(description=_("domains"))
    def domain_table(self, course: Course) -> SafeString:
        rows = format_html_join(
            "",
            "<tr><th scope='row'>{}</th><td>{} %</td><td>{}</td></tr>",
            (
                (domain, domain.weight, ", ".join(task.code for task in domain.tasks.all()))
                for domain in course.domains.prefetch_related("tasks")
            ),
        )
        return table((_("domain"), _("weight"), _("task statements")), rows)

    @admin.display(description=_("services"))
    def service_table(self, course: Course) -> SafeString:
        rows = format_html_join(
            "",
            "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>",
            (
                (
                    service.name,
                    service.category,
                    service.task.code if service.task else "",
                    gettext("yes") if service.in_scope else gettext("no"),
                )
                for service in course.services.filter(retired_at=None).select_related("task")
            ),
        )
        return table((_("service"), _("category"), _("task"), _("in scope")), rows)


@admin.register(Chapter)
class ChapterAdmin(ReadOnlyAdmin):
    list_display = ("title", "number", "course", "minutes", "section_count", "in_the_book")
    list_display_links = ("title",)
    list_filter = ("course", ("retired_at", admin.EmptyFieldListFilter))
    search_fields = ("title", "sections__title")
    fields = (
        "course",
        "number",
        "title",
        "page",
        "minutes",
        "source_root",
        "source_path",
        "retired_at",
        "section_table",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Chapter]:
        standing = Count("sections", filter=Q(sections__retired_at=None))
        chapters = super().get_queryset(request).select_related("course")
        queryset: QuerySet[Chapter] = chapters.annotate(sections_here=standing)
        return queryset

    @admin.display(description=_("sections"), ordering="sections_here")
    def section_count(self, chapter: Any) -> int:
        return int(chapter.sections_here)

    @admin.display(description=_("in the book"), boolean=True)
    def in_the_book(self, chapter: Chapter) -> bool:
        return chapter.retired_at is None

    @admin.display(description=_("page"))
    def page(self, chapter: Chapter) -> SafeString | str:
        if chapter.retired_at is not None:
            return gettext("taken out of the book")
        return format_html("<a href='{0}'>{0}</a>", chapter.get_absolute_url())

    @admin.display(description=_("sections"))
    def section_table(self, chapter: Chapter) -> SafeString:
        standing = chapter.sections.filter(retired_at=None).prefetch_related("services")
        rows = format_html_join(
            "",
            "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>",
            (
                (section.title, section.kind, ", ".join(s.name for s in section.services.all()))
                for section in standing
            ),
        )
        return table((_("section"), _("kind"), _("services")), rows)


def _askable(value: object, *, by_us: bool) -> bool:
    """Whether a filter's value can reach the database; by_us: our filters read numbers with care.

    PostgreSQL refuses a NUL, and SQLite has no room for a number beyond 64 bits."""
    text = str(value)
    return by_us or not ("\0" in text or (text.isdecimal() and len(text) > MAX_ID_DIGITS))


def table(heads: tuple[Any, ...], rows: SafeString) -> SafeString:
    """A table that scrolls within itself, by the keyboard as well."""
    head = format_html_join("", "<th scope='col'>{}</th>", ((name,) for name in heads))
    return format_html(
        "<div class='table-scroll' tabindex='0' role='region' aria-label='{}'>"
        "<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>",
        heads[0],
        head,
        rows,
    )
