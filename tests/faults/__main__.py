"""`make storm`: every trial, on each database; `short` is the step of the suite."""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.progress import spoken
from tests.faults.site import ROOT
from tests.faults.trials import ALL, TRIALS, VENDORS, Trial

MEASUREMENTS = ROOT / "docs" / "measurements"
METHOD = """Learners sit exams in two tabs each over HTTP while the server, its workers and the
database are killed, the disk fills, the clock jumps by three hours, and requests and answers are
cut, lost, repeated and overtaken. The checker reads the clients' log and the database. Both
databases have their turn at the same time."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("trial", choices=[*TRIALS, "all"])
    parser.add_argument("--on", choices=VENDORS, action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="add to docs/measurements")
    parser.add_argument("--keep", type=Path, help="a folder for journals and databases")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    well = True
    for name in ALL if asked.trial == "all" else (asked.trial,):
        trial = TRIALS[name]
        vendors = [vendor for vendor in asked.on or VENDORS if vendor in trial.on]
        begun = time.monotonic()
        print(f"{trial.title}, on {' and '.join(vendors)}", file=sys.stderr, flush=True)
        with tempfile.TemporaryDirectory(prefix="studyapp-storm-") as made:
            lines, good = tried(name, asked.keep or Path(made), vendors, seed=asked.seed)
        well &= good
        took = f"It took {spoken(time.monotonic() - begun)}."
        said = [*trial.head, *lines, "", took]
        print(*said, sep="\n", flush=True)
        if asked.write:
            write(said, trial, seed=asked.seed)
    return 0 if well else 1


def tried(name: str, folder: Path, vendors: Sequence[str], *, seed: int) -> tuple[list[str], bool]:
    """Runs a trial on each kind of database at the same time, since a storm waits much; the lines
    that it printed, also where it broke off, and whether all is well."""
    with ExitStack() as running:
        processes = [
            running.enter_context(
                subprocess.Popen(
                    [
                        *(sys.executable, "-m", "tests.faults.trials", name, vendor),
                        *(str(folder / name / vendor), str(seed)),
                    ],
                    cwd=ROOT,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            for vendor in vendors
        ]
        try:
            said = [line for process in processes for line in process.communicate()[0].splitlines()]
        except SystemExit:
            for process in processes:
                process.terminate()
            raise
    said += [
        f"- {vendor}: ended by signal {-process.returncode}"
        for vendor, process in zip(vendors, processes, strict=True)
        if process.returncode < 0
    ]
    return said, not any(process.returncode for process in processes)


def write(lines: Sequence[str], trial: Trial, *, seed: int, folder: Path = MEASUREMENTS) -> None:
    """Add a part to today's page."""
    today = datetime.now(UTC).date()
    page = folder / f"{today}-storm.md"
    new = f"# What storms did, {today}\n\n{METHOD}\n"
    before = page.read_text("utf-8") if page.exists() else new
    title = f"{trial.title[0].upper()}{trial.title[1:]}, seed {seed}"
    text = "\n".join(lines)
    page.write_text(f"{before}\n## {title}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
