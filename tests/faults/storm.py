"""One storm: learners sit their exams in two tabs each while everything is killed around them."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults import history, nemesis, state
from tests.faults.checker import check
from tests.faults.databases import Source
from tests.faults.history import Journal, What
from tests.faults.nemesis import Fault, Nemesis
from tests.faults.progress import Progress
from tests.faults.site import ROOT, Site
from tests.faults.sitter import Tab

BARE = "Internal Server Error"


@dataclass(frozen=True, slots=True)
class Plan:
    """How large a storm is. saves: how many each tab sends of an exam; away: for how many seconds a
    database is taken away."""

    acknowledgements: int
    kills: int
    learners: int
    exams: int
    saves: int
    away: float = 1.0
    faults: tuple[Fault, ...] = ()


SHORT = Plan(acknowledgements=1_000, kills=8, learners=6, exams=12, saves=18)
LONG = Plan(acknowledgements=10_000, kills=50, learners=8, exams=60, saves=24, away=3.0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a storm; wrong: all that the checker found; untried: a fault that cannot be."""

    vendor: str
    acknowledged: int
    heard: Counter[str]
    faults: Counter[str]
    graded: int
    late: int
    seconds: float
    wrong: list[str]
    untried: str = ""

    def __str__(self) -> str:
        heard = ", ".join(f"{n} {what}" for what, n in sorted(self.heard.items()))
        faults = ", ".join(f"{n} {what}" for what, n in sorted(self.faults.items()))
        return (
            f"{self.vendor}: {self.acknowledged} saves acknowledged in {self.seconds:.0f} s "
            f"({heard}); {self.graded} exams graded, {self.late} saves late; faults: {faults}; "
            f"{len(self.wrong)} wrong" + (f"; not tried: {self.untried}" if self.untried else "")
        )


def brew(
    source: Source, plan: Plan, folder: Path, *, seed: int, tree: Path = ROOT, drop: str = ""
) -> Outcome:
    """A storm over a new copy of the source's database; what was logged stays in the folder.

    tree, drop: of a planted bug, see `plants`."""
    started = time.monotonic()
    database, journal = source.copy(drop=drop), Journal(folder / "journal.jsonl")
    site = Site(folder, url=database.url, server=source.hall.server, tree=tree)
    tabs: list[Tab] = []

    over = threading.Event()

    def enough() -> bool:
        return over.is_set() and journal.acknowledged >= plan.acknowledgements

    progress = Progress(f"storm on {database.vendor}")

    def tell() -> None:
        more = f" saves, {len(foe.done)} of {len(faults)} faults"
        progress.at(journal.acknowledged, plan.acknowledgements, more=more)

    def alive() -> bool:
        return any(tab.is_alive() for tab in tabs)

    try:
        site.serve()
        for number, learner in enumerate(source.hall.learners):
            tabs += [
                Tab(
                    learner,
                    port=site.port,
                    journal=journal,
                    saves=plan.saves,
                    seed=seed * 1_000 + number * 2 + tab,
                    enough=enough,
                )
                for tab in range(2)
            ]
        for tab in tabs:
            tab.start()
        foe = Nemesis(site, database, journal, away=plan.away, tell=tell)
        faults = list(plan.faults or nemesis.schedule(plan.kills, seed=seed))
        if source.untried:
            faults = [fault for fault in faults if fault is not Fault.FULL]
        states = []
        middle = len(faults) // 2
        for part, share in ((faults[:middle], 2), (faults[middle:], 1)):
            foe.haunt(part, goal=plan.acknowledgements // share, alive=alive)
            states.append(state.read(database.url))
        over.set()
        while alive():
            site.revive()
            time.sleep(0.01)
    finally:
        site.kill()
        journal.close()
    states.append(state.read(database.url))
    given_up = [str(tab.fault) for tab in tabs if tab.fault is not None]
    if len(foe.done) < len(faults):
        given_up.append(f"only {len(foe.done)} of {len(faults)} faults came to pass")
    outcome = _outcome(database.vendor, folder, states, foe, started, given_up)
    return replace(outcome, untried=source.untried)


def _outcome(
    vendor: str,
    folder: Path,
    states: list[state.State],
    foe: Nemesis,
    started: float,
    given_up: list[str],
) -> Outcome:
    events = list(history.read(folder / "journal.jsonl"))
    told = history.gather(events)
    final = states[-1]
    wrong = [*given_up, *check(told, states)]
    said = (folder / "said.txt").read_text("utf-8", "replace").splitlines()
    # What nobody heard, because the line was cut, stands in the site's own log.
    wrong += [line for line in said if BARE in line]
    ends = (What.ACKNOWLEDGED, What.REFUSED, What.FAILED, What.UNKNOWN)
    return Outcome(
        vendor=vendor,
        acknowledged=sum(1 for deed in told.of("save") if deed.acknowledged_at is not None),
        heard=Counter(event.what.value for event in events if event.what in ends),
        faults=Counter(foe.done),
        graded=sum(attempt.submitted_at is not None for attempt in final.attempts.values()),
        late=sum(row.outcome == "late" for row in final.saved),
        seconds=time.monotonic() - started,
        wrong=wrong,
    )
