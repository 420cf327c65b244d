"""Coverage of loading, grading and attempts: `python -m tests.coverage_floor` fails under 95 %.

Reads the .coverage file of the last run. Lines and branches together, and branches alone, must
both reach the floor, in each of the three.
"""

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage

FLOOR = 95.0
PARTS = {
    "loading": [
        "content/lists.py",
        "content/reader.py",
        "content/rendering.py",
        "content/sync.py",
        "quizzes/formats/*",
        "quizzes/sync.py",
    ],
    "grading": ["quizzes/grading.py"],
    "attempts": ["quizzes/attempts.py"],
}


@dataclass(frozen=True, slots=True)
class Covered:
    """Shares in percent; a part without branches has all of them."""

    whole: float
    branches: float

    def is_enough(self) -> bool:
        return self.whole >= FLOOR and self.branches >= FLOOR


def measure(coverage: Coverage, include: list[str]) -> Covered:
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        coverage.json_report(include=include, outfile=report.name)
        totals = json.loads(Path(report.name).read_text("utf-8"))["totals"]
    every = totals["num_branches"]
    branches = 100.0 * totals["covered_branches"] / every if every else 100.0
    return Covered(whole=totals["percent_covered"], branches=branches)


def main() -> int:
    coverage = Coverage()
    coverage.load()
    short = False
    for part, include in PARTS.items():
        covered = measure(coverage, include)
        short = short or not covered.is_enough()
        print(f"{part}: {covered.whole:.1f} %, of branches {covered.branches:.1f} %")
        if not covered.is_enough():
            coverage.report(include=include, show_missing=True)
    if short:
        print(f"Under the floor of {FLOOR:.0f} %")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
