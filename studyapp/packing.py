"""Pages of guests go out compressed; each is compressed once, not once a request.

To compress a chapter takes longer than all else that is done for it. What a guest sees is the same
for all guests, so it is kept under its own bytes. A learner's page is never the same twice: a proxy
in front compresses those (docs/operating.md), outside of the processes that draw them."""

import gzip
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

KEPT = 64
LEAST_BYTES = 1_400
"""What goes into one packet anyway."""

Handler = Callable[[HttpRequest], HttpResponse]


def packed_for_guests(get_response: Handler) -> Handler:
    """Compresses a whole page of HTML for whoever is not signed in and is given no cookie, as one
    with a form is: nothing secret stands in it that its compressed length could betray."""

    def handler(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_the_same_for_all(request, response):
            patch_vary_headers(response, ["Accept-Encoding"])
            if "gzip" in request.headers.get("Accept-Encoding", ""):
                response.content = _packed(response.content)
                response.headers["Content-Encoding"] = "gzip"
                response.headers["Content-Length"] = str(len(response.content))
        return response

    return handler


def _is_the_same_for_all(request: HttpRequest, response: HttpResponse) -> bool:
    user = getattr(request, "user", None)
    return (
        user is not None
        and not user.is_authenticated
        and not response.cookies
        and response.status_code == 200
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Content-Encoding" not in response.headers
        and len(response.content) >= LEAST_BYTES
    )


@lru_cache(maxsize=KEPT)
def _packed(page: bytes) -> bytes:
    return gzip.compress(page, mtime=0)
