"""A folder into the database: what is loaded, and loading again."""

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from content.discovery import discover
from content.models import Course, LabStep, Picture, Section, SourceFile
from quizzes.loading import load
from quizzes.models import QuestionVersion
from quizzes.reports import Report
from tests.books import (
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
    write,
)

pytestmark = pytest.mark.django_db


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
    # PostgreSQL takes the course's lock by a statement of its own, three times.
    few = 27 if connection.vendor == "postgresql" else 24
    load_into(folder)
    with at_most(few):
        load_into(folder)
    for number in range(10, 30):
        questions = [ask(n, f"{number}-{n}?") for n in range(20)]
        write(folder, {f"chapters/{number}-x{number}.md": chapter(number, "X", *questions)})
    load_into(folder)
    with at_most(few):
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


def test_pictures_bear_their_size_in_chapters_and_questions(tmp_path: Path) -> None:
    picture = "![A plan](plan.svg)"
    root = write(
        tmp_path / "sea",
        {
            "plan.svg": '<svg viewBox="0 0 640 360"/>',
            "01-boats.md": chapter(1, "Boats", ask(1, f"Which? {picture}"), body=picture),
        },
    )
    load_into(root)
    sized = 'width="640" height="360" src="/pictures/'
    assert any(sized in html for html in Section.objects.values_list("html", flat=True))
    assert sized in QuestionVersion.objects.get().stem_html
