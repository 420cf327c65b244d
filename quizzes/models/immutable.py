"""Rows that are written once: words that were answered, and logs."""

from typing import Any, NoReturn

from django.db import models

WHY = "What was answered or logged never changes: write a new row instead."


class ImmutableError(Exception):
    """Somebody tried to change words that learners may have answered, or an entry of a log."""


class ImmutableQuerySet(models.QuerySet[Any]):
    """Rows that are written once."""

    def _refuse(self) -> NoReturn:
        raise ImmutableError(WHY)

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()


class ImmutableModel(models.Model):
    """A row that is inserted and never written again; the database refuses too (migrations)."""

    objects = ImmutableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ImmutableError(WHY)
        super().save(*args, **kwargs)
