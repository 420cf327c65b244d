"""A command that needs the database says in one line that it is not there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(data: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith("STUDYAPP_")}
    own.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**own, "STUDYAPP_DATA": str(data), **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["demo", "verify_tallies", "load_content"])
def test_an_empty_database_is_said_in_a_line(tmp_path: Path, command: str) -> None:
    done = run(tmp_path, command)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert "the database does not answer" in last
    assert "manage.py migrate" in last


def test_a_server_that_is_not_there_is_said_in_a_line(tmp_path: Path) -> None:
    done = run(tmp_path, "verify_tallies", DATABASE_URL="postgres://nobody@127.0.0.1:9/none")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "correct DATABASE_URL" in done.stderr
