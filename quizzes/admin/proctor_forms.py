"""The forms with which instructors look after exams. Each asks why; the log of acts keeps it."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from content.models import Course
from quizzes.models import Quiz, Window
from quizzes.more_time import MOST_MINUTES, MOST_PERCENT
from quizzes.proctoring import Plan

MOST_WHY = 1_000
FURTHEST = timedelta(days=5 * 366)
"""So far from now a window may open or close: beyond that a year was mistyped."""
MINUTE = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A minute, read and shown in the time zone of whoever asks."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)


class ReasonForm(forms.Form):
    """Nothing but the reason."""

    why = forms.CharField(
        label=_("Why"),
        max_length=MOST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence. The log keeps it, with your name and the time."),
        error_messages={"required": _("Write why: the log keeps it.")},
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, label_suffix="", **kwargs)


class WindowForm(ReasonForm):
    """What a window says. window: the one that is changed; None for a new one, of any exam."""

    quiz = forms.ModelChoiceField(
        label=_("Exam"),
        queryset=Quiz.objects.filter(retired_at=None, minutes__isnull=False)
        .exclude(kind=Quiz.Kind.CUSTOM)
        .order_by("title"),
        empty_label=None,
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("Learners see it beside the exam.")
    )
    opens_at = MomentField(label=_("Opens"))
    closes_at = MomentField(label=_("Closes"))
    review = forms.ChoiceField(
        label=_("Answers are explained"),
        choices=Window.Review.choices,
        initial=Window.Review.AFTER,
        widget=forms.RadioSelect,
        help_text=_("The score is told at once in any case."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("quiz", "title", "opens_at", "closes_at", "review", "why")

    def __init__(
        self, data: Any = None, *, now: datetime, window: Window | None = None, seen: int = 0
    ) -> None:
        initial: dict[str, Any] = {"seen": seen}
        if window is not None:
            names = ("title", "opens_at", "closes_at", "review")
            initial |= {name: getattr(window, name) for name in names}
        super().__init__(data, initial=initial)
        self.window, self.now = window, now
        if window is not None:
            del self.fields["quiz"]
        zone = {"zone": timezone.get_current_timezone_name()}
        for name in ("opens_at", "closes_at"):
            self.fields[name].help_text = gettext("In your time zone, %(zone)s.") % zone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("opens_at", "closes_at"):
            moment = cleaned.get(name)
            if moment is not None and abs(moment - self.now) > FURTHEST:
                self.add_error(name, gettext("This is years away. Look at the year."))
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if closes is None:
            return cleaned
        if opens is not None and closes <= opens:
            self.add_error("closes_at", gettext("The window must close after it opens."))
        elif closes <= self.now and (self.window is None or closes != self.window.closes_at):
            self.add_error("closes_at", gettext("This time has passed. Choose a later one."))
        return cleaned

    @property
    def plan(self) -> Plan:
        """What the valid form says."""
        names = ("title", "opens_at", "closes_at")
        words = {name: self.cleaned_data[name] for name in names}
        return Plan(review=Window.Review(self.cleaned_data["review"]), **words)


class MinutesForm(ReasonForm):
    """So many minutes for one attempt. seen: its end, as the form was shown with it."""

    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=MOST_MINUTES)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = ("minutes", "why")

    def clean_seen(self) -> datetime | None:
        with suppress(ValueError):
            return parse_datetime(self.cleaned_data["seen"])
        return None


class ExtraTimeForm(ReasonForm):
    """How much more time a learner has in every exam of a course."""

    minutes = forms.IntegerField(
        label=_("Minutes more"), min_value=0, max_value=MOST_MINUTES, required=False
    )
    percent = forms.IntegerField(
        label=_("Percent more"),
        min_value=0,
        max_value=MOST_PERCENT,
        required=False,
        help_text=_("Of the exam's own minutes. With both, one is added to the other."),
    )
    field_order = ("email", "course", "minutes", "percent", "why")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"minutes", "percent"} & self.errors.keys() and not any(self.more):
            self.add_error("minutes", gettext("Write how many minutes, or how many percent."))
        return cleaned

    @property
    def more(self) -> tuple[int, int]:
        """Minutes and percent."""
        return self.cleaned_data.get("minutes") or 0, self.cleaned_data.get("percent") or 0


class NewExtraTimeForm(ExtraTimeForm):
    """The same for somebody who has none yet."""

    email = forms.EmailField(label=_("Learner's e-mail address"))
    course = forms.ModelChoiceField(
        label=_("Course"), queryset=Course.objects.order_by("title"), empty_label=None
    )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        self.learner = get_user_model().objects.filter(email__iexact=email).first()
        if self.learner is None:
            raise forms.ValidationError(gettext("Nobody has an account with this address."))
        return email
