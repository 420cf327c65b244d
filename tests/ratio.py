"""Lines of tests to lines of code: `python -m tests.ratio` fails under 1.2."""

import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOOR = 1.2
CODE = ("content", "quizzes", "studyapp")


def count(paths: Iterable[Path]) -> int:
    """Lines that are neither blank nor only a comment."""
    lines = (line.strip() for path in paths for line in path.read_text("utf-8").splitlines())
    return sum(1 for line in lines if line and not line.startswith("#"))


def measure(root: Path) -> tuple[int, int]:
    """Lines of tests and of code under a root, migrations left out."""
    code = [path for name in CODE for path in (root / name).rglob("*.py")]
    tests = (root / "tests").rglob("*.py")
    return count(tests), count(path for path in code if "migrations" not in path.parts)


def main() -> int:
    tests, code = measure(ROOT)
    print(f"{tests} lines of tests to {code} of code: {tests / code:.2f} (floor {FLOOR})")
    return 0 if tests >= FLOOR * code else 1


if __name__ == "__main__":
    sys.exit(main())
