"""Loading what a course has beside its chapters: the glossary and the page on the exam day."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from content import beside, pictures
from content import sync as book
from content.discovery import Folder
from content.drafts import Problem, Severity
from content.exam_day import EXAM_DAY, read_page
from content.glossary import GLOSSARY, read_glossary
from content.models import Course
from content.references import references
from content.shelves import Shelf
from content.sources import Refused, decode
from content.surroundings import Surroundings
from quizzes.reading import DIGEST, RENDERER, unreadable
from quizzes.reports import Report

Store = Callable[[Course], None]
Read = Callable[[str, str, Surroundings], tuple[Store, Sequence[Problem]]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A file beside the chapters: how it is read, and what becomes of the course without it."""

    read: Read
    clear: Store


def _glossary(text: str, path: str, around: Surroundings) -> tuple[Store, Sequence[Problem]]:
    terms, problems = read_glossary(text, path=path)
    html = [
        around.section_html(term.markdown, anchors=(), definitions="", under=2) for term in terms
    ]
    return lambda course: beside.store_terms(course, terms, html), problems


def _exam_day(text: str, path: str, around: Surroundings) -> tuple[Store, Sequence[Problem]]:
    page, problems = read_page(text, path=path)
    html = around.section_html(page.markdown, anchors=page.anchors, definitions="", under=1)

    def store(course: Course) -> None:
        slug, title = beside.EXAM_DAY_SLUG, page.title[: book.TITLE]
        beside.store_page(course, slug=slug, title=title, markdown=page.markdown, html=html)

    return store, problems


_KINDS = {
    GLOSSARY: _Kind(_glossary, lambda course: beside.store_terms(course, (), ())),
    EXAM_DAY: _Kind(_exam_day, lambda course: beside.remove_page(course, beside.EXAM_DAY_SLUG)),
}


def load_beside(
    folder: Folder,
    course: Course | None,
    shelf: Shelf,
    *,
    before: Mapping[str, str],
    report: Report,
    now: datetime,
) -> None:
    """Load these files of the folder's course, or with no course only read them.

    before: each file's digest when it was last loaded. A file with a mistake in it leaves what was
    there; one that is gone takes what it brought with it."""
    if folder.manifest is None:
        return
    for name, kind in _KINDS.items():
        path = folder.root / name
        if path.is_file():
            _load(folder, path, kind, course, shelf, before.get(name, ""), report, now)
        elif course is not None and name in before:
            _put(course, kind.clear, folder, name, {}, digest="", now=now)


def _load(
    folder: Folder,
    path: Path,
    kind: _Kind,
    course: Course | None,
    shelf: Shelf,
    before: str,
    report: Report,
    now: datetime,
) -> None:
    shown = folder.shown(path) if path.is_relative_to(folder.shown_from) else path.name
    try:
        content = path.read_bytes()
        digest = hashlib.sha256(RENDERER + content).hexdigest()[:DIGEST] + shelf.setting(content)
        if before == digest:
            return
        text = decode(content, path=shown)
    except OSError as error:
        report.problems.append(unreadable(shown, error))
        return
    except Refused as refused:
        report.problems.append(refused.problem)
        return
    found: dict[Path, pictures.Found] = {}
    store, problems = kind.read(text, shown, shelf.around(path, found))
    report.problems += [*problems, *shelf.missing(path, references(text), path=shown)]
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    if course is not None and not wrong:
        _put(course, store, folder, path.name, found, digest=digest, now=now)


def _put(
    course: Course,
    store: Store,
    folder: Folder,
    name: str,
    found: dict[Path, pictures.Found],
    *,
    digest: str,
    now: datetime,
) -> None:
    with transaction.atomic():
        book.hold(course)
        store(course)
        pictures.store(course, found.values())
        book.remember(course, root=folder.name, path=name, digest=digest, now=now)
        course.bump()
