"""What goes wrong during a storm, and when."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from enum import StrEnum

from tests.faults.databases import Database, Postgres
from tests.faults.history import Event, Journal, What
from tests.faults.site import Site

THREE_HOURS = 10_800.0
CLOCK = 2.0
"""Seconds for which the clock is wrong."""
BETWEEN = 20
"""So many saves at least are acknowledged between two faults: the site is whole again."""
FULL = 60.0
"""Seconds after which a full disk that nobody was told of is none."""


class Fault(StrEnum):
    KILL = "kill"
    WORKERS = "workers"
    AWAY = "away"
    FULL = "full"
    FORWARD = "forward"
    BACK = "back"


def schedule(kills: int, *, seed: int) -> list[Fault]:
    """So many kills, every other of the workers only, and every other fault among them: the clock
    once forward, late, since it ends exams."""
    rest = [Fault.AWAY, Fault.FULL, Fault.BACK, *[Fault.AWAY, Fault.FULL] * (kills // 12)]
    faults = [Fault.WORKERS if n % 2 else Fault.KILL for n in range(kills)] + rest
    random.Random(seed).shuffle(faults)
    faults.insert(len(faults) * 3 // 4, Fault.FORWARD)
    return faults


class Nemesis:
    """Does the faults, evenly over the acknowledgements of a storm."""

    def __init__(
        self,
        site: Site,
        database: Database,
        journal: Journal,
        *,
        away: float,
        tell: Callable[[], None],
    ) -> None:
        """tell: called over and over, to say how far the storm is."""
        self._site, self._database, self._journal, self._away = site, database, journal, away
        self._tell = tell
        # SQLite's files are the workers' own, and so is their limit.
        self._disk = database.disk if isinstance(database, Postgres) else None
        self.done: list[str] = []

    def haunt(self, faults: Sequence[Fault], *, goal: int, alive: Callable[[], bool]) -> None:
        """Until the goal is almost reached, or nobody is there any more."""
        begun = self._journal.acknowledged
        for number, fault in enumerate(faults, 1):
            due = begun + (goal - begun) * number // (len(faults) + 1)
            due = max(due, self._journal.acknowledged + BETWEEN)
            while self._journal.acknowledged < due and alive():
                self._site.revive()
                self._tell()
                time.sleep(0.01)
            if not alive():
                return
            self.do(fault)

    def do(self, fault: Fault) -> None:
        """What did not come to pass is not among what is done."""
        said = {
            Fault.KILL: self._kill,
            Fault.WORKERS: self._workers,
            Fault.AWAY: lambda: self._database.disturb(self._away),
            Fault.FULL: self._full,
            Fault.FORWARD: lambda: self._clock(THREE_HOURS),
            Fault.BACK: lambda: self._clock(-THREE_HOURS),
        }[fault]()
        if said:
            self.done.append(fault.value)
        self._journal.write(Event(What.FAULT, time.time(), detail=f"{fault.value}: {said}"))

    def _kill(self) -> str:
        self._site.kill()
        self._site.restart()
        return "server, workers and sweeper"

    def _workers(self) -> str:
        killed = self._site.kill_workers()
        return f"{killed} workers" if killed else ""

    def _full(self) -> str:
        """For a time, and until somebody was told of it."""
        told, begun = self._journal.refused, time.monotonic()
        try:
            while (gone := time.monotonic() - begun) < self._away or self._journal.refused == told:
                if gone > FULL:
                    return ""
                # Again and again: a worker that was just started knows of no limit.
                self._site.limit_files(4096) if self._disk is None else self._disk.fill()
                time.sleep(0.01)
        finally:
            self._site.limit_files(None) if self._disk is None else self._disk.empty()
        return f"for {gone:.1f} s no file could grow"

    def _clock(self, ahead: float) -> str:
        self._set(ahead)
        threading.Event().wait(CLOCK)
        self._set(0)
        return f"{ahead:+.0f} s for {CLOCK} s"

    def _set(self, ahead: float) -> None:
        since = time.time()
        self._site.set_clock(ahead)
        self._journal.write(Event(What.CLOCK, time.time(), since=since, ahead=ahead))
