"""From a page's value to its template."""

from dataclasses import fields
from functools import cache
from typing import Any


@cache
def _names(page: type) -> tuple[str, ...]:
    own = [name for name, value in vars(page).items() if isinstance(value, property)]
    return (*(field.name for field in fields(page)), *own)


def as_context(page: Any) -> dict[str, Any]:
    """A page's fields and properties by their names, as its template asks for them."""
    return {name: getattr(page, name) for name in _names(page.__class__)}
