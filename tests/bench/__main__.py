"""`make bench`: the in-process CPU of each page against W, on SQLite and on PostgreSQL; with
--write the figures go into docs/measurements as well, under today's date.

Each view is called through its WSGI handler, without a server, all in turn; the figure is the
minimum over rounds of a batch's mean, as a ratio to W in the same round's company."""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

MEASUREMENTS = Path(__file__).resolve().parents[2] / "docs" / "measurements"
METHOD = """Each view is called through its WSGI handler, without a server, all in turn on one
database; the figure is the minimum over 36 rounds of a batch of 4 requests' mean CPU time, as a
ratio to **W**: a signed-in page of 43 kB from memory behind Django's stock middleware (session and
user read, 2 queries). The budgets are those that the project was given. Absolute times are noisy
where this was measured; ratios of one run are what to compare.

"Quiz page" is the one before a quiz, with ten attempts behind it; "question" one of six with its
navigator. The same pages are asked for again and again, so the parts that `drawn` keeps are found,
and so is a guest's compressed page. "Undrawn" is the page where this process has drawn no part of
any page before: the dearest that it can be, as most parts are shared by all learners.
"""


def main() -> int:
    if "--inside" in sys.argv:
        from tests.bench import measure

        measure.main()
        return 0
    figures = []
    inside = [sys.executable, "-m", "tests.bench", "--inside"]
    for beside in ([], [sys.executable, "-m", "tests.postgres", "--"]):
        with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as data:
            own = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
            done = subprocess.run(
                [*beside, *inside],
                env={**own, "STUDYAPP_DATA": str(Path(data))},
                stdout=subprocess.PIPE,
                text=True,
                check=False,
            )
        print(done.stdout, flush=True)
        if done.returncode:
            return done.returncode
        figures.append(done.stdout.strip())
    if "--write" in sys.argv:
        write(figures)
    return 0


def write(figures: list[str]) -> None:
    """The tables of one run as a dated page."""
    MEASUREMENTS.mkdir(parents=True, exist_ok=True)
    today = datetime.now(UTC).date()
    page = f"# What the pages cost, {today}\n\n{METHOD}\n" + "\n\n".join(figures) + "\n"
    (MEASUREMENTS / f"{today}-pages.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
