"""Loads that the database refuses, and two loads at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from content.models import Chapter, Course, Picture
from quizzes.models import Question, QuestionVersion
from quizzes.reports import Report
from tests.books import (
    PNG,
    ask,
    asked,
    chapter,
    load_into,
    rows,
    said,
    write,
)

pytestmark = pytest.mark.django_db


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
