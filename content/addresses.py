"""Addresses of pages, resolved once a process: to reverse one takes as long as half a query."""

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, get_urlconf, reverse

NOBODYS = UUID(int=0)


def address(name: str, *args: str | int | UUID) -> str:
    """What `reverse(name, args=args)` gives. Of ids one at most, which is set in afterwards, so
    that attempts do not each have an address kept."""
    found = _resolved(get_urlconf(), get_script_prefix(), name, *map(_without_id, args))
    ids = [str(value) for value in args if isinstance(value, UUID)]
    return found.replace(str(NOBODYS), ids[0], 1) if ids else found


def _without_id(value: str | int | UUID) -> str | int | UUID:
    return NOBODYS if isinstance(value, UUID) else value


@lru_cache(maxsize=4_096)
def _resolved(urlconf: str | None, prefix: str, name: str, *args: str | int | UUID) -> str:
    return reverse(name, args=args, urlconf=urlconf)
