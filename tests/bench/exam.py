"""`make bench-exam`: 300 learners in one exam on SQLite, the load generator beside the server; then
500 who begin at one moment. --write adds the figures to docs/measurements."""

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.faults.databases import Sqlite, SqliteSource
from tests.faults.hall import Answer, Learner
from tests.faults.link import Link, NoAnswerError, NotSentError
from tests.faults.site import Site

MEASUREMENTS = Path(__file__).resolve().parents[2] / "docs" / "measurements"
LEARNERS, STARTERS = 300, 500
SECONDS = 60.0
PAUSE = 3.0
"""Seconds that a learner thinks between two answers: a twentieth of what the real exam leaves."""
BARE = 1_000
METHOD = f"""{LEARNERS} learners sit one exam on SQLite, served by `manage.py serve`, for
{SECONDS:.0f} s; each answers every {PAUSE:.0f} s or so, twenty times as often as in the real exam.
The load generator, a thread each, runs on the same cores, and so did whatever else ran there. A
save is timed from the first byte sent to the last one heard. *Bare* writes the same rows of the
same run again, in one transaction each with the same settings, by SQLite alone in one process.
Then {STARTERS} learners begin another exam at one moment.
"""


@dataclass(slots=True)
class Heard:
    """Seconds of what was answered well; how often something else was heard."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


def ask(link: Link, path: str, form: Sequence[tuple[str, str]], well: int, heard: Heard) -> None:
    """One request, timed."""
    begun = time.perf_counter()
    try:
        link.send(link.request(path, form))
        status = link.hear().status
    except (NotSentError, NoAnswerError) as fault:
        heard.errors[type(fault).__name__] += 1
        return
    if status == well:
        heard.seconds.append(time.perf_counter() - begun)
    else:
        heard.errors[str(status)] += 1


def sit(learner: Learner, port: int, until: float, seed: int) -> Heard:
    """Answers question by question until the time has come."""
    heard, chance, link = Heard(), random.Random(seed), Link(port, learner.cookie)
    sitting, client = learner.sittings[0], uuid.uuid4().hex
    time.sleep(chance.random() * PAUSE)
    sequence = 0
    while time.monotonic() < until:
        sequence += 1
        position = sequence % len(sitting.answers) + 1
        answer: Answer = chance.choice(sitting.answers[position - 1])
        form = [("key", uuid.uuid4().hex), ("client", client), ("sequence", str(sequence))]
        path = f"/attempts/{uuid.UUID(sitting.attempt)}/{position}/save/"
        ask(link, path, [*form, ("answer", "1"), *answer.form], 200, heard)
        time.sleep(PAUSE * (0.5 + chance.random()))
    return heard


def all_at_once(deeds: Iterable[Callable[[], Heard]]) -> Heard:
    """What they heard together, a thread each."""
    together, lock = Heard(), threading.Lock()

    def run(deed: Callable[[], Heard]) -> None:
        heard = deed()
        with lock:
            together.seconds += heard.seconds
            together.errors += heard.errors

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return together


def begin_at_once(learners: Sequence[Learner], port: int) -> Heard:
    gate = threading.Barrier(len(learners))

    def begin(learner: Learner) -> Heard:
        heard, link = Heard(), Link(port, learner.cookie)
        gate.wait()
        ask(link, "/storm/exam-1/quiz/start/", [], 302, heard)
        return heard

    return all_at_once(partial(begin, learner) for learner in learners)


def bare(file: Path, count: int) -> list[float]:
    """Seconds of writing so many of the run's saves again: the log's row and the answer's."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")
        connection.create_function("fresh", 0, lambda: uuid.uuid4().hex)
        names = [row[1] for row in connection.execute("PRAGMA table_info(quizzes_saved)")][1:]
        listed = ", ".join(names)
        again = listed.replace("key", "fresh()")
        rows = connection.execute(
            "SELECT saved.id, response_id FROM quizzes_saved saved ORDER BY saved.id LIMIT ?",
            [count],
        ).fetchall()
        taken = []
        for pk, response in rows:
            choices = connection.execute(
                "SELECT response_id, option_id, place FROM quizzes_choice WHERE response_id = ?",
                [response],
            ).fetchall()
            begun = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                f"INSERT INTO quizzes_saved ({listed}) SELECT {again} FROM quizzes_saved "
                "WHERE id = ?",
                [pk],
            )
            connection.execute("DELETE FROM quizzes_choice WHERE response_id = ?", [response])
            connection.executemany(
                "INSERT INTO quizzes_choice (response_id, option_id, place) VALUES (?, ?, ?)",
                choices,
            )
            connection.execute("COMMIT")
            taken.append(time.perf_counter() - begun)
    return taken


def table(saves: Heard, starts: Heard, alone: Sequence[float], *, load: float) -> str:
    def row(what: str, seconds: Sequence[float], errors: int) -> str:
        cuts = statistics.quantiles(seconds, n=100)
        milliseconds = " | ".join(f"{cuts[n - 1] * 1000:.1f}" for n in (50, 95, 99))
        return (
            f"| {what} | {len(seconds)} | {errors} | {milliseconds} | {cuts[98] / cuts[49]:.1f} |"
        )

    ratio = statistics.median(saves.seconds) / statistics.median(alone)
    return "\n".join(
        [
            "| what | how many | errors | median, ms | p95 | p99 | p99 / median |",
            "|---|---|---|---|---|---|---|",
            row("save", saves.seconds, saves.errors.total()),
            row("bare", alone, 0),
            row("start", starts.seconds, starts.errors.total()),
            "",
            f"A save takes {ratio:.1f} times as long as its bare rows. Load of the machine before, "
            f"over one minute: {load:.1f}.",
        ]
    )


def measure(folder: Path) -> tuple[str, bool]:
    """The table, and whether nothing failed."""
    load = os.getloadavg()[0]
    source = SqliteSource(folder, learners=STARTERS, exams=2, begun=1)
    database = source.copy()
    assert isinstance(database, Sqlite)
    learners = source.hall.learners
    site = Site(folder, url=database.url, server=source.hall.server)
    site.serve()
    try:
        until = time.monotonic() + SECONDS
        saves = all_at_once(
            partial(sit, one, site.port, until, seed)
            for seed, one in enumerate(learners[:LEARNERS])
        )
        starts = begin_at_once(learners, site.port)
        alone = bare(database.file, BARE)
    finally:
        site.kill()
    said = site.said.read_text("utf-8", "replace")
    locked = said.count("database is locked")
    lines = table(saves, starts, alone, load=load)
    errors = dict(saves.errors + starts.errors) or "none"
    lines += f'\nErrors: {errors}; "database is locked": {locked}.'
    return lines, not (saves.errors or starts.errors or locked)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as folder:
        made, well = measure(Path(folder))
    print(made)
    if "--write" in sys.argv:
        today = datetime.now(UTC).date()
        page = MEASUREMENTS / f"{today}-exam.md"
        before = (
            page.read_text("utf-8") if page.exists() else f"# An exam's load, {today}\n\n{METHOD}"
        )
        page.write_text(f"{before}\n## SQLite\n\n{made}\n", encoding="utf-8")
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
