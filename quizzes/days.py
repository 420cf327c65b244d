"""Moments in words, in the zone of whoever looks."""

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language


def day(moment: datetime, *, form: str = "j M Y") -> str:
    """The day that it is then where the reader is."""
    return _day(timezone.localtime(moment).date(), form, get_language())


def minute(moment: datetime, *, form: str = "j M Y") -> str:
    """The day and the time of day."""
    local = timezone.localtime(moment)
    return f"{_day(local.date(), form, get_language())}, {local:%H:%M}"


@lru_cache(maxsize=2_048)
def _day(value: date, form: str, language: str | None) -> str:
    return date_format(value, form)
