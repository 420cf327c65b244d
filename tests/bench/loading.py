"""`make bench-load`: the CPU of loading beside what Python-Markdown takes to render the same text.

Both are measured in one process, in turn; --write puts the table into docs/measurements."""

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
MEASUREMENTS = ROOT / "docs" / "measurements"
CHAPTERS = ROOT / "content" / "courses" / "clf-c02" / "chapters"
SIZES = (1_000, 10_000, 50_000)
ROUNDS = 5
BUDGETS = {"chapter": 1.25, "bank": 3.0, "unchanged": 0.01}
METHOD = """The yardstick is the CPU that Python-Markdown takes to render the same text in one go,
with the extensions that the site uses. Beside it stands `load_content`, called in the same process
in turn with it: the figure is the least of five rounds, or of one round for what takes seconds.
A question of a bank has a comment with tags, three options, two keys, an explanation and
rationales. A chapter is checked by itself; in its course, `course.toml` and the register of facts
are read too, some 0.02 s a command, however many chapters it is for. Ratios of one run are what to
compare; absolute times are those of a noisy machine.
"""
QUESTION = """\
### Question {i}
<!-- id: q-{i} -->
Which boat of number {i} floats? (Select TWO)

A) this {i}
B) that `code`
C) another one

**Correct Answers: A, B**

**Explanation:** It is *this* and that.

- **A)** yes, it does
- **B)** indeed
- **C)** no

"""


def cpu(deed: Callable[[], object], rounds: int = 1) -> float:
    """The least CPU time of a deed, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        deed()
        times.append(time.process_time() - start)
    return min(times)


def load(path: Path, *flags: str) -> None:
    from django.core.management import call_command

    try:
        call_command("load_content", str(path), *flags, stdout=io.StringIO(), stderr=io.StringIO())
    except SystemExit as end:
        if end.code:
            raise


def render(text: str) -> str:
    from content.dialect import convert
    from content.elements import Options

    return convert(text, Options())


def measure(folder: Path) -> list[tuple[str, float, float, float | None]]:
    """Rows of what was done, seconds of rendering, seconds of the deed, and the budget's ratio."""
    rows: list[tuple[str, float, float, float | None]] = []
    for chapter in sorted(CHAPTERS.glob("*.md")):
        text = chapter.read_text("utf-8")
        plain = cpu(partial(render, text), ROUNDS)
        alone = folder / chapter.name
        shutil.copy(chapter, alone)
        check = cpu(partial(load, alone, "--check"), ROUNDS)
        rows.append((f"chapter {chapter.name}, --check", plain, check, BUDGETS["chapter"]))
        within = cpu(partial(load, chapter, "--check"), ROUNDS)
        rows.append(("the same in its course", plain, within, None))
    for size in SIZES:
        text = "# Boats\n\n" + "".join(QUESTION.format(i=i) for i in range(size))
        bank = folder / f"bank-{size}.md"
        bank.write_text(text, encoding="utf-8")
        plain = cpu(partial(render, text))
        check = cpu(partial(load, bank, "--check"))
        rows.append((f"bank of {size:,} questions, --check", plain, check, BUDGETS["bank"]))
        if size == SIZES[1]:
            first = cpu(partial(load, bank))
            again = cpu(partial(load, bank), ROUNDS)
            rows.append(("the same loaded for the first time", plain, first, None))
            rows.append(("the same loaded again, unchanged", plain, again, BUDGETS["unchanged"]))
    return rows


def table(rows: list[tuple[str, float, float, float | None]]) -> str:
    lines = ["| what | rendering, s | loading, s | ratio | at most |", "|---|---|---|---|---|"]
    for what, plain, took, budget in rows:
        most = "" if budget is None else f"{budget:g}"
        lines.append(f"| {what} | {plain:.3f} | {took:.3f} | {took / plain:.3f} | {most} |")
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="studyapp-bench-") as data:
        os.environ["STUDYAPP_DATA"] = data
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "studyapp.settings")
        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        folder = Path(data) / "boats"
        folder.mkdir()
        rows = measure(folder)
    print(table(rows))
    if "--write" in sys.argv:
        today = datetime.now(UTC).date()
        page = f"# What loading costs, {today}\n\n{METHOD}\n{table(rows)}\n"
        (MEASUREMENTS / f"{today}-loading.md").write_text(page, encoding="utf-8")
    return int(any(budget is not None and took > budget * plain for _, plain, took, budget in rows))


if __name__ == "__main__":
    sys.exit(main())
