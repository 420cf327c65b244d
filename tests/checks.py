"""Every check of the project: the quick ones side by side, then one by one up to one that fails.

`python -m tests.checks all` is `make test`; `quick` leaves out the test suites; other words pick
steps by name.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from pathlib import Path

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
MOST = "not browser and not growth"
FUZZ = "tests/fuzz"
# Each worker begins with a half of its own, so that what a module sets up is set up once.
PYTEST = ["python", "-m", "pytest", "-n", "2", "--dist", "worksteal"]
POSTGRES = ["python", "-m", "tests.postgres", "--"]
PRODUCTION = {
    "STUDYAPP_DEBUG": "0",
    "STUDYAPP_HTTPS": "1",
    "STUDYAPP_ALLOWED_HOSTS": "studyapp.example",
    "STUDYAPP_SECRET_KEY": "only-for-this-check-0123456789-abcdefghijklmnopqrstuvwxyz",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the environment's bin/, shown in full when `shown`, else only if it fails."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    shown: bool = False
    quick: bool = True


def steps() -> list[Step]:
    templates = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]
    manage = ["python", "manage.py"]
    return [
        Step("ruff", ["ruff", "check", "."]),
        Step("format", ["ruff", "format", "--check", "."]),
        Step("imports", ["lint-imports"]),
        Step("dependencies", ["deptry", "."]),
        Step("types", ["mypy"]),
        Step("djade", ["djade", "--check", "--target-version", "5.2", *templates]),
        Step("djlint", ["djlint", "--lint", "--quiet", "templates"]),
        Step("deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
        Step("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Step("course", [*manage, "load_content", "--check"]),
        Step("ratio", ["python", "-m", "tests.ratio"], shown=True),
        suite("sqlite", MOST, ["--cov", "--cov-report=", f"--ignore={FUZZ}"]),
        Step("coverage", ["python", "-m", "tests.coverage_floor"], shown=True, quick=False),
        suite("postgres", MOST, ["--stored"], beside=["python", "-m", "tests.postgres", "--"]),
        # By itself, since measuring coverage would take most of its time.
        suite("fuzz", MOST, [FUZZ]),
        suite("browser", "browser", ["tests/browser"]),
        Step("storm", ["python", "-m", "tests.faults", "short"], shown=True, quick=False),
    ]


def suite(name: str, marker: str, options: list[str], beside: Sequence[str] = ()) -> Step:
    command = [*beside, *PYTEST, "-m", marker, *options]
    return Step(name, command, shown=True, quick=False)


def run(step: Step, data: Path) -> bool:
    """Runs one step away from the machine's own settings and data; prints a line about it."""
    started = time.monotonic()
    own = {name: value for name, value in os.environ.items() if not is_setting(name)}
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [str(programs / step.command[0]), *step.command[1:]],
        cwd=ROOT,
        env={
            **own,
            "PATH": f"{programs}{os.pathsep}{own.get('PATH', os.defpath)}",
            "STUDYAPP_DATA": str(data),
            **step.environment,
        },
        stdin=subprocess.DEVNULL,
        stdout=None if step.shown else subprocess.PIPE,
        stderr=None if step.shown else subprocess.STDOUT,
        text=True,
    )
    if done.returncode and done.stdout:
        print(done.stdout)
    verdict = "failed" if done.returncode else "ok"
    print(f"{step.name:13} {verdict:6} {time.monotonic() - started:5.1f} s", flush=True)
    if done.returncode:
        print(f"Again, alone: .venv/bin/python -m tests.checks {step.name}")
    return done.returncode == 0


def run_all(todo: Sequence[Step], data: Path) -> int:
    """How many passed: those that say nothing side by side, since each uses one core; then the
    others up to one that fails."""
    each = partial(run, data=data)
    quiet, told = ([step for step in todo if step.shown is shown] for shown in (False, True))
    with ThreadPoolExecutor(os.cpu_count()) as beside:
        passed = sum(beside.map(each, quiet))
    if passed == len(quiet):
        passed += len(list(takewhile(each, told)))
    return passed


def is_setting(name: str) -> bool:
    """Whether it is left out: what sets up a site, and what makes every process compile anew."""
    if name == "PYTHONDONTWRITEBYTECODE":
        return True
    return name.startswith("STUDYAPP_") or name in {"DATABASE_URL", "EMAIL_URL"}


def chosen(words: Sequence[str]) -> list[Step]:
    """The steps that the words stand for; raises ValueError for an unknown word."""
    every = steps()
    if list(words) in ([], ["all"]):
        return every
    if list(words) == ["quick"]:
        return [step for step in every if step.quick]
    by_name = {step.name: step for step in every}
    if unknown := [word for word in words if word not in by_name]:
        raise ValueError(f"no check is called {unknown[0]}; there are: {', '.join(by_name)}")
    return [by_name[word] for word in words]


def main(words: Sequence[str]) -> int:
    try:
        todo = chosen(words)
        if any(step.name == "browser" for step in todo):
            print(f"Browser: {chromium.ensure()}", flush=True)
    except (ValueError, chromium.NoChromium) as problem:
        print(problem, file=sys.stderr)
        return 2
    started = time.monotonic()
    data = Path(tempfile.mkdtemp(prefix="studyapp-checks-"))
    try:
        passed = run_all(todo, data)
    finally:
        shutil.rmtree(data, ignore_errors=True)
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    print(f"{passed} of {len(todo)} checks in {minutes} min {seconds} s")
    return 0 if passed == len(todo) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
