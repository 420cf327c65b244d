"""`python -m tests.fuzz [READER…] [--inputs N] [--start N]`: see `make fuzz`."""

import argparse
import datetime
import multiprocessing
import platform
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tests.fuzz.mutating import CAP, LARGE, input_of
from tests.fuzz.readers import READERS, check

ROOT = Path(__file__).parents[2]
KEPT = ROOT / "data" / "fuzz"
CHUNK = 500
LARGE_EVERY = 100
TWICE_EVERY = 20
SLOW_SECONDS = 5


class TooSlow(BaseException):
    """An input took too much of a core. No `except Exception` of a reader catches it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that broke a promise."""

    reader: str
    number: int
    what: str


@dataclass(slots=True)
class Tried:
    """What some inputs came to. worst: the CPU seconds of the slowest, and its number."""

    inputs: int = 0
    seconds: float = 0.0
    worst: tuple[float, int] = (0.0, 0)
    failures: list[Failure] = field(default_factory=list)

    def add(self, other: "Tried") -> None:
        self.inputs += other.inputs
        self.seconds += other.seconds
        self.worst = max(self.worst, other.worst)
        self.failures += other.failures


def made(reader: str, number: int) -> bytes:
    """The input of that number; one in a hundred is large."""
    large = number % LARGE_EVERY == LARGE_EVERY - 1
    return input_of(reader, number, cap=LARGE if large else CAP)


def try_numbers(job: tuple[str, int, int]) -> tuple[str, Tried]:
    """The reader on the inputs of the numbers from the first up to the second."""
    reader, first, last = job
    signal.signal(signal.SIGPROF, _stop)
    tried = Tried(inputs=last - first)
    for number in range(first, last):
        data = made(reader, number)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SLOW_SECONDS)
        try:
            check(READERS[reader], data, twice=number % TWICE_EVERY == 0)
        except (Exception, TooSlow) as error:
            what = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
            tried.failures.append(Failure(reader, number, what))
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        took = time.process_time() - started
        tried.seconds += took
        tried.worst = max(tried.worst, (took, number))
    return reader, tried


def _stop(number: int, frame: FrameType | None) -> None:
    raise TooSlow(f"more than {SLOW_SECONDS} s of CPU")


def jobs(readers: Sequence[str], start: int, inputs: int) -> Iterator[tuple[str, int, int]]:
    """Parts of each reader's numbers in turn, so that a run cut short has tried all readers."""
    for first in range(start, start + inputs, CHUNK):
        for reader in readers:
            yield reader, first, min(first + CHUNK, start + inputs)


def run(readers: Sequence[str], *, start: int, inputs: int) -> dict[str, Tried]:
    found = {reader: Tried() for reader in readers}
    with multiprocessing.Pool() as pool:
        for reader, tried in pool.imap_unordered(try_numbers, jobs(readers, start, inputs)):
            found[reader].add(tried)
            for failure in tried.failures:
                _keep(failure)
            done = sum(each.inputs for each in found.values())
            lost = sum(len(each.failures) for each in found.values())
            line = f"\r{done:,} of {inputs * len(readers):,} inputs, {lost} failures"
            print(line, end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def _keep(failure: Failure) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{failure.reader}-{failure.number}"
    file.write_bytes(made(failure.reader, failure.number))
    shown = file.relative_to(ROOT)
    print(f"\n{failure.reader} {failure.number}: {failure.what} ({shown})", flush=True)


def report(found: dict[str, Tried], *, start: int, today: datetime.date) -> str:
    rows = [
        f"| {reader} | {tried.inputs:,} | {len(tried.failures)} "
        f"| {1000 * tried.seconds / max(1, tried.inputs):.2f} "
        f"| {1000 * tried.worst[0]:.0f} ms, number {tried.worst[1]:,} |"
        for reader, tried in found.items()
    ]
    last = start + max(tried.inputs for tried in found.values()) - 1
    lines = [
        f"# Readers given what nobody would write, {today}",
        "",
        f"`python -m tests.fuzz`, inputs number {start:,} to {last:,} of each reader; Python "
        f"{platform.python_version()}. One in {LARGE_EVERY} may grow to {LARGE:,} bytes, the "
        f"others to {CAP:,}; one in {TWICE_EVERY} is read twice. A failure is an exception "
        "other than a refusal, a report that says too little, another result the second time, or "
        f"more than {SLOW_SECONDS} s of CPU.",
        "",
        "| reader | inputs | failures | CPU ms each | slowest |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]
    return "\n".join(lines)


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", metavar="READER", help="all, if left out")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="how many for each reader")
    parser.add_argument("--start", type=int, default=0, help="the first number: go on from there")
    parser.add_argument("--write", action="store_true", help="write docs/measurements too")
    chosen = parser.parse_args(words)
    readers = chosen.readers or list(READERS)
    if unknown := [reader for reader in readers if reader not in READERS]:
        parser.error(f"no reader is called {unknown[0]}; there are: {', '.join(READERS)}")
    found = run(readers, start=chosen.start, inputs=chosen.inputs)
    today = datetime.datetime.now(datetime.UTC).date()
    text = report(found, start=chosen.start, today=today)
    print(text)
    if chosen.write:
        (ROOT / "docs" / "measurements" / f"{today}-fuzz.md").write_text(text, "utf-8")
    return int(any(tried.failures for tried in found.values()))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
