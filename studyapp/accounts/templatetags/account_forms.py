"""How allauth's forms are made to look like the site's own."""

from collections.abc import Iterator

from django import forms, template
from django.forms.boundfield import BoundField

register = template.Library()


@register.filter
def plain_fields(form: forms.BaseForm) -> Iterator[BoundField]:
    """The visible fields, without placeholders that repeat the label, which ends in no colon."""
    form.label_suffix = ""
    for field in form.visible_fields():
        field.field.widget.attrs.pop("placeholder", None)
        yield field


@register.filter
def is_tick(field: BoundField) -> bool:
    """Whether the label stands behind the control."""
    return isinstance(field.field.widget, forms.CheckboxInput)
