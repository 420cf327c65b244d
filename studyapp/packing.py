"""Pages go out compressed: a guest's once for all guests, a learner's by a compressor quick enough.

To compress a chapter as usual takes longer than all else that is done for it. What a guest sees is
the same for all guests, so it is kept under its own bytes. A learner's page is never the same
twice; igzip takes a sixth of zlib's time for it, and makes it a tenth longer."""

import gzip
import secrets
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from isal import igzip

KEPT = 64
LEAST_BYTES = 1_400
"""What goes into one packet anyway."""

QUICK = 2
"""Of igzip's levels 0 to 3; the next takes twice the time for a few per cent."""

MOST_PADDING = 100

Handler = Callable[[HttpRequest], HttpResponse]


def packed(get_response: Handler) -> Handler:
    """Compresses whole pages of HTML for browsers that take gzip."""

    def handler(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_a_page(response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if "gzip" in request.headers.get("Accept-Encoding", ""):
                pack = _once if _is_the_same_for_all(request, response) else _anew
                response.content = pack(response.content)
                response.headers["Content-Encoding"] = "gzip"
                response.headers["Content-Length"] = str(len(response.content))
        return response

    return handler


def _is_a_page(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Content-Encoding" not in response.headers
        and len(response.content) >= LEAST_BYTES
    )


def _is_the_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether nobody is signed in and no cookie is given, as with a form: nothing secret in it."""
    user = getattr(request, "user", None)
    return user is not None and not user.is_authenticated and not response.cookies


@lru_cache(maxsize=KEPT)
def _once(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)


def _anew(page: bytes) -> bytes:
    """A page with something secret in it, whose length must not betray what. Its token is masked
    anew each time, and the file name in gzip's head, which nobody reads, has a random length.
    Source: Django's GZipMiddleware, and the paper on BREACH that it follows."""
    made = BytesIO()
    padding = "0" * secrets.randbelow(MOST_PADDING)
    with igzip.GzipFile(padding, mode="wb", compresslevel=QUICK, fileobj=made, mtime=0) as file:
        file.write(page)
    return made.getvalue()
