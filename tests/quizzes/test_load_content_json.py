"""The command's report for programs."""

from pathlib import Path

import pytest

from tests.books import ask, chapter, write
from tests.quizzes.commanding import run, typed

pytestmark = pytest.mark.django_db


def test_json_has_exactly_the_promised_keys(folder: Path) -> None:
    write(
        folder,
        {
            "chapters/01-boats.md": chapter(
                1,
                "Boats",
                ask("7", "Which?", key="B"),
                ask(8, "Which two? (Choose two)", key="A, C"),
                ask(9, "No key?", key=""),
            )
        },
    )
    done = run(folder, "--json")
    assert done.status == 1
    found = done.json
    boats = found["chapters"][0]
    assert boats == {
        "path": "chapters/01-boats.md",
        "number": 1,
        "title": "Boats",
        "sections": 4,
        "questions": 2,
    }
    first, second, third = [q for q in found["questions"] if q["path"] == boats["path"]]
    assert set(first) == {
        "path", "line", "number", "status", "kind", "options", "key", "reasons"
    }  # fmt: skip
    assert (first["number"], first["status"], first["kind"]) == ("7", "imported", "single")
    assert (first["options"], first["key"], first["reasons"]) == (3, ["B"], [])
    assert (second["kind"], second["key"]) == ("multiple", ["A", "C"])
    assert (third["status"], third["key"]) == ("rejected", [])
    assert third["reasons"]
    lines = (folder / boats["path"]).read_text().splitlines()
    assert [lines[q["line"] - 1] for q in (first, second, third)] == [
        "### Question 7",
        "### Question 8",
        "### Question 9",
    ]
    assert found["totals"] == {
        "files": 5,
        "unchanged": 0,
        "chapters": 3,
        "questions": 6,
        "imported": 5,
        "warning": 0,
        "rejected": 1,
        "problems": 0,
    }


def test_json_has_the_letters_as_written_and_by_place_where_there_are_none(tmp_path: Path) -> None:
    own = "### Question 1\n\nWhich?\n\nE) this\nG) that\n\n**Correct Answer: G**\n\n"
    ticked = "### Question 2\n\nWhich?\n\n- [ ] this\n- [x] that\n\n"
    file = write(tmp_path, {"bank.md": own + ticked}) / "bank.md"
    assert [q["key"] for q in run(file, "--json", "--check").json["questions"]] == [["G"], ["B"]]


@pytest.mark.words
def test_json_stands_alone_on_stdout_and_progress_on_stderr(folder: Path) -> None:
    done = typed(folder, "--check", "--json")
    assert done.status == 0, done.err
    assert len(done.json["chapters"]) == 3
    assert "chapters/01-boats.md (3 of 5)" in done.err


def test_json_is_the_same_whether_the_files_are_new_or_not(folder: Path) -> None:
    first, second = run(folder, "--json").json, run(folder, "--json").json
    assert second["totals"].pop("unchanged") == 5
    first["totals"].pop("unchanged")
    assert first == second


@pytest.mark.words
def test_json_keeps_letters_of_every_script(tmp_path: Path) -> None:
    root = write(tmp_path / "море", {"01-лодки.md": chapter(1, "Лодки", ask(1, "Где?"))})
    done = typed(root, "--check", "--json")
    assert "Лодки" in done.out
    assert done.json["chapters"][0]["path"] == "01-лодки.md"


# Checking
