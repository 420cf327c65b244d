"""`make storm`: every trial, on each database; `short` is the step of the suite."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.faults import powercut
from tests.faults.databases import Source, Sqlite, sources
from tests.faults.plants import NORMAL, PLAN, PLANTS, look_for, plant
from tests.faults.site import ROOT, environment
from tests.faults.storm import LONG, SHORT, Plan, brew

VENDORS = ["sqlite", "postgresql"]
MEASUREMENTS = ROOT / "docs" / "measurements"
METHOD = """Learners sit exams in two tabs each over HTTP while the server, its workers and the
database are killed, the disk fills, the clock jumps by three hours, and requests and answers are
cut, lost, repeated and overtaken. The checker reads the clients' log and the database."""
SHOWN = 20
ROUNDS, CUTS, SAVES = 200, 100, 120


@dataclass(frozen=True, slots=True)
class Asked:
    """What all trials are given: a folder of their own, and the seed of chance."""

    folder: Path
    seed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """title: of its part of the page. head: of its table. run: gives lines and whether all is well,
    for one kind of database."""

    title: str
    run: Callable[[Source, Asked], tuple[list[str], bool]]
    plan: Plan = PLAN
    head: str = ""


def storm_of(plan: Plan) -> Callable[[Source, Asked], tuple[list[str], bool]]:
    def run(source: Source, asked: Asked) -> tuple[list[str], bool]:
        outcome = brew(source, plan, asked.folder, seed=asked.seed)
        return [f"- {outcome}", *outcome.wrong[:SHOWN]], not outcome.wrong

    return run


def plants(source: Source, asked: Asked) -> tuple[list[str], bool]:
    lines, found = [], []
    for number, bug in enumerate(bug for bug in PLANTS if source.vendor in bug.on):
        find = look_for(bug, source, asked.folder / str(number), seed=asked.seed)
        lines.append(find.row)
        found.append(bool(find.wrong))
        print(find.row, flush=True)
    return lines, all(found)


def rounds(source: Source, asked: Asked) -> tuple[list[str], bool]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.rounds", str(ROUNDS)],
        cwd=ROOT,
        env=environment(asked.folder, source.copy().url),
        stdout=subprocess.PIPE,
        text=True,
    )
    return [f"- {source.vendor}: {line}" for line in done.stdout.splitlines()], not done.returncode


def cuts(source: Source, asked: Asked) -> tuple[list[str], bool]:
    """Power cuts with the settings that ship, which lose nothing, and with laxer ones, which do."""
    lines, losing = [], []
    if not powercut.is_there():
        return ["- not tried: strace cannot trace here"], True
    for level in ("FULL", "NORMAL"):
        folder, database = asked.folder / level, source.copy()
        folder.mkdir()
        tree = ROOT
        if not isinstance(database, Sqlite):
            return ["- PostgreSQL syncs by itself; not tried"], True
        if level == "NORMAL":
            tree = folder / "tree"
            tree.mkdir()
            plant(NORMAL, tree)
        found = powercut.images_that_lose(
            database.file, folder, saves=SAVES, cuts=CUTS, seed=asked.seed, tree=tree
        )
        lines.append(f"- `synchronous={level}`: {found} of {CUTS} images lose an answer")
        losing.append(found)
    return lines, losing[0] == 0 < losing[1]


TRIALS = {
    "short": Trial("short storm", storm_of(SHORT), SHORT),
    "long": Trial("long storm", storm_of(LONG), LONG),
    "rounds": Trial("ten starts and twenty submissions at once", rounds),
    "cuts": Trial("power cuts", cuts),
    "plants": Trial(
        "planted bugs", plants, PLAN, "| bug | on | by | first thing found |\n|---|---|---|---|"
    ),
}
ALL = ("long", "rounds", "cuts", "plants")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("trial", choices=[*TRIALS, "all"])
    parser.add_argument("--on", choices=VENDORS, action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="add to docs/measurements")
    parser.add_argument("--keep", type=Path, help="a folder for journals and databases")
    asked = parser.parse_args()
    well = True
    for name in ALL if asked.trial == "all" else (asked.trial,):
        with tempfile.TemporaryDirectory(prefix="studyapp-storm-") as made:
            folder = (asked.keep or Path(made)) / name
            well &= tried(TRIALS[name], folder, asked.on or VENDORS, asked)
    return 0 if well else 1


def tried(trial: Trial, folder: Path, vendors: list[str], asked: argparse.Namespace) -> bool:
    """Runs a trial on each kind of database; prints and writes what came of it."""
    folder.mkdir(parents=True)
    said, well = [trial.head] if trial.head else [], True
    with sources(folder, vendors, learners=trial.plan.learners, exams=trial.plan.exams) as each:
        for source in each:
            here = folder / f"trial-{source.vendor}"
            here.mkdir()
            lines, good = trial.run(source, Asked(here, asked.seed))
            print(*lines, sep="\n", flush=True)
            said += lines
            well &= good
    if asked.write:
        write(said, f"{trial.title}, seed {asked.seed}")
    return well


def write(lines: Sequence[str], title: str) -> None:
    """Add a part to today's page."""
    today = datetime.now(UTC).date()
    page = MEASUREMENTS / f"{today}-storm.md"
    new = f"# What storms did, {today}\n\n{METHOD}\n"
    before = page.read_text("utf-8") if page.exists() else new
    text = "\n".join(lines)
    page.write_text(f"{before}\n## {title[0].upper()}{title[1:]}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
