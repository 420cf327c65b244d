"""load_content as somebody types it: in this process, or in one of its own."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

MANAGE = Path(settings.BASE_DIR) / "manage.py"


@dataclass(frozen=True)
class Run:
    """What a run printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


def run(*arguments: object) -> Run:
    """The command in this process, on the test's database."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("load_content", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return Run(status, out.getvalue(), err.getvalue())


def typed(*arguments: object, **environment: str) -> Run:
    """The command in a process of its own, without any database of ours."""
    done = subprocess.run(
        [sys.executable, str(MANAGE), "load_content", *map(str, arguments)],
        env={
            "PATH": os.environ["PATH"],
            "STUDYAPP_SECRET_KEY": "only for tests",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Run(done.returncode, done.stdout, done.stderr)
