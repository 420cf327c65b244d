"""The trials of `make storm`: `python -m tests.faults.trials TRIAL VENDOR FOLDER SEED` runs one on
one kind of database, in a process of its own, and prints the lines of its part of the page."""

import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults import powercut, strace
from tests.faults.databases import Source, Sqlite, source
from tests.faults.plants import NORMAL, PLAN, PLANTS, look_for, plant
from tests.faults.progress import Progress
from tests.faults.site import ROOT, environment
from tests.faults.storm import LONG, SHORT, Plan, brew

VENDORS = ("sqlite", "postgresql")
SHOWN = 20
ROUNDS, CUTS, SAVES = 200, 100, 120


class Failed(Exception):
    """What a trial found, which is not as it should be."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What all trials are given: a folder of their own, and the seed of chance."""

    folder: Path
    seed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """title: of its part of the page. run: gives its lines as they come, for one kind of database.

    head: lines before them. on: the kinds. run raises Failed where not all is well."""

    title: str
    run: Callable[[Source, Asked], Iterator[str]]
    plan: Plan = PLAN
    head: tuple[str, ...] = ()
    on: tuple[str, ...] = VENDORS


def storm_of(plan: Plan) -> Callable[[Source, Asked], Iterator[str]]:
    def run(source: Source, asked: Asked) -> Iterator[str]:
        outcome = brew(source, plan, asked.folder, seed=asked.seed)
        yield f"- {outcome}"
        yield from outcome.wrong[:SHOWN]
        if outcome.wrong:
            raise Failed

    return run


def plants(source: Source, asked: Asked) -> Iterator[str]:
    bugs = [bug for bug in PLANTS if source.vendor in bug.on]
    progress, missed = Progress(f"planted bugs on {source.vendor}", every=0), 0
    for number, bug in enumerate(bugs, 1):
        find = look_for(bug, source, asked.folder / str(number), seed=asked.seed)
        missed += not find.wrong
        yield find.row
        progress.at(number, len(bugs))
    if missed:
        raise Failed


def rounds(source: Source, asked: Asked) -> Iterator[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.rounds", str(ROUNDS)],
        cwd=ROOT,
        env=environment(asked.folder, source.copy().url),
        stdout=subprocess.PIPE,
        text=True,
    )
    yield from (f"- {source.vendor}: {line}" for line in done.stdout.splitlines())
    if done.returncode:
        raise Failed


def cuts(source: Source, asked: Asked) -> Iterator[str]:
    """Power cuts with the settings that ship, which lose nothing, and with laxer ones, which do."""
    if not strace.IS_LINUX:
        yield "- not tried: strace is Linux's alone"
        return
    losing = []
    for level in ("FULL", "NORMAL"):
        folder, database = asked.folder / level, source.copy()
        assert isinstance(database, Sqlite)
        folder.mkdir()
        tree = ROOT
        if level == "NORMAL":
            tree = folder / "tree"
            tree.mkdir()
            plant(NORMAL, tree)
        found = powercut.images_that_lose(
            database.file, folder, saves=SAVES, cuts=CUTS, seed=asked.seed, tree=tree
        )
        yield f"- `synchronous={level}`: {found} of {CUTS} images lose an answer"
        losing.append(found)
    if not losing[0] == 0 < losing[1]:
        raise Failed


TRIALS = {
    "short": Trial("short storm", storm_of(SHORT), SHORT),
    "long": Trial("long storm", storm_of(LONG), LONG),
    "rounds": Trial("ten starts and twenty submissions at once", rounds),
    "cuts": Trial("power cuts", cuts, on=("sqlite",)),
    "plants": Trial(
        "planted bugs",
        plants,
        head=("| bug | on | by | first thing found |", "|---|---|---|---|"),
    ),
}
ALL = ("long", "rounds", "cuts", "plants")


def main(name: str, vendor: str, folder: str, seed: str) -> int:
    trial, here = TRIALS[name], Path(folder)
    filled, own = here / "filled", here / "trial"
    filled.mkdir(parents=True)
    own.mkdir()
    plan = trial.plan

    def lines() -> Iterator[str]:
        with source(vendor, filled, learners=plan.learners, exams=plan.exams) as made:
            yield from trial.run(made, Asked(own, int(seed)))

    # Ended as by Ctrl-C: with its servers, which would go on by themselves.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    return 0 if told(vendor, lines()) else 1


def told(vendor: str, lines: Iterable[str]) -> bool:
    """Prints lines as they come, and what breaks them off as one of them; whether all was well."""
    try:
        for line in lines:
            print(line, flush=True)
    except Failed:
        return False
    except Exception as fault:
        traceback.print_exc()
        said = (str(fault).strip().splitlines() or [""])[-1]
        print(f"- {vendor}: broke off: {type(fault).__name__}: {said[:300]}", flush=True)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
