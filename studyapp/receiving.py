"""A request's body is received before the request has its turn, so that nobody who sends slowly
keeps others from being served. Without a proxy in front, the server leaves that to the program."""

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from tempfile import SpooledTemporaryFile
from typing import Any

IN_MEMORY = 1_000_000
PIECE = 65_536

StartResponse = Callable[..., Any]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]


def received(application: Application, *, one_at_a_time: bool) -> Application:
    """The application, given each request once its body is here; a body that was cut off is
    answered with 400. one_at_a_time: for SQLite, whose lock is one and sleeps while it waits."""
    turn: AbstractContextManager[Any] = threading.Lock() if one_at_a_time else nullcontext()

    def receive(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit()) or length == "0":
            with turn:
                return application(environ, start_response)
        with SpooledTemporaryFile(max_size=IN_MEMORY) as body:
            if not _filled(body, environ["wsgi.input"], int(length)):
                start_response(
                    "400 Bad Request", [("Content-Length", "0"), ("Connection", "close")]
                )
                return []
            with turn:
                return application({**environ, "wsgi.input": body}, start_response)

    return receive


def _filled(body: "SpooledTemporaryFile[bytes]", source: Any, length: int) -> bool:
    """Whether all of it came."""
    try:
        while length:
            piece = source.read(min(length, PIECE))
            if not piece:
                return False
            body.write(piece)
            length -= len(piece)
    except OSError:
        return False
    body.seek(0)
    return True
