"""`{% drawn "template.html" name=value %}`: an include that is drawn once for equal values."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

KEPT = 8_192

register = template.Library()


@register.simple_tag
def drawn(template_name: str, **values: object) -> SafeString:
    """The template drawn with these values, and nothing else, as its context.

    The values are the key, so nothing stale and nobody else's can show; they must be hashable, and
    the template must not ask for what changes beside them, such as the time or its zone."""
    return _drawn(get_language(), template_name, tuple(values), *values.values())


@register.simple_tag
def drawn_each(
    template_name: str, name: str, values: Iterable[object], **others: object
) -> SafeString:
    """The template drawn for each of the values in turn, as `drawn` would, under that name."""
    language, names, rest = get_language(), (name, *others), tuple(others.values())
    return SafeString(
        "".join([_drawn(language, template_name, names, value, *rest) for value in values])
    )


# typed: 1 and True, or a word and the same word marked as safe, are equal and drawn differently.
@lru_cache(maxsize=KEPT, typed=True)
def _drawn(
    language: str | None, template_name: str, names: tuple[str, ...], *values: object
) -> SafeString:
    return render_to_string(template_name, dict(zip(names, values, strict=True)))
