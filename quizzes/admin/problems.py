"""All that is wrong with a question's form, as the lists above it and in its preview tell it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault and where it is; anchor: on the page, "" where it is in no field."""

    anchor: str
    field: str
    said: str


def problems(
    form: forms.Form,
    rows: "forms.BaseFormSet[Any]",
    answers: "forms.BaseFormSet[Any] | None" = None,
) -> list[Problem]:
    """The faults of a form, of its options' rows and of its answers', in the order of the page."""
    found = [Problem("", "", str(error)) for error in form.non_field_errors()]
    found += _of_fields(form)
    options = _("Options")
    found += [Problem("options-title", options, str(error)) for error in rows.non_form_errors()]
    for number, row in enumerate(rows.forms, start=1):
        if not getattr(row, "cleaned_data", {}).get("DELETE"):
            found += _of_fields(row, _("Option %(number)d, ") % {"number": number})
    if answers is not None:
        whole = answers.non_form_errors()
        found += [Problem("answers-title", _("Answers"), str(error)) for error in whole]
        for number, row in enumerate(answers.forms, start=1):
            found += _of_fields(row, _("Answer %(number)d, ") % {"number": number})
    return found


def _of_fields(form: forms.Form, whose: str = "") -> Iterator[Problem]:
    for field in form:
        label = str(field.label)
        for error in field.errors:
            yield Problem(field.auto_id, whose + label.lower() if whose else label, str(error))
