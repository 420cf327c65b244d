"""Bugs that are planted, each in a copy of the product, to prove that a storm would find them."""

import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from tests.faults.databases import Database, Source
from tests.faults.nemesis import Fault
from tests.faults.site import ROOT, environment
from tests.faults.storm import Plan, brew

CODE = ("content", "quizzes", "studyapp")
FORWARD, KILL, AWAY = Fault.FORWARD, Fault.KILL, Fault.AWAY
PLAN = Plan(acknowledgements=220, kills=0, learners=6, exams=8, saves=14)
ROUNDS = 12
ANY = ("sqlite", "postgresql")
POSTGRESQL = ("postgresql",)
TALLY = "    tallies.add(attempt.user_id, fresh, now=now)\n"
SAVE = "receipt = saving.take(user_id, attempt, position=position, save=save, now=now)"


@dataclass(frozen=True, slots=True)
class Plant:
    """A bug: pieces of code, each with what is put in its place, and what the database loses.

    faults: what the storm over it does. rounds: instead of a storm, many submit and start at once.
    """

    name: str
    edits: tuple[tuple[str, str, str], ...] = ()
    drop: str = ""
    on: tuple[str, ...] = ANY
    faults: tuple[Fault, ...] = (Fault.BACK,)
    rounds: bool = False


def edit(file: str, old: str, new: str) -> tuple[tuple[str, str, str], ...]:
    return ((file, old, new),)


CLOSING, SAVING, VIEWS = "quizzes/closing.py", "quizzes/saving.py", "quizzes/exam_views.py"
NO_LOCK = edit("quizzes/rows.py", 'return f" {clause}" if', 'return "" if')
NO_CHECK = edit(CLOSING, "    if not attempt.is_open:\n        return attempt, False\n", "")
PLANTS = (
    Plant("attempts are not locked", NO_LOCK, on=POSTGRESQL, rounds=True),
    Plant(
        "two attempts may be open",
        drop="DROP INDEX one_open_attempt_a_quiz",
        on=POSTGRESQL,
        rounds=True,
    ),
    Plant("what is closed is graded again", NO_CHECK),
    Plant("what is closed is graded again, in rounds", NO_CHECK, rounds=True),
    Plant(
        "no key is unique",
        edit(SAVING, "    ON CONFLICT (attempt_id, key) DO NOTHING\n", ""),
        drop="ALTER TABLE quizzes_saved DROP CONSTRAINT saved_once",
        on=POSTGRESQL,
    ),
    Plant(
        "a save sent again is done again",
        edit(
            SAVING,
            "return Receipt(_outcome_of(response, save.key), ends_at)",
            "logged = Outcome.KEPT",
        ),
    ),
    Plant(
        "sequences are ignored",
        edit(SAVING, "newer.sequence > %s)", "newer.sequence - %s > 1e12)"),
    ),
    Plant(
        "late saves count",
        edit(SAVING, "if logged is Outcome.KEPT:", "if logged is not Outcome.OVERTAKEN:"),
    ),
    Plant(
        "nothing is late",
        edit(
            SAVING,
            "late = not response.attempt.is_open or is_past_grace(response.attempt, now)",
            "late = False",
        ),
    ),
    Plant(
        "the browser's clock decides",
        edit(
            VIEWS,
            SAVE,
            "now = timezone.datetime.fromtimestamp(float(request.POST['at']), now.tzinfo)\n"
            f"        {SAVE}",
        ),
        faults=(FORWARD,),
    ),
    Plant(
        "four hours of grace",
        edit("quizzes/deadlines.py", "GRACE = timedelta(seconds=10)", "GRACE = timedelta(hours=4)"),
        faults=(FORWARD,),
    ),
    Plant(
        "an exam ends when it is closed",
        edit(CLOSING, "now if in_time else attempt.deadline_at", "now"),
        faults=(FORWARD,),
    ),
    Plant(
        "acknowledged before it is stored",
        edit(
            VIEWS,
            SAVE,
            "import threading\n"
            "        threading.Timer(0.5, lambda: saving.take(user_id, attempt, position=position,"
            " save=save, now=now)).start()\n"
            "        receipt = Receipt(Outcome.KEPT, now)",
        ),
        faults=(KILL, KILL),
    ),
    Plant("answers are counted twice", edit(CLOSING, TALLY, TALLY * 2)),
    Plant(
        "no answer is a right one",
        edit(
            CLOSING,
            "grade(keys[row.version_id], row.given, partial=partial)",
            "(grade(keys[row.version_id], row.given, partial=partial) if row.given else 1)",
        ),
    ),
    Plant(
        "unscored questions count",
        edit(
            "quizzes/regrades.py", "for each in standings if each.counts]", "for each in standings]"
        ),
    ),
    Plant(
        "a database that is away is a bare 500",
        edit("studyapp/faults.py", "isinstance(sys.exc_info()[1], Op", "isinstance(0, Op"),
        on=POSTGRESQL,
        faults=(AWAY, AWAY),
    ),
)


NORMAL = Plant(
    "a commit waits for no disk",
    edit("studyapp/databases.py", "synchronous=FULL", "synchronous=NORMAL"),
)
"""Found by power cuts alone."""


@dataclass(frozen=True, slots=True)
class Find:
    """What was found of a planted bug on one kind of database; nothing: it was missed."""

    plant: str
    vendor: str
    by: str
    wrong: list[str]

    @property
    def row(self) -> str:
        """As a row of a table."""
        said = f"{self.wrong[0][:100]} ({len(self.wrong)} in all)" if self.wrong else "**missed**"
        return f"| {self.plant} | {self.vendor} | {self.by} | {said.replace('|', '/')} |"


def plant(bug: Plant, tree: Path) -> None:
    """Make the tree a copy of the product with this bug.

    Raises ValueError where its code is gone."""
    for entry in ROOT.iterdir():
        if entry.name in CODE:
            shutil.copytree(entry, tree / entry.name, ignore=shutil.ignore_patterns("__pycache__"))
        elif not entry.name.startswith(".") and entry.name != "data":
            (tree / entry.name).symlink_to(entry)
    for file, old, new in bug.edits:
        path = tree / file
        before = path.read_text("utf-8")
        if before.count(old) != 1:
            raise ValueError(f"{bug.name}: {file} has {before.count(old)} times {old!r}")
        path.write_text(before.replace(old, new), encoding="utf-8")


def look_for(bug: Plant, source: Source, folder: Path, *, seed: int) -> Find:
    """Plant it, and storm over it or play rounds on it."""
    tree = folder / "tree"
    tree.mkdir(parents=True)
    plant(bug, tree)
    if bug.rounds:
        database = source.copy(drop=bug.drop)
        wrong = _play(database, tree, folder)
    else:
        plan = replace(PLAN, faults=bug.faults)
        wrong = brew(source, plan, folder, seed=seed, tree=tree, drop=bug.drop).wrong
    return Find(bug.name, source.vendor, "rounds" if bug.rounds else "storm", wrong)


def _play(database: Database, tree: Path, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.rounds", str(ROUNDS)],
        cwd=tree,
        env=environment(folder, database.url, tree=tree),
        capture_output=True,
        text=True,
    )
    if done.returncode == 0:
        return []
    lines = done.stdout.splitlines()
    if not lines:
        raise RuntimeError(done.stderr[-2000:])
    return lines[:-1]
