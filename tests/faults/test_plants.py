from pathlib import Path

import pytest

from tests.faults.plants import NORMAL, PLANTS, Find, Plant, edit, plant
from tests.faults.site import ROOT


@pytest.mark.parametrize("bug", [*PLANTS, NORMAL], ids=lambda bug: bug.name)
def test_each_bug_can_still_be_planted(bug: Plant) -> None:
    for file, old, new in bug.edits:
        assert (ROOT / file).read_text("utf-8").count(old) == 1, f"{file} no longer has {old!r}"
        assert old != new
    assert bug.edits or bug.drop


def test_there_are_enough_of_them() -> None:
    assert len({bug.name for bug in PLANTS}) == len(PLANTS) >= 10


def test_a_bug_is_planted_in_a_copy(tmp_path: Path) -> None:
    bug = Plant("none", edit("studyapp/wsgi.py", "import os\n", "import os  # planted\n"))
    plant(bug, tmp_path)
    assert "# planted" in (tmp_path / "studyapp" / "wsgi.py").read_text("utf-8")
    assert "# planted" not in (ROOT / "studyapp" / "wsgi.py").read_text("utf-8")
    assert (tmp_path / "manage.py").resolve() == ROOT / "manage.py"
    assert (tmp_path / "studyapp").resolve() == tmp_path / "studyapp"


def test_code_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none: studyapp/wsgi\.py has 0 times 'no such line'"):
        plant(Plant("none", edit("studyapp/wsgi.py", "no such line", "")), tmp_path)


@pytest.mark.parametrize(
    ("wrong", "row"),
    [
        ([], "| bug | sqlite | storm | **missed** |"),
        (["a | b", "c"], "| bug | sqlite | storm | a / b (2 in all) |"),
    ],
)
def test_a_find_is_a_row(wrong: list[str], row: str) -> None:
    assert Find("bug", "sqlite", "storm", wrong).row == row
