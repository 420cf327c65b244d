"""The reader against two real chapters, which stand beside the checkout and not in it."""

from pathlib import Path

import pytest

from quizzes.drafts import Status
from quizzes.formats.markdown import read

CORPUS = Path(__file__).parents[4] / "shared" / "corpus"


def quiz_section(text: str) -> tuple[str, int]:
    """What stands below the quiz heading of a chapter, and the number of its first line."""
    lines = text.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("## Quiz")) + 1
    end = next(i for i in range(start, len(lines)) if lines[i].startswith("## "))
    return "\n".join(lines[start:end]), start + 1


@pytest.mark.parametrize(
    ("pattern", "keys", "first_line"),
    [("Chapter-05-*.md", "CBDBCC", 451), ("chapter-09-*.md", "BBBBCC", 439)],
)
def test_real_chapter_gives_its_six_questions(pattern: str, keys: str, first_line: int) -> None:
    files = sorted(CORPUS.glob(pattern))
    if not files:
        pytest.skip(f"no {pattern} in {CORPUS}: the reference chapters are not part of the project")
    text, start = quiz_section(files[0].read_text(encoding="utf-8"))
    reports = read(text, path=files[0].name, first_line=start)
    assert [report.key for report in reports] == [(letter,) for letter in keys]
    assert [report.options for report in reports] == [4] * 6
    assert [report.number for report in reports] == list("123456")
    assert all(report.status is not Status.REJECTED for report in reports)
    assert all(report.draft and report.draft.explanation for report in reports)
    assert reports[0].line == first_line
