"""The line between a browser and the site: it may be cut, and an answer may be lost on it."""

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import urlencode

TOKEN = "t" * 32
SECONDS = 30.0


class NotSentError(Exception):
    """Nothing left: nobody listened."""


class NoAnswerError(Exception):
    """It was sent, all or a part of it, and no answer was heard."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the site answered."""

    status: int
    headers: Mapping[str, str]


class Link:
    """One connection, made anew after each break; requests are sent in two halves."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port, self._cookie = port, cookie
        self._socket: socket.socket | None = None

    def request(self, path: str, form: Iterable[tuple[str, str]]) -> bytes:
        body = urlencode([*form, ("csrfmiddlewaretoken", TOKEN), ("whole", "1")]).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {self._cookie}; csrftoken={TOKEN}"
            "\r\nContent-Type: application/x-www-form-urlencoded"
            f"\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    def open(self) -> None:
        """Raises NotSentError."""
        if self._socket is None:
            try:
                self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=SECONDS)
            except OSError as why:
                raise NotSentError from why

    def send(self, part: bytes) -> None:
        """Raises NotSentError and NoAnswerError."""
        self.open()
        assert self._socket is not None
        try:
            self._socket.sendall(part)
        except OSError as why:
            self.cut()
            raise NoAnswerError from why

    def hear(self) -> Heard:
        """Raises NoAnswerError."""
        if self._socket is None:
            raise NoAnswerError
        try:
            response = HTTPResponse(self._socket, method="POST")
            response.begin()
            response.read()
        except (OSError, HTTPException) as why:
            self.cut()
            raise NoAnswerError from why
        heard = Heard(response.status, {name.lower(): v for name, v in response.getheaders()})
        if response.will_close:
            self.cut()
        return heard

    def cut(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
