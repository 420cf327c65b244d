"""Settings that the environment may only give in one of a few ways; else one line says which."""

from collections.abc import Mapping, Sequence
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


def one_of(name: str, choices: Sequence[str], *, default: str) -> str:
    """The setting's value. Raises ImproperlyConfigured where it is none of the choices."""
    value: str = environ.Env().str(name, default=default)
    if value not in choices:
        known = ", ".join(choices)
        raise ImproperlyConfigured(f"{name} is “{value[:80]}” – write one of: {known}")
    return value


def mail(name: str, *, default: str) -> Mapping[str, Any]:
    """Django's mail settings for the address in name.

    Raises ImproperlyConfigured where that is no address of a mail server."""
    try:
        found: Mapping[str, Any] = environ.Env().email(name, default=default)
    except (ImproperlyConfigured, KeyError, ValueError):
        raise ImproperlyConfigured(
            f"{name} is not the address of a mail server – write it as "
            "smtp+tls://user:password@host:587, or leave it out to see mail on the console"
        ) from None
    return found
