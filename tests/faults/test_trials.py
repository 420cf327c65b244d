"""What a trial says is kept, also where it breaks off."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.__main__ import write
from tests.faults.trials import ALL, TRIALS, Failed, told


def lines(fault: Exception | None) -> Iterator[str]:
    yield "- first"
    if fault is not None:
        raise fault
    yield "- second"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (None, ["- first", "- second"]),
        (Failed(), ["- first"]),
        (
            RuntimeError("many\nlines\nno site\n"),
            ["- first", "- sqlite: broke off: RuntimeError: no site"],
        ),
        (OSError(), ["- first", "- sqlite: broke off: OSError: "]),
    ],
    ids=["well", "failed", "fault", "wordless"],
)
def test_lines_are_told_as_they_come(
    fault: Exception | None, said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert told("sqlite", lines(fault)) is (fault is None)
    assert capsys.readouterr().out.splitlines() == said


def test_parts_are_added_to_the_page(tmp_path: Path) -> None:
    write(["- one"], TRIALS["long"], seed=1, folder=tmp_path)
    write(["- two"], replace(TRIALS["cuts"], title="cuts"), seed=2, folder=tmp_path)
    (page,) = tmp_path.glob("*-storm.md")
    text = page.read_text("utf-8")
    assert text.startswith("# What storms did, ")
    assert text.endswith("\n## Long storm, seed 1\n\n- one\n\n## Cuts, seed 2\n\n- two\n")


def test_make_storm_plays_all_but_the_short_one() -> None:
    assert {*ALL, "short"} == set(TRIALS)
