"""The token that a page's forms carry against forgery, masked anew for every answer.

Django's `get_token` draws each of the mask's 32 characters on its own, which costs as much as two
of a page's queries. Here they come from one draw; the token has the same form, and Django's own
middleware checks it."""

import os

from django.http import HttpRequest
from django.middleware import csrf

_CHARACTERS = csrf.CSRF_ALLOWED_CHARS.encode()
_COUNT = len(_CHARACTERS)
_EVEN = 256 // _COUNT * _COUNT
"""Bytes below it fall on every character equally often; the others are thrown away."""

_TO_PLACE = bytes(byte % _COUNT for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))
_PLACE_OF = bytes.maketrans(_CHARACTERS, bytes(range(_COUNT)))
_CHARACTER_AT = bytes.maketrans(bytes(range(_COUNT)), _CHARACTERS)


def token(request: HttpRequest) -> str:
    """What `django.middleware.csrf.get_token` gives, and with the same effects."""
    secret = request.META.get("CSRF_COOKIE")
    if secret is None:
        return str(csrf.get_token(request))
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return masked(secret)


def masked(secret: str) -> str:
    """A mask, and the secret moved by it; no two are alike."""
    places = secret.encode().translate(_PLACE_OF)
    mask = _random_places(len(places))
    moved = bytes([(place + by) % _COUNT for place, by in zip(places, mask, strict=True)])
    return (mask + moved).translate(_CHARACTER_AT).decode()


def _random_places(count: int) -> bytes:
    found = b""
    while len(found) < count:
        found += os.urandom(2 * count).translate(_TO_PLACE, _UNEVEN)
    return found[:count]
