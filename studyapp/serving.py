"""The server process: granian, started again where it gives up, as it does where a worker dies
within seconds of having taken another's place. Knows no Django; only the workers do."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

TIMES, WITHIN = 3, 60.0
"""It is started again so often within so many seconds: what cannot live must end in time."""


def keep_serving(serve: Callable[[], int], *, now: Callable[[], float] = time.monotonic) -> int:
    """Call serve again each time that it gives up, unless it does so too often; its status at last.

    serve: returns 0 once it was told to stop, another status where it gave up."""
    given_up: list[float] = []
    while status := serve():
        given_up = [moment for moment in given_up if now() - moment < WITHIN]
        if len(given_up) >= TIMES:
            _say(f"The server gave up {TIMES + 1} times within {WITHIN:.0f} s; it ends")
            break
        given_up.append(now())
        _say("A worker ended twice soon after its start; the server starts again")
    return status


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def serve(host: str, port: int, *, threads: int, folder: Path) -> int:
    """Serve the site until told to stop, 0, or until granian gives up, 1."""
    server = Granian(
        "studyapp.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=2,
        blocking_threads=threads,
        respawn_failed_workers=True,
        # Without a limit, a worker that is told to stop while it starts never hears it.
        workers_kill_timeout=10,
        working_dir=folder,
        # At the next level it warns at each start of threads that only wait.
        log_level=LogLevels.error,
    )
    try:
        server.serve()
    except SystemExit:
        return 0 if server.interrupt_signal else 1
    return 0


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m studyapp.serving")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--working-dir", type=Path, required=True)
    asked = parser.parse_args(arguments)
    return keep_serving(
        lambda: serve(asked.host, asked.port, threads=asked.threads, folder=asked.working_dir)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
