"""A folder into the database: what is loaded, what is refused, and two at once."""

import os
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from content.discovery import discover
from content.models import Chapter, Course, LabStep, Picture, SourceFile
from quizzes.loading import RESERVED, load
from quizzes.models import Question, QuestionVersion
from quizzes.reports import Report
from tests.books import (
    PNG,
    ask,
    asked,
    at_most,
    chapter,
    check,
    html_of,
    live,
    load_into,
    rows,
    said,
    sea,
    write,
)

pytestmark = pytest.mark.django_db
# What any load of any file writes beside the file's own rows.
MARKS = ("content_course", "content_sourcefile")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return sea(tmp_path / "sea")


# Loading, and loading again


def test_course_is_loaded_from_its_folder(folder: Path) -> None:
    report = load_into(folder)
    assert not report.failed
    assert said(report) == ""
    assert (report.files, report.unchanged) == (5, 0)
    assert [(c.path, c.number) for c in report.chapters] == [
        ("chapters/01-boats.md", 1),
        ("chapters/02-winds.md", 2),
        ("chapters/03-tacking.md", 3),
    ]
    course = Course.objects.get()
    assert (course.slug, course.title, course.code) == ("sea", "Ocean Sailing", "SEA-01")
    assert live() == {"boats", "winds", "tacking"}
    assert asked() == {"One?", "A ketch?", "Two?", "Three?", "Four?"}
    assert [step.title for step in LabStep.objects.order_by("position")] == [
        "Step 1: Turn",
        "Step 2: Trim",
    ]
    assert f'src="/pictures/sea/{Picture.objects.get().digest}.png"' in html_of("winds")


def test_loading_twice_changes_no_row_and_reads_nothing(folder: Path) -> None:
    load_into(folder)
    before = rows()
    report = load_into(folder)
    assert (report.files, report.unchanged) == (5, 5)
    assert report.chapters == []
    assert not report.changes
    assert rows() == before


def test_unchanged_load_asks_few_queries_however_much_there_is(folder: Path) -> None:
    load_into(folder)
    with at_most(20):
        load_into(folder)
    for number in range(10, 30):
        questions = [ask(n, f"{number}-{n}?") for n in range(20)]
        write(folder, {f"chapters/{number}-x{number}.md": chapter(number, "X", *questions)})
    load_into(folder)
    with at_most(20):
        load_into(folder)


def test_full_report_reads_unchanged_files_and_writes_nothing(folder: Path) -> None:
    first = load_into(folder)
    before = rows()
    second = load_into(folder, full=True)
    assert (second.chapters, second.questions) == (first.chapters, first.questions)
    assert second.unchanged == 5
    assert rows() == before


def test_only_the_changed_file_is_stored(folder: Path) -> None:
    load_into(folder)
    before = dict(SourceFile.objects.values_list("path", "loaded_at"))
    path = "chapters/01-boats.md"
    write(folder, {path: chapter(1, "Boats", ask(1, "One, new?"), ask(2, "A ketch?"))})
    report = load_into(folder)
    assert report.unchanged == 4
    after = dict(SourceFile.objects.values_list("path", "loaded_at"))
    assert {name for name in after if after[name] != before[name]} == {path}


def test_learners_pages_are_told_of_every_change(folder: Path) -> None:
    load_into(folder)
    revision = Course.objects.get().revision
    load_into(folder)
    assert Course.objects.get().revision == revision
    write(folder, {"bank.md": "# More\n\n" + ask(1, "Three?")})
    load_into(folder)
    assert Course.objects.get().revision > revision


def test_checking_writes_nothing_and_asks_nothing(folder: Path) -> None:
    with at_most(0):
        report = check(folder)
    assert (len(report.chapters), len(report.questions)) == (3, 5)
    assert said(report) == ""
    assert all(not table for table in rows().values())


def test_progress_names_each_file_that_is_read(folder: Path) -> None:
    lines: list[str] = []
    (found,) = discover(folder)
    load(found, report=Report(), now=timezone.now(), progress=lines.append)
    assert lines[:2] == ["README.md (1 of 5)", "bank.md (2 of 5)"]
    assert len(lines) == 5


# What fails


BROKEN = {
    "encoding": b"# Boats\n\ncaf\xe9\n",
    "nul": b"# Boats\n\n\x00\n",
    "empty": b"",
    "blank": b" \n\n",
    "large": b"x" * (2 * 1024 * 1024 + 1),
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


@pytest.mark.django_db(transaction=True)
def test_what_the_database_refuses_is_said_and_undone(folder: Path) -> None:
    load_into(folder)
    with connection.cursor() as cursor:
        cursor.execute(_refusing("Poison?"))
    before = rows()
    try:
        write(
            folder,
            {
                "chapters/01-boats.md": chapter(
                    1, "Other", ask(1, "New?"), ask(2, "Poison?"), body="![r](../images/new.png)"
                ),
                "images/new.png": PNG + b"new",
            },
        )
        report = load_into(folder)
        assert report.failed
        assert "chapters/01-boats.md – the database refused it: " in said(report)
        assert rows() == before
        assert report.changes.added == 0
    finally:
        with connection.cursor() as cursor:
            cursor.execute(_relenting())
    assert not load_into(folder).failed
    assert "Poison?" in asked()


def _refusing(stem: str) -> str:
    """A rule of the database against one stem."""
    if connection.vendor == "sqlite":
        return (
            "CREATE TRIGGER poison BEFORE INSERT ON quizzes_questionversion "
            f"WHEN NEW.stem = '{stem}' BEGIN SELECT RAISE(ABORT, 'not that'); END"
        )
    return (
        "ALTER TABLE quizzes_questionversion ADD CONSTRAINT poison "
        f"CHECK (stem <> '{stem}') NOT VALID"
    )


def _relenting() -> str:
    if connection.vendor == "sqlite":
        return "DROP TRIGGER poison"
    return "ALTER TABLE quizzes_questionversion DROP CONSTRAINT poison"


# Two at once


def at_once(deed: Callable[[], Report], times: int) -> list[Report]:
    """What each of so many threads gets, each with a connection of its own."""
    gate = threading.Barrier(times)

    def run() -> Report:
        try:
            connection.ensure_connection()
            gate.wait(timeout=30)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run) for _ in range(times)]]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["nothing", "older"])
def test_loads_at_once_end_as_one_load(folder: Path, before: str) -> None:
    numbers = range(10, 14)
    for number in numbers:
        write(folder, {f"{number}-x{number}.md": chapter(number, "X", ask(1, f"{number}?"))})
    if before == "older":
        load_into(folder)
        for number in numbers:
            text = chapter(number, "X", ask(1, f"{number} new?"), body="![r](rose.png)")
            write(folder, {f"{number}-x{number}.md": text, "rose.png": PNG})
    reports = at_once(lambda: load_into(folder), 3)
    assert [said(report) for report in reports] == [""] * 3
    assert Course.objects.count() == 1
    assert Chapter.objects.filter(retired_at=None).count() == Chapter.objects.count() == 7
    new = " new" if before == "older" else ""
    assert {f"{number}{new}?" for number in numbers} < asked()
    assert Question.objects.count() == len(asked()) == 9
    assert QuestionVersion.objects.count() == (13 if before == "older" else 9)
    assert Picture.objects.count() == 1
    assert load_into(folder).unchanged == 9


@pytest.mark.django_db(transaction=True)
def test_loose_folders_loaded_at_once_make_one_course(tmp_path: Path) -> None:
    folder = write(tmp_path / "notes", {"01-boats.md": chapter(1, "Boats", ask(1, "One?"))})
    reports = at_once(lambda: load_into(folder), 3)
    assert [said(report) for report in reports] == [""] * 3
    assert (Course.objects.count(), Chapter.objects.count(), Question.objects.count()) == (1, 1, 1)
