"""What the clients of a storm did and heard, a line of JSON each, and what the nemesis did."""

import json
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from math import inf
from pathlib import Path

NO_ANSWER = 0


class What(StrEnum):
    """invoked: is about to be sent. acknowledged, refused: so the server said. failed: never left.
    unknown: no answer was heard, so it may have been done, or be done yet. clock: the server's
    clock was set, at some moment from since to at, to so many seconds ahead. fault: the nemesis did
    something."""

    INVOKED = "invoked"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CLOCK = "clock"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Event:
    """One line. at: seconds by the harness's own clock. deed: "save" or "submit"; its key names it
    over all its tries. What a save is to store stands in each line of its invocations."""

    what: What
    at: float
    deed: str = ""
    attempt: str = ""
    key: str = ""
    position: int = 0
    client: str = ""
    sequence: int = 0
    given: str = ""
    certainty: int = 0
    flagged: bool = False
    status: int = NO_ANSWER
    outcome: str = ""
    ahead: float = 0
    since: float = 0
    detail: str = ""


class Journal:
    """The file that grows; many threads write to it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()
        self._saves: set[str] = set()
        self._refused = 0

    def write(self, event: Event) -> None:
        line = json.dumps({name: value for name, value in asdict(event).items() if value != ""})
        with self._lock:
            self._file.write(line + "\n")
            if event.what is What.ACKNOWLEDGED and event.deed == "save":
                self._saves.add(event.key)
            self._refused += event.what is What.REFUSED

    @property
    def acknowledged(self) -> int:
        """How many saves were acknowledged; one sent again counts once."""
        return len(self._saves)

    @property
    def refused(self) -> int:
        """How many requests were answered by something else than an acknowledgement."""
        return self._refused

    def close(self) -> None:
        self._file.close()


def read(path: Path) -> Iterator[Event]:
    for line in path.read_text("utf-8").splitlines():
        held = json.loads(line)
        yield Event(**{**held, "what": What(held["what"])})


@dataclass(frozen=True, slots=True)
class Try:
    """One time that a deed was sent; ended is None where no answer was heard."""

    begun: float
    ended: float | None
    what: What
    status: int
    outcome: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """A save or a submission, with all its tries in order; first: what it is to store."""

    first: Event
    tries: tuple[Try, ...]

    @property
    def begun(self) -> float:
        return self.tries[0].begun

    @property
    def acknowledged_at(self) -> float | None:
        heard = [one.ended for one in self.tries if one.what is What.ACKNOWLEDGED]
        return min((at for at in heard if at is not None), default=None)

    @property
    def outcomes(self) -> set[str]:
        return {one.outcome for one in self.tries if one.what is What.ACKNOWLEDGED}


@dataclass(frozen=True, slots=True)
class History:
    """Deeds by key, and from when until when the server's clock may have been how far ahead."""

    deeds: dict[str, Deed]
    clock: tuple[tuple[float, float, float], ...] = ((0.0, inf, 0.0),)

    def of(self, kind: str) -> Iterator[Deed]:
        return (deed for deed in self.deeds.values() if deed.first.deed == kind)

    def ahead(self, begun: float, ended: float) -> set[float]:
        """How far ahead the clock may have been at some moment of that time."""
        return {ahead for since, until, ahead in self.clock if since <= ended and begun <= until}


def gather(events: Iterable[Event]) -> History:
    """The tries of each deed put together. A deed is sent by one thread, one try at a time."""
    firsts: dict[str, Event] = {}
    begun: dict[str, float] = {}
    tries: dict[str, list[Try]] = {}
    clock = [(0.0, inf, 0.0)]
    for event in events:
        if event.what is What.CLOCK:
            clock[-1] = (clock[-1][0], event.at, clock[-1][2])
            clock.append((event.since, inf, event.ahead))
        elif event.what is What.INVOKED:
            firsts.setdefault(event.key, event)
            if event.key in begun:  # the harness was stopped before it heard
                tries[event.key].append(_unheard(begun[event.key]))
            begun[event.key] = event.at
            tries.setdefault(event.key, [])
        elif event.key:
            heard = (event.what, event.status, event.outcome, event.detail)
            ended = None if event.what is What.UNKNOWN else event.at
            tries[event.key].append(Try(begun.pop(event.key), ended, *heard))
    for key, at in begun.items():
        tries[key].append(_unheard(at))
    deeds = {key: Deed(first, tuple(tries[key])) for key, first in firsts.items()}
    return History(deeds, tuple(clock))


def _unheard(begun: float) -> Try:
    return Try(begun, None, What.UNKNOWN, NO_ANSWER, "")
