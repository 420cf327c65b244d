"""Folders to load, written as an author would, and the database as rows to compare."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from content.discovery import discover
from content.models import Chapter, Section
from quizzes.formats.known import BANKS
from quizzes.loading import load
from quizzes.models import Question
from quizzes.reports import Report

PNG = b"\x89PNG\r\n\x1a\n"
LAB = "## Lab: Tacking\n\n### Step 1: Turn\n\nTurn.\n\n### Step 2: Trim\n\nTrim.\n"
CATALOGUE = """
title = "Ocean Sailing"
code = "SEA-01"
notice = "Not affiliated with any ocean."

[exam]
questions = 40
scored = 30
minutes = 60
scale = [0, 100]
pass = 60

[quiz]
pass_mark = 80

[[domains]]
number = 1
title = "Craft"
weight = 60
tasks = [{ code = "1.1", title = "Hulls" }, { code = "1.2", title = "Sails" }]

[[domains]]
number = 2
title = "Weather"
weight = 40
tasks = [{ code = "2.1", title = "Winds" }]

[[services]]
slug = "sloop"
name = "Sloop"
aliases = ["one-masted boat"]
task = "1.1"

[[services]]
slug = "ketch"
name = "Ketch"
task = "1.2"

[[services]]
slug = "trade-wind"
name = "Trade Wind"
task = "2.1"
"""


def ask(
    number: int | str,
    stem: str,
    *,
    key: str = "A",
    tags: str = "",
    options: tuple[str, ...] = ("this", "that", "neither"),
) -> str:
    """A question as Markdown; tags is the inside of its comment."""
    comment = f"<!-- {tags} -->\n" if tags else ""
    lines = "\n".join(f"{'ABCDEFGH'[place]}) {text}" for place, text in enumerate(options))
    answer = f"**Correct Answer: {key}**" if key else ""
    return (
        f"### Question {number}\n{comment}\n{stem}\n\n{lines}\n\n{answer}\n\n**Explanation:** so.\n"
    )


def chapter(number: int, title: str, *questions: str, body: str = "") -> str:
    """A chapter with two sections and, if there are questions, a quiz."""
    text = f"# Chapter {number}: {title}\n\n## Overview\n\nAbout {title}.\n\n"
    text += f"## The Sloop\n\n{body or 'It has one mast.'}\n\n## The Ketch\n\nIt has two.\n"
    return text + ("\n## Quiz\n\n" + "\n".join(questions) if questions else "")


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The folder with these files in it, made where it is missing."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def sea(folder: Path) -> Path:
    """A course of three chapters, one with a lab and one with a picture, and a bank."""
    return write(
        folder,
        {
            "course.toml": CATALOGUE,
            "chapters/01-boats.md": chapter(1, "Boats", ask(1, "One?"), ask(2, "A ketch?")),
            "chapters/02-winds.md": chapter(
                2, "Winds", ask(1, "Two?"), body="![rose](../images/rose.png)"
            ),
            "chapters/03-tacking.md": chapter(3, "Tacking") + LAB,
            "bank.md": "# More\n\n" + ask(1, "Three?") + ask(2, "Four?"),
            "images/rose.png": PNG,
            "README.md": "# About\n\nHow to write here.\n",
        },
    )


def load_into(path: Path, *, course: str | None = None, full: bool = False) -> Report:
    """What loading the path reports."""
    return _loaded(path, course=course, check=False, full=full)


def check(path: Path, *, course: str | None = None) -> Report:
    """What reading the path without writing reports."""
    return _loaded(path, course=course, check=True, full=False)


def _loaded(path: Path, *, course: str | None, check: bool, full: bool) -> Report:
    report = Report()
    for folder in discover(path, course=course, banks=BANKS):
        load(folder, report=report, now=timezone.now(), check=check, full=full)
    return report


def said(report: Report) -> str:
    return "\n".join(report.lines())


def rows(*, without: tuple[str, ...] = ()) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the book and the exam hall; without: tables left out."""
    found = {}
    for app in ("content", "quizzes"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in without:
                every = model._base_manager.order_by("pk").values()
                found[table] = [{k: _plain(v) for k, v in row.items()} for row in every]
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


@contextmanager
def at_most(queries: int) -> Iterator[None]:
    """Fails where more are asked."""
    with CaptureQueriesContext(connection) as asked:
        yield
    assert len(asked) <= queries, "\n".join(query["sql"] for query in asked)


def html_of(chapter: str, section: str = "the-sloop") -> str:
    """The section as it is shown."""
    found: str = Section.objects.get(chapter__slug=chapter, slug=section).html
    return found


def live() -> set[str]:
    """The addresses of the chapters in the book."""
    return set(Chapter.objects.filter(retired_at=None).values_list("slug", flat=True))


def asked() -> set[str]:
    """The stems that a new attempt may hold."""
    return set(Question.objects.asked().values_list("current__stem", flat=True))
