"""Bodies that come slowly, in pieces, or not at all."""

import threading
from collections.abc import Iterable
from io import BytesIO
from typing import Any

import pytest

from studyapp.receiving import IN_MEMORY, Application, StartResponse, received


def told(application: Application, **environ: Any) -> tuple[str, bytes]:
    """The status and body that a request is answered with."""
    status: list[str] = []
    body = application(environ, lambda line, headers: status.append(line))
    return status[0], b"".join(body)


def echo(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    given = environ.get("wsgi.input")
    return [given.read() if given else b"nothing", environ.get("PATH_INFO", "").encode()]


class Slow:
    """A body that comes in small pieces, the last of them when it is let go on."""

    def __init__(self, *pieces: bytes) -> None:
        self.waits, self.goes_on = threading.Event(), threading.Event()
        self._pieces = list(pieces)

    def read(self, size: int) -> bytes:
        if len(self._pieces) == 1:
            self.waits.set()
            assert self.goes_on.wait(20)
        return self._pieces.pop(0) if self._pieces else b""


@pytest.mark.parametrize("one_at_a_time", [True, False])
class TestReceived:
    @pytest.mark.parametrize("size", [1, 70_000, IN_MEMORY + 1])
    def test_a_body_arrives_whole(self, one_at_a_time: bool, size: int) -> None:
        body = b"\x00a" * size
        answered = told(
            received(echo, one_at_a_time=one_at_a_time),
            **{"wsgi.input": BytesIO(body + b"the next request"), "PATH_INFO": "/a/"},
            CONTENT_LENGTH=str(len(body)),
        )
        assert answered == ("200 OK", body + b"/a/")

    @pytest.mark.parametrize("length", [{}, {"CONTENT_LENGTH": ""}, {"CONTENT_LENGTH": "0"}])
    def test_without_a_body_nothing_is_read(
        self, one_at_a_time: bool, length: dict[str, str]
    ) -> None:
        application = received(echo, one_at_a_time=one_at_a_time)
        assert told(application, **length) == ("200 OK", b"nothing")

    @pytest.mark.parametrize("length", ["-1", "٣", "12 ", "1e3", "x"])
    def test_what_is_no_length_is_left_to_django(self, one_at_a_time: bool, length: str) -> None:
        application = received(echo, one_at_a_time=one_at_a_time)
        assert told(application, CONTENT_LENGTH=length) == ("200 OK", b"nothing")

    def test_a_body_that_was_cut_off_reaches_nobody(self, one_at_a_time: bool) -> None:
        application = received(echo, one_at_a_time=one_at_a_time)
        answered = told(application, **{"wsgi.input": BytesIO(b"abc")}, CONTENT_LENGTH="4")
        assert answered == ("400 Bad Request", b"")

    def test_nor_does_one_whose_line_broke(self, one_at_a_time: bool) -> None:
        class Broken:
            def read(self, size: int) -> bytes:
                raise ConnectionResetError

        application = received(echo, one_at_a_time=one_at_a_time)
        answered = told(application, **{"wsgi.input": Broken()}, CONTENT_LENGTH="4")
        assert answered == ("400 Bad Request", b"")

    def test_a_slow_one_keeps_nobody_waiting(self, one_at_a_time: bool) -> None:
        application = received(echo, one_at_a_time=one_at_a_time)
        slow, heard = Slow(b"ab", b"cd"), []
        form = {"wsgi.input": slow, "CONTENT_LENGTH": "4"}
        sender = threading.Thread(target=lambda: heard.append(told(application, **form)))
        sender.start()
        assert slow.waits.wait(20)
        quick = told(application, **{"wsgi.input": BytesIO(b"xy"), "CONTENT_LENGTH": "2"})
        assert (quick, heard) == (("200 OK", b"xy"), [])
        slow.goes_on.set()
        sender.join(20)
        assert heard == [("200 OK", b"abcd")]


@pytest.mark.parametrize(("one_at_a_time", "most"), [(True, 1), (False, 2)])
def test_how_many_have_their_turn_at_once(one_at_a_time: bool, most: int) -> None:
    inside, counts, lock = [0], [], threading.Lock()
    met = threading.Barrier(2)

    def count(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        with lock:
            inside[0] += 1
            counts.append(inside[0])
        if most == 2:
            met.wait(20)
        with lock:
            inside[0] -= 1
        start_response("200 OK", [])
        return []

    application = received(count, one_at_a_time=one_at_a_time)
    threads = [threading.Thread(target=told, args=(application,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert max(counts) == most


def test_a_turn_ends_with_its_fault() -> None:
    def fail(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        raise RuntimeError("no")

    application = received(fail, one_at_a_time=True)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="no"):
            application({}, lambda *_: None)
