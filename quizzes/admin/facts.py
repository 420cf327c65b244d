"""Facts in the admin: what the register claims, what rests on it, and confirming a change."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.admin import ReadOnlyAdmin, table
from content.models import Fact, FactChange
from quizzes import facts
from quizzes.admin.addressed import whole_number
from quizzes.resting import NOTHING, resting_on

MAY_CONFIRM = "content.change_factchange"


class StateFilter(admin.SimpleListFilter):
    """Facts that somebody should look after, each for its reason."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [
            ("changed", str(_("changed, to be confirmed"))),
            ("stale", str(_("checked too long ago"))),
            ("uncited", str(_("nothing rests on it"))),
            ("retired", str(_("no longer in the file"))),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        standing = queryset.filter(retired_at=None)
        states = {
            "changed": standing.filter(changed=True),
            "stale": standing.filter(good_until__lt=timezone.localdate()),
            "uncited": standing.filter(sections_here=0, questions_here=0),
            "retired": queryset.exclude(retired_at=None),
        }
        return states.get(self.value() or "", queryset)


@admin.register(Fact)
class FactAdmin(ReadOnlyAdmin):
    list_display = ("slug", "claim", "value", "course", "checked_on", "rests", "state")
    list_filter = ("course", StateFilter)
    search_fields = ("slug", "claim", "value")
    fields = (
        *("course", "slug", "claim", "value", "source", "checked_on", "good_until", "state"),
        *("resting_table", "change_table"),
    )
    change_form_template = "admin/content/fact/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        every: QuerySet[Any] = facts.counted(Fact.objects.all())
        return every.select_related("course")

    @admin.display(description=_("rests on it"))
    def rests(self, fact: Any) -> str:
        return gettext("%(sections)d sections, %(questions)d questions") % {
            "sections": fact.sections_here,
            "questions": fact.questions_here,
        }

    @admin.display(description=_("state"))
    def state(self, fact: Any) -> SafeString | str:
        if fact.retired_at is not None:
            return gettext("no longer in the file")
        badges = []
        if fact.changed:
            badges.append(("badge-bad", gettext("changed, to be confirmed")))
        if fact.good_until < timezone.localdate():
            badges.append(("badge-caution", gettext("checked too long ago")))
        return format_html_join(" ", "<span class='badge {}'>{}</span>", badges) or gettext("good")

    @admin.display(description=_("what rests on it"))
    def resting_table(self, fact: Fact) -> SafeString:
        resting = resting_on([fact.pk]).get(fact.pk, NOTHING)
        rows = [
            *((gettext("section"), each.title, each.place) for each in resting.sections),
            *(
                (
                    gettext("question"),
                    format_html(
                        "<a href='{}'>{}</a>",
                        reverse("admin:quizzes_question_change", args=[each.pk]),
                        each.code,
                    ),
                    each.place,
                )
                for each in resting.questions
            ),
        ]
        return table(
            (_("kind"), _("which"), _("place")),
            format_html_join("", "<tr><td>{}</td><th scope='row'>{}</th><td>{}</td></tr>", rows),
        )

    @admin.display(description=_("changes"))
    def change_table(self, fact: Fact) -> SafeString:
        changes = fact.changes.select_related("confirmed_by").order_by("-changed_at", "-pk")
        rows = ((_day(c.changed_at), _before(c), _after(c), _confirmed(c)) for c in changes)
        return table(
            (_("changed"), _("before"), _("after"), _("looked through")),
            format_html_join(
                "", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td><td>{}</td></tr>", rows
            ),
        )

    def get_urls(self) -> list[URLPattern]:
        confirm = self.admin_site.admin_view(self.confirm_view)
        own = path("<path:object_id>/confirm/", confirm, name="content_fact_confirm")
        return [own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        waiting = FactChange.objects.filter(fact=whole_number(unquote(object_id)))
        changes = list(waiting.filter(confirmed_at=None).order_by("pk"))
        context = {
            "waiting": [(_day(c.changed_at), _before(c), _after(c)) for c in changes],
            "seen": changes[-1].pk if changes else 0,
            "may_confirm": request.user.has_perm(MAY_CONFIRM),
            **(extra_context or {}),
        }
        return super().change_view(request, object_id, form_url, context)

    def confirm_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponse(status=405, headers={"Allow": "POST"})
        if not request.user.has_perm(MAY_CONFIRM):
            raise PermissionDenied
        fact: Fact | None = self.get_object(request, unquote(object_id))
        if fact is None:
            raise Http404
        seen = whole_number(request.POST.get("seen")) or 0
        now = timezone.now()
        for change in facts.confirm(fact, seen=seen, user_id=request.user.pk or 0, now=now):
            said = gettext("Looked through after “%(before)s” became “%(after)s”.")
            words = {"before": _before(change), "after": _after(change)}
            self.log_change(request, fact, said % words)
            messages.success(request, said % words)
        return HttpResponseRedirect(reverse("admin:content_fact_change", args=[fact.pk]))


def _day(when: Any) -> str:
    return date_format(timezone.localtime(when), "j F Y")


def _before(change: FactChange) -> str:
    """What changed of it: the value, or else the claim."""
    same = change.value_before == change.value
    return change.claim_before if same else change.value_before


def _after(change: FactChange) -> str:
    return change.claim if change.value_before == change.value else change.value


def _confirmed(change: FactChange) -> str:
    if change.confirmed_at is None:
        return gettext("not yet")
    who = change.confirmed_by or gettext("somebody whose account is gone")
    return f"{_day(change.confirmed_at)}, {who}"
