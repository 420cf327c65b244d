"""Numbers and rows as addresses and forms name them, where anybody may have written anything."""

from typing import TypeVar

from django.contrib.admin.utils import unquote
from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def whole_number(text: str | None) -> int | None:
    """text as a number that a row may have; None for anything else."""
    fits = bool(text) and text is not None and text.isascii() and text.isdecimal()
    return int(text) if fits and text is not None and len(text) < 19 else None


def row_at(rows: QuerySet[Row], object_id: str) -> Row:
    """The one of the rows whose id an address of the admin holds. Raises Http404 without it."""
    number = whole_number(unquote(object_id))
    found = rows.filter(pk=number).first() if number is not None else None
    if found is None:
        raise Http404
    return found
