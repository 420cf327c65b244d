"""What a load refuses: files, catalogues, names, what may not be read; what is good loads."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from content.models import Course
from content.sources import MAX_BYTES
from quizzes.loading import RESERVED
from tests.books import (
    ask,
    asked,
    chapter,
    check,
    live,
    load_into,
    rows,
    said,
    write,
)

pytestmark = pytest.mark.django_db
# What any load of any file writes beside the file's own rows.
MARKS = ("content_course", "content_sourcefile")


BROKEN = {
    "encoding": b"# Boats\n\ncaf\xe9\n",
    "nul": b"# Boats\n\n\x00\n",
    "empty": b"",
    "blank": b" \n\n",
    "large": b"x" * (MAX_BYTES + 1),
    "half a BOM": b"\xff\xfex",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_leaves_what_was_there_and_the_others_load(
    folder: Path, content: bytes
) -> None:
    load_into(folder)
    before = rows(without=MARKS)
    write(folder, {"chapters/01-boats.md": content})
    report = load_into(folder)
    assert report.failed
    assert said(report).startswith("chapters/01-boats.md")
    assert rows(without=MARKS) == before
    write(folder, {"chapters/02-winds.md": chapter(2, "Winds", ask(1, "Two, new?"))})
    report = load_into(folder)
    assert report.failed, "it is said again"
    assert "Two, new?" in asked()
    assert {"One?", "A ketch?"} < asked()


def test_broken_file_brings_nothing_where_nothing_was(tmp_path: Path) -> None:
    write(tmp_path / "notes", {"01-boats.md": b"\x00", "README.md": "# About\n"})
    assert load_into(tmp_path / "notes").failed
    assert not Course.objects.exists()


def test_refused_question_keeps_its_older_words(folder: Path) -> None:
    load_into(folder)
    before = rows()
    write(
        folder,
        {"chapters/01-boats.md": chapter(1, "Boats", ask(1, "One?", key="Z"), ask(2, "A ketch?"))},
    )
    report = load_into(folder)
    assert report.failed
    assert "chapters/01-boats.md:" in said(report)
    after = rows()
    for table in ("quizzes_questionversion", "quizzes_option", "content_section"):
        assert after[table] == before[table]
    assert load_into(folder).failed, "it is said again"


@pytest.mark.parametrize(
    "toml",
    ["title = ", 'title = "Sea"\nunknown = 1\n', "", "\x00", 'title = "Sea"\n[exam]\nq = 1\n'],
)
def test_broken_catalogue_leaves_its_course_and_other_courses_load(
    tmp_path: Path, folder: Path, toml: str
) -> None:
    load_into(tmp_path)
    before = rows()
    write(folder, {"course.toml": toml, "chapters/01-boats.md": chapter(1, "New")})
    report = load_into(tmp_path)
    assert report.failed
    assert said(report).startswith("sea/course.toml")
    assert rows() == before
    write(tmp_path, {"land/course.toml": 'title = "Land"', "land/01.md": "# Hills\n\nHigh.\n"})
    assert load_into(tmp_path).failed
    assert Course.objects.get(slug="land").chapters.count() == 1


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_course_cannot_take_an_address_of_the_site(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, {"01-boats.md": chapter(1, "Boats")})
    report = load_into(tmp_path / name)
    assert said(report).startswith(f"course.toml – “{name}” is an address of the site itself – ")
    assert not Course.objects.exists()
    assert not load_into(tmp_path / name, course="sea").failed


def test_every_fixed_address_of_the_site_is_reserved() -> None:
    routes = get_resolver().url_patterns
    first = {str(pattern.pattern).split("/")[0] for pattern in routes}
    fixed = {part for part in first if part and "<" not in part}
    assert fixed <= RESERVED
    assert settings.STATIC_URL.strip("/") in RESERVED


def test_name_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path / "sea", {"01-boats.md": chapter(1, "Boats")})
    try:
        (root / os.fsdecode(b"02-caf\xe9.md")).write_text("# Winds\n\nBlow.\n")
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    report = load_into(root)
    assert "the file's name is not UTF-8" in said(report)
    said(report).encode()
    assert live() == {"boats"}


def test_path_longer_than_its_column_is_refused(tmp_path: Path) -> None:
    deep = "/".join(["x" * 200] * 3)
    write(tmp_path / "sea", {"01-boats.md": chapter(1, "Boats"), f"{deep}/02.md": "# Winds\n"})
    report = load_into(tmp_path / "sea")
    assert "more than 500 characters" in said(report)
    assert live() == {"boats"}


@contextmanager
def powerless() -> Iterator[None]:
    """As somebody for whom a file's permissions count."""
    was = os.geteuid()
    connection.ensure_connection()
    if was == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(was)


@pytest.fixture
def open_folder(folder: Path) -> Iterator[Path]:
    """The course in a folder that everyone may enter."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield folder.rename(Path(name) / "sea")


def test_file_that_may_not_be_read_keeps_what_it_brought(open_folder: Path) -> None:
    load_into(open_folder)
    before = rows()
    (open_folder / "chapters/01-boats.md").chmod(0)
    with powerless():
        report = load_into(open_folder)
    assert report.failed
    told = "chapters/01-boats.md – the file cannot be read (Permission denied)"
    assert said(report).startswith(told)
    assert rows() == before


def test_picture_that_may_not_be_read_is_told_of(open_folder: Path) -> None:
    (open_folder / "images/rose.png").chmod(0)
    with powerless():
        report = check(open_folder)
    assert "there is no image “../images/rose.png”" in said(report)


def test_catalogue_that_may_not_be_read_is_told_of(open_folder: Path) -> None:
    (open_folder / "course.toml").chmod(0)
    with powerless():
        report = check(open_folder)
    assert said(report).startswith("course.toml – the file cannot be read (Permission denied)")
    assert report.failed


def test_words_longer_than_their_columns_load_all_the_same(tmp_path: Path) -> None:
    long = "very " * 150
    text = chapter(1, long, ask("9" * 50, long + "?", options=(long, "b", "c")))
    text += f"\n## {long}\n\nWords.\n\n## Lab: {long}\n\n### Step 1: {long}\n\nDo.\n"
    root = write(tmp_path / ("sea" * 80), {f"{'long-' * 45}.md": text})
    assert not load_into(root).failed
    assert load_into(root).unchanged == 1
