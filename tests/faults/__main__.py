"""`make storm`: the long form, on each database; `short` is the step of the suite."""

import argparse
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.faults.databases import sources
from tests.faults.plants import PLAN, PLANTS, Find, look_for
from tests.faults.site import ROOT
from tests.faults.storm import LONG, SHORT, Outcome, brew

VENDORS = ["sqlite", "postgresql"]
MEASUREMENTS = ROOT / "docs" / "measurements"
METHOD = """Learners sit exams in two tabs each over HTTP while the server, its workers and the
database are killed, the disk fills, the clock jumps by three hours, and requests and answers are
cut, lost, repeated and overtaken. The checker reads the clients' log and the database."""
SHOWN = 20
HEAD = "| bug | on | by | first thing found |\n|---|---|---|---|"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("form", choices=["short", "long", "plants"])
    parser.add_argument("--on", choices=VENDORS, action="append", default=[])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="add to docs/measurements")
    parser.add_argument("--keep", type=Path, help="a folder for journals and databases")
    asked = parser.parse_args()
    if asked.form == "plants":
        with tempfile.TemporaryDirectory(prefix="studyapp-storm-") as made:
            finds = planted(asked.keep or Path(made), asked.on or VENDORS, asked.seed)
        if asked.write:
            write([HEAD, *(find.row for find in finds)], "planted bugs")
        return 0 if all(find.wrong for find in finds) else 1
    with tempfile.TemporaryDirectory(prefix="studyapp-storm-") as made:
        outcomes = storms(asked.keep or Path(made), asked.form, asked.on or VENDORS, asked.seed)
    if asked.write:
        write([f"- {outcome}" for outcome in outcomes], f"{asked.form} storm, seed {asked.seed}")
    return 1 if any(outcome.wrong for outcome in outcomes) else 0


def storms(folder: Path, form: str, vendors: list[str], seed: int) -> list[Outcome]:
    """One storm over each kind of database; prints what came of it."""
    plan = LONG if form == "long" else SHORT
    outcomes = []
    with sources(folder, vendors, learners=plan.learners, exams=plan.exams) as each:
        for source in each:
            here = folder / f"storm-{source.vendor}"
            here.mkdir()
            outcome = brew(source, plan, here, seed=seed)
            print(outcome, *outcome.wrong[:SHOWN], sep="\n", flush=True)
            outcomes.append(outcome)
    return outcomes


def planted(folder: Path, vendors: list[str], seed: int) -> list[Find]:
    """What was found of each planted bug; prints it."""
    finds = []
    with sources(folder, vendors, learners=PLAN.learners, exams=PLAN.exams) as each:
        for source in each:
            for number, bug in enumerate(bug for bug in PLANTS if source.vendor in bug.on):
                here = folder / f"plant-{source.vendor}-{number}"
                finds.append(look_for(bug, source, here, seed=seed))
                print(finds[-1].row, flush=True)
    return finds


def write(lines: list[str], title: str) -> None:
    """Add a part to today's page."""
    today = datetime.now(UTC).date()
    page = MEASUREMENTS / f"{today}-storm.md"
    before = (
        page.read_text("utf-8") if page.exists() else f"# What storms did, {today}\n\n{METHOD}\n"
    )
    text = "\n".join(lines)
    page.write_text(f"{before}\n## {title[0].upper()}{title[1:]}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
