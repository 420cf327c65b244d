"""What keeps the command from its work is one line and a status."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection

from tests.books import CATALOGUE, write
from tests.quizzes.commanding import run, typed

pytestmark = pytest.mark.django_db


@pytest.mark.words
@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("nowhere", "there is no such file or folder"),
        ("empty", "there is no Markdown file and no bank in it"),
        ("picture.png", "not a file of a known format"),
    ],
)
def test_path_that_leads_nowhere_is_one_line(tmp_path: Path, path: str, what: str) -> None:
    write(tmp_path, {"empty/notes.pdf": "", "picture.png": ""})
    done = typed(tmp_path / path, "--json")
    assert done.status != 0
    assert done.out == ""
    assert len(done.err.strip().splitlines()) == 1
    assert what in done.err


@pytest.mark.words
@pytest.mark.parametrize(
    "url", ["sqlite:///{}/new.sqlite3", "postgres://nobody@127.0.0.1:1/nothing"]
)
def test_database_that_is_not_ready_is_one_line(folder: Path, tmp_path: Path, url: str) -> None:
    done = typed(folder, DATABASE_URL=url.format(tmp_path))
    assert done.status == 2
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert "the database does not answer" in done.err
    assert "manage.py migrate" in done.err


@pytest.mark.words
def test_path_that_leads_nowhere_keeps_no_other_from_being_loaded(folder: Path) -> None:
    paths = (folder / "nowhere", folder, folder / "nothing")
    done = typed(*paths, "--check", "--json", "--verbosity", "0")
    assert done.status == 1
    assert [line.split(" – ")[1] for line in done.err.splitlines()] == [
        "there is no such file or folder"
    ] * 2
    assert json.loads(done.out)["totals"]["files"]


@pytest.mark.words
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


@pytest.mark.words
def test_setting_that_leads_nowhere_is_named_with_status_2(tmp_path: Path) -> None:
    done = typed(STUDYAPP_COURSES=str(tmp_path / "nowhere"))
    assert (done.status, done.out) == (2, "")
    assert len(done.err.strip().splitlines()) == 1, done.err
    assert "STUDYAPP_COURSES: " in done.err
    assert "nowhere – there is no such file or folder – check the path" in done.err


@pytest.mark.words
def test_setting_whose_courses_clash_is_the_courses_fault(tmp_path: Path) -> None:
    write(tmp_path, {"The Sea/course.toml": CATALOGUE, "the-sea/course.toml": CATALOGUE})
    done = typed(STUDYAPP_COURSES=str(tmp_path))
    assert done.status == 1
    assert "its address “the-sea” is also that of" in done.err
