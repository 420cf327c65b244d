"""Rows written many at a time, in SQL written by hand: to make statements of models took most of
the time for which a large import held the write lock. `docs/adr/0012` says when it is allowed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import Model

Value = str | int | datetime | None


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Insert rows of values as the database stores them, in the order of the columns.

    Ids are given in the order of the rows. Names come from the code, values are parameters."""
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(["%s"] * len(columns))
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(rows))  # noqa: S608
