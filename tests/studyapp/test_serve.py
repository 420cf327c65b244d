import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import pytest
from django.conf import settings
from pytest_django import Settings

from studyapp import static_files

ROOT = Path(settings.BASE_DIR)
SERVE = [sys.executable, str(ROOT / "manage.py"), "serve"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A site of its own with a small course, on a free port."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("STUDYAPP_", "DATABASE_URL", "DJANGO_", "COV_"))
    }
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
    return {
        **own,
        "STUDYAPP_COURSES": str(ROOT / "tests" / "browser" / "harbour"),
        "STUDYAPP_DATA": str(tmp_path / "data"),
        "HOST": "127.0.0.1",
        "PORT": port,
    }


def refused(environment: Mapping[str, str]) -> str:
    """What the command says when it refuses to serve: one line, and status 2."""
    done = subprocess.run(SERVE, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


@dataclass(frozen=True)
class Served:
    """A site that is served; pid: of the process that `serve` has become."""

    address: str
    pid: int

    def is_ticking(self) -> bool:
        """Whether a process beside it closes overdue exams."""
        listed = subprocess.run(
            ["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True
        )
        return f" tick --every 5 --beside {self.pid}\n" in listed.stdout


@contextmanager
def served(environment: Mapping[str, str], log: Path) -> Iterator[Served]:
    """The site while it is served; its output goes to log."""
    address = f"http://127.0.0.1:{environment['PORT']}"
    with (
        log.open("w") as output,
        subprocess.Popen(
            SERVE, env=environment, stdout=output, stderr=output, start_new_session=True
        ) as process,
    ):
        try:
            answered = within(180, lambda: process.poll() is not None or answers(address))
            assert answered, log.read_text()
            yield Served(address, process.pid)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=20) == 0, log.read_text()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def within(seconds: float, claim: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not (held := claim()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return held


def answers(address: str) -> bool:
    try:
        return bool(page(f"{address}/accounts/login/"))
    except (URLError, ConnectionError):
        return False


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:
        body: bytes = response.read()
    return body.decode()


def test_serves_twice(environment: dict[str, str], tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served(environment, log) as site:
        sheet = re.search(r'href="(/static/[^"]+\.css)"', page(f"{site.address}/accounts/login/"))
        assert sheet
        assert page(f"{site.address}{sheet[1]}")
    said = log.read_text()
    assert f"Studyapp listens on {site.address}" in said
    assert "make instructor" in said
    assert "Bringing the database up to date" in said

    with served(environment, log):
        # The port is taken now.
        assert f"127.0.0.1:{environment['PORT']} cannot be listened at" in refused(environment)
    said = log.read_text()
    assert "Bringing" not in said
    assert "Gathered" not in said


def test_closes_exams_beside_the_server_and_no_longer(
    environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "data" / "studyapp.sqlite3"
    with (
        served(environment, tmp_path / "log") as site,
        closing(sqlite3.connect(file)) as database,
    ):
        assert site.is_ticking()
        database.execute("PRAGMA foreign_keys = OFF")
        columns = {
            "id": "0" * 31 + "1", "user_id": 1, "quiz_id": 1, "mode": "exam", "scope": "all",
            "pass_mark": 60, "partial_credit": 0, "seed": b"", "scale": "", "total": 1,
            "counted": 1, "started_at": "2026-01-01 00:00:00", "ended_by": "",
            "deadline_at": "2026-01-01 01:00:00",
        }  # fmt: skip
        names, holes = ", ".join(columns), ", ".join("?" * len(columns))
        with database:
            into = f"INSERT INTO quizzes_attempt ({names}) VALUES ({holes})"
            database.execute(into, list(columns.values()))
        closed = "SELECT submitted_at, ended_by FROM quizzes_attempt"
        assert within(20, lambda: database.execute(closed).fetchone()[0] is not None)
        assert database.execute(closed).fetchone() == ("2026-01-01 01:00:00", "time")
    assert within(5, lambda: not site.is_ticking())


def test_refuses_a_database_from_newer_code(environment: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "later.sqlite3"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE django_migrations (id, app, name, applied)")
        row = (1, "content", "9999_later", "2026-11-23 08:00:00")
        database.execute("INSERT INTO django_migrations VALUES (?, ?, ?, ?)", row)
    database.close()
    said = refused({**environment, "DATABASE_URL": f"sqlite:///{path}"})
    assert "newer than this code (content.9999_later is unknown here)" in said


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "80x"}, "“80x” is no port"),
        ({"STUDYAPP_DEBGU": "1"}, "did you mean STUDYAPP_DEBUG?"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "mysql://a@b/c"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://a@/b?host=/absent"}, "DATABASE_URL"),
        ({"STUDYAPP_DATA": "/dev/null/data"}, "STUDYAPP_DATA"),
        ({"STUDYAPP_COURSES": "/absent"}, "STUDYAPP_COURSES: /absent – there is no such"),
    ],
)
def test_refuses_what_is_configured_wrongly(
    environment: dict[str, str], variables: dict[str, str], said: str
) -> None:
    assert said in refused({**environment, **variables})


class TestStaticFiles:
    @pytest.fixture
    def source(self, tmp_path: Path, settings: Settings) -> Path:
        """The one static file of a site."""
        folder = tmp_path / "source"
        folder.mkdir()
        settings.STATICFILES_DIRS = [folder]
        settings.STATIC_ROOT = tmp_path / "data" / "static"
        (tmp_path / "data").mkdir()
        (folder / "site.css").write_text("p {}")
        return folder / "site.css"

    def test_gathers_once(self, source: Path, tmp_path: Path) -> None:
        assert static_files.gather()
        assert (tmp_path / "data/static/site.css").read_text() == "p {}"
        assert not static_files.gather()

    def test_gathers_what_changed(self, source: Path, tmp_path: Path) -> None:
        static_files.gather()
        source.write_text("p { color: red }")
        assert static_files.gather()
        assert (tmp_path / "data/static/site.css").read_text() == "p { color: red }"

    def test_gathers_again_where_the_folder_is_gone(self, source: Path, tmp_path: Path) -> None:
        static_files.gather()
        (tmp_path / "data/static/site.css").unlink()
        (tmp_path / "data/static").rename(tmp_path / "elsewhere")
        assert static_files.gather()
        assert (tmp_path / "data/static/site.css").is_file()
