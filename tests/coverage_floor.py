"""Coverage of loading, grading and attempts: `python -m tests.coverage_floor` fails under 95 %.

Reads the .coverage file of the last run. Lines and branches together, and branches alone, must
both reach the floor, in each of the three. tests/conftest.py traces the tests that are measured.
"""

import json
import sys
import tempfile
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
from coverage import Coverage

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 95.0
PARTS = {
    "loading": [
        "content/*",
        "quizzes/formats/*",
        "quizzes/files.py",
        "quizzes/loading.py",
        "quizzes/sync.py",
        "quizzes/tagging.py",
    ],
    "grading": ["quizzes/grading.py", "quizzes/closing.py"],
    "attempts": ["quizzes/attempts.py", "quizzes/saving.py", "quizzes/tallies.py"],
}
# The book's pages take no part in loading it.
OMITTED = [
    f"content/{name}.py"
    for name in ("admin", "apps", "kept", "models", "pages", "reading", "requests", "urls", "views")
]
OMITTED += ["*/migrations/*"]
# The tests that must reach the floor by themselves; what else the suite runs is not counted.
MEASURED = [
    "tests/content/*",
    "tests/quizzes/formats/*",
    "tests/quizzes/test_attempt*",
    "tests/quizzes/test_beside.py",
    "tests/quizzes/test_closing.py",
    "tests/quizzes/test_custom*",
    "tests/quizzes/test_exam_page*",
    "tests/quizzes/test_files.py",
    "tests/quizzes/test_grading.py",
    "tests/quizzes/test_load*",
    "tests/quizzes/test_placed_answers.py",
    "tests/quizzes/test_registering.py",
    "tests/quizzes/test_reloading.py",
    "tests/quizzes/test_saving.py",
    "tests/quizzes/test_shown*",
    "tests/quizzes/test_sync*",
    "tests/quizzes/test_tagging.py",
    "tests/quizzes/test_tallies.py",
]
# Of those, what reaches nothing that the others do not, and would take most of the time.
UNMEASURED = [
    "tests/content/test_gfm.py",
    "tests/content/test_views.py",
    "tests/quizzes/formats/test_bad_files.py",
    "tests/quizzes/formats/test_*metamorphic.py",
    "tests/quizzes/formats/test_markdown_variants.py",
    "tests/quizzes/formats/test_text_robust.py",
    "tests/quizzes/test_load_content*",
    "tests/quizzes/test_loading_at_once.py",
]


@dataclass(frozen=True, slots=True)
class Covered:
    """Shares in percent; a part without branches has all of them."""

    whole: float
    branches: float

    def is_enough(self) -> bool:
        return self.whole >= FLOOR and self.branches >= FLOOR


def is_measured(test: pytest.Item) -> bool:
    """Whether the test counts: one of loading, grading or attempts, and the same in every run."""
    function = getattr(test, "obj", None)
    if getattr(function, "is_hypothesis_test", False):
        return False
    path = test.path.relative_to(ROOT).as_posix()
    return matches(path, MEASURED) and not matches(path, UNMEASURED)


def matches(path: str, patterns: list[str]) -> bool:
    return any(fnmatch(path, pattern) for pattern in patterns)


def measure(coverage: Coverage, include: list[str]) -> Covered:
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        coverage.json_report(include=include, omit=OMITTED, outfile=report.name)
        totals = json.loads(Path(report.name).read_text("utf-8"))["totals"]
    every = totals["num_branches"]
    branches = 100.0 * totals["covered_branches"] / every if every else 100.0
    return Covered(whole=totals["percent_covered"], branches=branches)


def main() -> int:
    coverage = Coverage()
    coverage.load()
    short = False
    for part, include in PARTS.items():
        if gone := [pattern for pattern in include if not any(ROOT.glob(pattern))]:
            print(f"{part}: nothing is called {gone[0]}; the list in {__file__} is out of date")
            return 1
        covered = measure(coverage, include)
        short = short or not covered.is_enough()
        print(f"{part}: {covered.whole:.1f} %, of branches {covered.branches:.1f} %")
        if not covered.is_enough():
            coverage.report(include=include, omit=OMITTED, show_missing=True)
    if short:
        print(f"Under the floor of {FLOOR:.0f} %")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
