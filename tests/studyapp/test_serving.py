from collections.abc import Iterator

import pytest

from studyapp.management.commands.serve import server_command
from studyapp.serving import TIMES, keep_serving, main


class Server:
    """One whose every run lasts so many seconds and ends with that status."""

    def __init__(self, *runs: tuple[float, int]) -> None:
        self.time = 0.0
        self.begun = 0
        self._runs = iter(runs)

    def __call__(self) -> int:
        self.begun += 1
        seconds, status = next(self._runs)
        self.time += seconds
        return status

    def now(self) -> float:
        return self.time


STOPPED, GAVE_UP = 0, 1


def long_life() -> Iterator[tuple[float, int]]:
    """Gives up every half hour, and is told to stop after some days."""
    yield from [(1_800.0, GAVE_UP)] * 200
    yield 60.0, STOPPED


@pytest.mark.parametrize(
    ("runs", "status", "begun"),
    [
        ([(9.0, STOPPED)], 0, 1),
        ([(9.0, GAVE_UP), (9.0, STOPPED)], 0, 2),
        ([(5.0, GAVE_UP)] * TIMES + [(5.0, STOPPED)], 0, 4),
        ([(5.0, GAVE_UP)] * 9, 1, 4),
        ([(5.0, 3)] * 9, 3, 4),
        # One of the four is more than a minute ago.
        ([(21.0, GAVE_UP)] * 9 + [(5.0, STOPPED)], 0, 10),
        ([(19.0, GAVE_UP)] * 9, 1, 4),
        (list(long_life()), 0, 201),
    ],
)
def test_it_is_started_again_unless_it_gives_up_too_often(
    runs: list[tuple[float, int]], status: int, begun: int
) -> None:
    server = Server(*runs)
    assert keep_serving(server, now=server.now) == status
    assert server.begun == begun


def test_what_it_does_is_said_in_a_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    server = Server(*[(5.0, GAVE_UP)] * 9)
    keep_serving(server, now=server.now)
    *again, last = capsys.readouterr().err.splitlines()
    assert again == ["A worker ended twice soon after its start; the server starts again"] * TIMES
    assert last == "The server gave up 4 times within 60 s; it ends"


def test_nothing_is_said_where_it_is_told_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    server = Server((5.0, STOPPED))
    keep_serving(server, now=server.now)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "arguments",
    [[], ["--host", "127.0.0.1"], ["--port", "80x"], ["--workers", "2"]],
)
def test_it_takes_what_serve_gives_it_and_nothing_else(arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert server_command("127.0.0.1", 8000)[1:3] == ["-m", "studyapp.serving"]
