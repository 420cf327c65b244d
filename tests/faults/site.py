"""The site that a storm goes over: its processes, which are started, killed and started again."""

import contextlib
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLOCK = Path(__file__).parent / "clock"
HARBOUR = ROOT / "tests" / "browser" / "harbour"
PATIENCE = 120.0


class NoSite(Exception):
    """The site did not come up; the text says what it said."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Site:
    """`manage.py serve` on a port of its own, and its command line again after each kill.

    tree: where the product's code is; a copy of it where a bug was planted."""

    def __init__(
        self, folder: Path, *, url: str, server: tuple[str, ...], tree: Path = ROOT
    ) -> None:
        self.port = free_port()
        self.said = folder / "said.txt"
        self.clock = folder / "clock.txt"
        self._tree = tree
        self._server = [str(self.port) if word == "PORT" else word for word in server]
        self._server[self._server.index("--working-dir") + 1] = str(tree)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._environment = environment(folder, url, tree=tree) | {"STORM_CLOCK": str(self.clock)}
        self._environment["PYTHONPATH"] = f"{CLOCK}{os.pathsep}{tree}"
        self.set_clock(0)

    def set_clock(self, ahead: float) -> None:
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(ahead), "ascii")
        fresh.replace(self.clock)

    def serve(self) -> None:
        """As an operator starts it: all its checks, then the server, and what ends exams."""
        self._start([sys.executable, "manage.py", "serve", "--port", str(self.port)])
        self.wait()

    def restart(self) -> None:
        """The command that `serve` hands over to, and its sweeper beside it."""
        self._start(self._server)
        # It ends with the process that started it, and that is this one.
        beside = ["--every", "2", "--beside", str(os.getpid())]
        self._start([sys.executable, "manage.py", "tick", *beside])
        self.wait()

    def _start(self, command: list[str]) -> None:
        with self.said.open("ab") as said:
            self._processes.append(
                subprocess.Popen(
                    command,
                    cwd=self._tree,
                    env=self._environment,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=said,
                    start_new_session=True,
                )
            )

    def wait(self) -> None:
        """Until somebody accepts a connection. Raises NoSite."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self._processes[0].poll() is not None:
                break
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            time.sleep(0.05)
        raise NoSite(self.said.read_text("utf-8", "replace")[-2000:])

    def kill(self) -> None:
        """kill -9 of the server, its workers and its sweeper, all at once."""
        for process in self._processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in self._processes:
            process.wait()
        self._processes.clear()

    def kill_workers(self) -> int:
        """kill -9 of the workers; the server starts others. How many there were."""
        workers = self.workers()
        for worker in workers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        return len(workers)

    def revive(self) -> None:
        """Starts the server again where it has ended, as a service manager does: granian gives up
        where a worker dies within seconds of its start."""
        if self._processes and self._processes[0].poll() is not None:
            self.kill()
            self.restart()

    def workers(self) -> list[int]:
        """The processes that the server started, its sweeper among them."""
        server = self._processes[0].pid
        children = Path(f"/proc/{server}/task/{server}/children")
        with contextlib.suppress(OSError):
            return [int(pid) for pid in children.read_text("ascii").split()]
        return []

    def limit_files(self, size: int | None) -> None:
        """No file may grow beyond so many bytes, as if the disk were full; None: any file may."""
        wanted = resource.RLIM_INFINITY if size is None else size
        for worker in self.workers():
            with contextlib.suppress(ProcessLookupError):
                _, hard = resource.prlimit(worker, resource.RLIMIT_FSIZE)
                resource.prlimit(worker, resource.RLIMIT_FSIZE, (wanted, hard))


def environment(folder: Path, url: str, *, tree: Path = ROOT) -> dict[str, str]:
    """A process's environment: none of this machine's own settings, and the storm's database."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("STUDYAPP_") and name not in {"DATABASE_URL", "PYTHONPATH"}
    }
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "studyapp.settings",
        "PYTHONPATH": str(tree),
        "STUDYAPP_DATA": str(folder),
        "STUDYAPP_COURSES": str(HARBOUR),
        "STUDYAPP_SECRET_KEY": "only-for-this-storm-0123456789-abcdefghijklmnopqrstuvwxyz",
        "DATABASE_URL": url,
    }
