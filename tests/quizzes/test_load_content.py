"""The command as somebody types it: PATHs, options, what it prints where, and how it ends."""

import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from content.models import Chapter, Course
from tests.books import CATALOGUE, ask, asked, chapter, rows, sea, write

pytestmark = pytest.mark.django_db
MANAGE = Path(settings.BASE_DIR) / "manage.py"


@dataclass(frozen=True)
class Run:
    """What a run printed, and its exit status."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.out)
        return found


def run(*arguments: object) -> Run:
    """The command in this process, on the test's database."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("load_content", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(ended.code or 0)
    return Run(status, out.getvalue(), err.getvalue())


def typed(*arguments: object, **environment: str) -> Run:
    """The command in a process of its own, without any database of ours."""
    done = subprocess.run(
        [sys.executable, str(MANAGE), "load_content", *map(str, arguments)],
        env={
            "PATH": os.environ["PATH"],
            "STUDYAPP_SECRET_KEY": "only for tests",
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sea(tmp_path / "sea")


def test_default_is_the_shipped_courses(settings: Settings, tmp_path: Path) -> None:
    write(
        tmp_path,
        {"land/course.toml": 'title = "Land"', "land/01-hills.md": "# Hills\n\nHigh.\n"},
    )
    sea(tmp_path / "sea")
    settings.COURSES_DIR = tmp_path
    assert run().status == 0
    assert set(Course.objects.values_list("slug", flat=True)) == {"land", "sea"}
    found = run("--json").json
    assert [c["path"] for c in found["chapters"]] == [
        "land/01-hills.md",
        "sea/chapters/01-boats.md",
        "sea/chapters/02-winds.md",
        "sea/chapters/03-tacking.md",
    ]


def test_path_is_a_course_folder(folder: Path) -> None:
    assert run(folder).status == 0
    assert Course.objects.get().title == "Ocean Sailing"
    assert Chapter.objects.count() == 3


def test_path_is_any_folder_read_at_every_depth(tmp_path: Path) -> None:
    root = write(
        tmp_path / "My notes",
        {"a/b/01-boats.md": chapter(1, "Boats", ask(1, "One?")), "02-winds.md": "# Winds\n\nx\n"},
    )
    assert run(root).status == 0
    course = Course.objects.get()
    assert (course.slug, course.title) == ("my-notes", "My notes")
    assert Chapter.objects.count() == 2


def test_path_is_one_file(folder: Path) -> None:
    assert run(folder / "chapters/02-winds.md").status == 0
    assert Course.objects.get().slug == "sea"
    assert Chapter.objects.get().slug == "winds"


def test_paths_may_be_several(tmp_path: Path) -> None:
    one = write(tmp_path / "one", {"01-boats.md": chapter(1, "Boats")})
    two = write(tmp_path / "two", {"02-winds.md": chapter(2, "Winds")})
    found = run(one, two / "02-winds.md", "--course", "sea", "--json").json
    assert [c["path"] for c in found["chapters"]] == ["01-boats.md", "02-winds.md"]
    assert Course.objects.get().slug == "sea"


def test_course_says_where_files_without_one_go(folder: Path, tmp_path: Path) -> None:
    run(folder)
    extra = write(tmp_path / "extra", {"07-rigs.md": chapter(7, "Rigs", ask(1, "Seven?"))})
    assert run(extra, "--course", "sea").status == 0
    course = Course.objects.get()
    assert (course.title, course.services.count()) == ("Ocean Sailing", 3)
    assert course.chapters.filter(slug="rigs").exists()


def test_course_names_a_course_folder_otherwise(folder: Path) -> None:
    run(folder, "--course", "ocean")
    assert Course.objects.get().slug == "ocean"


@pytest.mark.parametrize("slug", ["Not a slug", "../up", "", "x" * 51, "ä"])
def test_course_that_is_no_address_is_refused(folder: Path, slug: str) -> None:
    with pytest.raises(CommandError, match="cannot stand in an address"):
        run(folder, "--course", slug)
    assert not Course.objects.exists()


# JSON


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


def test_json_keeps_letters_of_every_script(tmp_path: Path) -> None:
    root = write(tmp_path / "море", {"01-лодки.md": chapter(1, "Лодки", ask(1, "Где?"))})
    done = typed(root, "--check", "--json")
    assert "Лодки" in done.out
    assert done.json["chapters"][0]["path"] == "01-лодки.md"


# Checking


def test_check_writes_nothing(folder: Path) -> None:
    run(folder)
    before = rows()
    write(folder, {"chapters/01-boats.md": chapter(1, "Other", ask(1, "New?"))})
    done = run(folder, "--check")
    assert done.status == 0
    assert "5 files: 3 chapters, 4 questions" in done.out
    assert rows() == before


def test_check_needs_no_database_and_leaves_no_file(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    done = typed(folder, "--check", STUDYAPP_DATA=str(data))
    assert (done.status, list(data.iterdir())) == (0, [])
    done = typed(folder, "--check", DATABASE_URL=f"sqlite:///{data}/none.sqlite3")
    assert (done.status, list(data.iterdir())) == (0, [])


def test_check_says_what_is_wrong_and_fails(folder: Path) -> None:
    write(folder, {"bank.md": "# More\n\n" + ask(1, "One?", key="Z") + ask(2, "Two?")})
    done = typed(folder, "--check")
    assert done.status == 1
    line = next(line for line in done.out.splitlines() if line.startswith("bank.md:"))
    assert line.startswith("bank.md:3 – question 1 rejected: the key names Z")
    assert "Traceback" not in done.err


# Ends


def test_what_is_refused_makes_it_fail_and_what_is_good_is_loaded(folder: Path) -> None:
    write(folder, {"chapters/01-boats.md": b"\x00", "bank.md": "# X\n\n" + ask(1, "One?", key="")})
    done = run(folder)
    assert done.status == 1
    assert "chapters/01-boats.md:1 – a NUL character – " in done.out
    assert asked() == {"Two?"}
    assert Chapter.objects.count() == 2


def test_warnings_alone_do_not_make_it_fail(folder: Path) -> None:
    write(folder, {"chapters/01-boats.md": chapter(1, "Boats", body="![x](none.png)")})
    done = run(folder)
    assert done.status == 0
    assert "chapters/01-boats.md:9 – there is no image “none.png” – " in done.out


def test_second_run_says_that_nothing_has_changed(folder: Path) -> None:
    assert "5 questions added" in run(folder).out
    done = run(folder)
    assert done == Run(0, "Nothing has changed in 5 files.\n", "")


def test_lost_file_is_told_of(folder: Path) -> None:
    run(folder)
    (folder / "chapters/01-boats.md").unlink()
    done = run(folder)
    assert "2 retired" in done.out
    assert "1 chapters retired" in done.out


@pytest.mark.parametrize("verbosity", ["0", "1"])
def test_progress_can_be_silenced(folder: Path, verbosity: str) -> None:
    done = run(folder, "--verbosity", verbosity)
    assert bool(done.err) == (verbosity == "1")


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("nowhere", "there is no such file or folder"),
        ("empty", "there is no Markdown file in it"),
        ("picture.png", "not a Markdown file"),
    ],
)
def test_path_that_leads_nowhere_is_one_line(tmp_path: Path, path: str, what: str) -> None:
    write(tmp_path, {"empty/notes.txt": "", "picture.png": ""})
    done = typed(tmp_path / path, "--json")
    assert done.status != 0
    assert done.out == ""
    assert len(done.err.strip().splitlines()) == 1
    assert what in done.err


@pytest.mark.parametrize(
    "url", ["sqlite:///{}/new.sqlite3", "postgres://nobody@127.0.0.1:1/nothing"]
)
def test_database_that_is_not_ready_is_one_line(folder: Path, tmp_path: Path, url: str) -> None:
    done = typed(folder, DATABASE_URL=url.format(tmp_path))
    assert done.status == 2
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert "the database does not answer" in done.err
    assert "manage.py migrate" in done.err


def test_course_toml_is_told_of_with_its_line(folder: Path) -> None:
    write(folder, {"course.toml": CATALOGUE.replace("minutes = 60", "minuets = 60")})
    done = typed(folder, "--check")
    assert done.status == 1
    assert "course.toml:9 – unknown key minuets – " in done.out


def test_path_that_leads_nowhere_ends_the_command(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="there is no such file or folder") as refused:
        run(tmp_path / "nowhere")
    assert refused.value.returncode != 0


def test_table_that_is_missing_is_said_as_a_migration_to_run(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE content_course RENAME TO content_voyage")
    with pytest.raises(CommandError, match=r"manage\.py migrate") as refused:
        run(folder)
    assert refused.value.returncode == 2
