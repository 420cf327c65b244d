"""Attempts in the admin: for looking only, the responses on the attempt's page."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from content.admin import ReadOnlyAdmin
from quizzes.admin import save_log, time_deeds
from quizzes.admin.window_page import scaled
from quizzes.drafts import Kind
from quizzes.grading import whole_percent
from quizzes.models import Attempt, Choice, Option

TEXT = 60


@admin.register(Attempt)
class AttemptAdmin(ReadOnlyAdmin):
    list_display = ("started_at", "learner", "quiz", "mode", "submitted_at", "result", "has_passed")
    list_display_links = ("started_at",)
    list_filter = (
        *("started_at", "mode", ("submitted_at", admin.EmptyFieldListFilter), "ended_by"),
        *("quiz__course", "quiz", ("window", admin.RelatedOnlyFieldListFilter)),
    )
    list_per_page = 50
    # The attempt's own pages are its learner's alone.
    view_on_site = False
    search_fields = ("user__email", "user__name")
    search_help_text = _("Search by the learner's name or e-mail address.")
    fields = (
        "learner",
        "quiz",
        "mode",
        "scope",
        "section",
        "started_at",
        "submitted_at",
        "result",
        "pass_mark",
        "partial_credit",
        "has_passed",
        "responses",
    )

    of_exams = ("window_page", "deadline_at", "ended_by", "counted", "on_the_scale")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Attempt]:
        every: QuerySet[Attempt] = super().get_queryset(request)
        return every.select_related("user", "quiz", "section", "window")

    def get_fields(self, request: HttpRequest, obj: Attempt | None = None) -> tuple[str, ...]:
        """An exam's page says besides when it was to end, what ended it, and what it counts."""
        if obj is None or not obj.is_exam:
            return self.fields
        place = self.fields.index("submitted_at") + 1
        return (*self.fields[:place], *self.of_exams, *self.fields[place:])

    def get_urls(self) -> list[URLPattern]:
        deeds = {"more-time": time_deeds.extend, "reopen": time_deeds.reopen}
        return [
            *(
                path(
                    f"<path:object_id>/{name}/",
                    self.admin_site.admin_view(partial(deed, self)),
                    name=f"quizzes_attempt_{name}",
                )
                for name, deed in deeds.items()
            ),
            *super().get_urls(),
        ]

    @admin.display(description=_("learner"), ordering="user__email")
    def learner(self, attempt: Attempt) -> SafeString | str:
        user = attempt.user
        if not user.name:
            return user.email
        return format_html("<bdi>{}</bdi> ({})", user.name, user.email)

    @admin.display(description=_("right"), ordering="score")
    def result(self, attempt: Attempt) -> str:
        if attempt.right is None:
            told = ngettext(
                "%(n)d question, not finished", "%(n)d questions, not finished", attempt.total
            )
            return told % {"n": attempt.total}
        counts = {"right": attempt.right, "total": attempt.counted}
        told = gettext("%(right)d of %(total)d") % counts
        if not attempt.partial_credit:
            return told
        share = whole_percent(attempt.score or 0)
        return gettext("%(told)s, with parts %(percent)d %%") % {"told": told, "percent": share}

    @admin.display(description=_("passed"), boolean=True)
    def has_passed(self, attempt: Attempt) -> bool | None:
        return None if attempt.is_practice else attempt.passed

    @admin.display(description=_("window"))
    def window_page(self, attempt: Attempt) -> SafeString | str:
        if attempt.window is None:
            return gettext("none")
        address = reverse("admin:quizzes_window_change", args=[attempt.window.pk])
        return format_html("<a href='{}'>{}</a>", address, attempt.window.title)

    @admin.display(description=_("on the practice scale"))
    def on_the_scale(self, attempt: Attempt) -> int | None:
        return scaled(attempt)

    @admin.display(description=_("responses"))
    def responses(self, attempt: Attempt) -> SafeString:
        chosen = Prefetch("choices", Choice.objects.select_related("option"))
        rows = attempt.responses.select_related("version__question").prefetch_related(
            chosen, "version__options", "version__answers"
        )
        context: dict[str, Any] = {"rows": [_row(each) for each in rows], "exam": attempt.is_exam}
        if attempt.is_exam:
            context["saves"] = save_log.lines(attempt, save_log.letters_of(rows))
        return render_to_string("admin/quizzes/attempt/_responses.html", context)


def _line(option: Option, belongs: str = "") -> str:
    """An option in a list, with the place or the answer that it was given or belongs to."""
    text = Truncator(option.text).chars(TEXT)
    return f"{option.letter}) {text} → {belongs}" if belongs else f"{option.letter}) {text}"


def _belongs(place: int | None, answers: Mapping[int, str]) -> str:
    text = Truncator(answers.get(place or 0, "")).chars(TEXT)
    return text or str(place)


def _row(response: Any) -> dict[str, Any]:
    version = response.version
    options = list(version.options.all())
    given = {choice.option_id: choice.place for choice in response.choices.all()}
    if Kind(version.kind).is_choice:
        chosen = [_line(option) for option in options if option.pk in given]
        key = [_line(option) for option in options if option.is_key]
    else:
        answers = {answer.position: answer.text for answer in version.answers.all()}
        chosen = [_line(o, _belongs(given[o.pk], answers)) for o in options if o.pk in given]
        key = [_line(option, _belongs(option.place, answers)) for option in options]
    return {
        "position": response.position,
        "question": response.version.question,
        "number": response.version.number,
        "stem": response.version.stem,
        "chosen": chosen,
        "key": key,
        "score": response.score,
        "flagged": response.flagged,
        "counts": response.counts,
        "certainty": response.certainty,
        "answered_at": response.answered_at,
    }
