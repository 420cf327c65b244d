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
from quizzes.beside_manifest import shown_beside
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
    *,
    shelf: Shelf,
    before: Mapping[str, str],
    report: Report,
    now: datetime,
) -> None:
    """Load these files of the folder's course, or with no course only read them.

    before: each file's digest when it was last loaded. A file with a mistake in it leaves what was
    there; one that is gone takes what it brought with it."""
    if folder.manifest is None:
        return
    loading = _Loading(folder, course, shelf, report, now)
    for name, kind in _KINDS.items():
        if (folder.root / name).is_file():
            loading.load(name, kind, before=before.get(name, ""))
        elif name in before:
            loading.put(name, kind.clear)


@dataclass(frozen=True, slots=True)
class _Loading:
    folder: Folder
    course: Course | None
    shelf: Shelf
    report: Report
    now: datetime

    def load(self, name: str, kind: _Kind, *, before: str) -> None:
        """Read the file if it is not as it was before, and store what it holds."""
        path = self.folder.root / name
        shown = shown_beside(self.folder, name)
        try:
            content = path.read_bytes()
            digest = hashlib.sha256(RENDERER + content).hexdigest()[:DIGEST]
            digest += self.shelf.setting(content)
            if before == digest:
                return
            text = decode(content, path=shown)
        except OSError as error:
            self.report.problems.append(unreadable(shown, error))
            return
        except Refused as refused:
            self.report.problems.append(refused.problem)
            return
        found: dict[Path, pictures.Found] = {}
        store, problems = kind.read(text, shown, self.shelf.around(path, found))
        missing = self.shelf.missing(path, references(text), path=shown)
        self.report.problems += [*problems, *missing]
        if not any(problem.severity is Severity.ERROR for problem in problems):
            self.put(name, store, found=found, digest=digest)

    def put(
        self,
        name: str,
        store: Store,
        *,
        found: Mapping[Path, pictures.Found] | None = None,
        digest: str = "",
    ) -> None:
        """Store in one transaction what the file of that name brings, and tell every process."""
        if self.course is None:
            return
        with transaction.atomic():
            book.hold(self.course)
            store(self.course)
            pictures.store(self.course, (found or {}).values())
            book.remember(
                self.course, root=self.folder.name, path=name, digest=digest, now=self.now
            )
            self.course.bump()
