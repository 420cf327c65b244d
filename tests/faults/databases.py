"""The databases of storms, filled once and copied for each, and what a nemesis can do to them."""

import shutil
import sqlite3
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests import postgres
from tests.faults import hall
from tests.faults.disk import Disk, NoDisk, small_disk
from tests.faults.hall import Hall
from tests.faults.site import ROOT, environment

# A crash of its processes is to lose nothing; that of the machine is tried in `powercut`.
SAFE = "-c fsync=off -c synchronous_commit=on -c full_page_writes=off -c max_connections=60"


class Database(ABC):
    """One storm's database; url as DATABASE_URL has it."""

    url: str
    vendor: str

    @abstractmethod
    def disturb(self, seconds: float) -> str:
        """Take it away for a time, in the way that its kind may go; says how."""


@dataclass(slots=True)
class Sqlite(Database):
    file: Path
    vendor: str = "sqlite"

    @property
    def url(self) -> str:  # type: ignore[override]
        return f"sqlite:///{self.file}"

    def disturb(self, seconds: float) -> str:
        with closing(sqlite3.connect(self.file, timeout=60, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            connection.execute("ROLLBACK")
        return f"locked for {seconds} s"


@dataclass(slots=True)
class Postgres(Database):
    server: postgres.Server
    name: str
    disk: Disk | None
    vendor: str = "postgresql"

    @property
    def url(self) -> str:  # type: ignore[override]
        return self.server.database(self.name)

    def disturb(self, seconds: float) -> str:
        self.server.crash()
        time.sleep(seconds)
        self.server.start()
        return f"PostgreSQL crashed, and started again after {seconds} s"


class Source(ABC):
    """Gives copies of one filled database."""

    vendor: str
    untried = ""
    """A fault that cannot be done here, and why."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self.hall: Hall

    def fill(self, url: str, *, learners: int, exams: int, begun: int) -> None:
        """In a process of its own, whose settings are the storm's. Raises RuntimeError."""
        module = hall.__name__
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                module,
                str(self._folder),
                str(learners),
                str(exams),
                str(begun),
            ],
            cwd=ROOT,
            env=environment(self._folder, url),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-3000:])
        self.hall = hall.read(self._folder / "hall.json")

    @abstractmethod
    def copy(self, *, drop: str = "") -> Database:
        """A database as it was filled; drop: a statement that takes something off it."""


class SqliteSource(Source):
    vendor = "sqlite"

    def __init__(
        self, folder: Path, *, learners: int, exams: int, begun: int | None = None
    ) -> None:
        super().__init__(folder)
        self._file = folder / "filled.sqlite3"
        self.fill(f"sqlite:///{self._file}", learners=learners, exams=exams, begun=begun or exams)
        with closing(sqlite3.connect(self._file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy(self, *, drop: str = "") -> Database:
        folder = self._folder / f"site-{next(self._numbers)}"
        folder.mkdir()
        made = Sqlite(Path(shutil.copy(self._file, folder / "storm.sqlite3")))
        with closing(sqlite3.connect(made.file)) as connection:
            connection.execute(drop)
        return made


class PostgresSource(Source):
    vendor = "postgresql"

    def __init__(
        self,
        folder: Path,
        server: postgres.Server,
        *,
        disk: Disk | None,
        learners: int,
        exams: int,
        begun: int | None = None,
    ) -> None:
        super().__init__(folder)
        self._server, self._disk, self._where = server, disk, ""
        if disk is not None:
            self._run(f"CREATE TABLESPACE small LOCATION '{disk.folder}'")
            self._where = "TABLESPACE small"
        self._name = f"filled_{folder.name}".replace("-", "_").lower()
        self._run(f'CREATE DATABASE "{self._name}" {self._where}')
        self.fill(server.database(self._name), learners=learners, exams=exams, begun=begun or exams)

    def copy(self, *, drop: str = "") -> Database:
        name = f"{self._name}_{next(self._numbers)}"
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{self._name}" {self._where}')
        if drop:
            self._run(drop, name)
        return Postgres(self._server, name, self._disk)

    def _run(self, statement: str, name: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self._server.database(name), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def source(vendor: str, folder: Path, *, learners: int, exams: int) -> Iterator[Source]:
    """A source of that kind of database; PostgreSQL's tables are on a small disk, if one can be."""
    if vendor == "sqlite":
        yield SqliteSource(folder, learners=learners, exams=exams)
        return
    with ExitStack() as held:
        disk, untried = None, ""
        try:
            disk = held.enter_context(small_disk())
        except NoDisk as why:
            untried = f"disk full ({why})"
        server = held.enter_context(postgres.server(SAFE))
        made = PostgresSource(folder, server, disk=disk, learners=learners, exams=exams)
        made.untried = untried
        yield made
