"""Loading a folder: read every file, then store those that changed, each in a transaction."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from content import sync as book
from content.catalogue import CatalogueError, Finder, read_course
from content.discovery import Folder
from content.drafts import CourseDraft, Problem, Severity
from content.models import Chapter, Course
from content.sources import Refused, decode
from content.surroundings import Shelf, Surroundings
from quizzes import sync as hall
from quizzes.files import FileRead, is_side_matter, read_file
from quizzes.reports import Report
from quizzes.tagging import catalogue, topics

RENDERER = b"1"
"""Raise it when the same Markdown gives other HTML, so that every chapter is rendered anew."""

RESERVED = {"accounts", "admin", "attempts", "healthz", "pictures", "progress", "readyz", "static"}

Progress = Callable[[str], None]


def silent(line: str) -> None:
    """A progress that nobody watches."""


def load(
    folder: Folder,
    *,
    report: Report,
    now: datetime,
    check: bool = False,
    full: bool = False,
    progress: Progress = silent,
) -> None:
    """Load one folder into its course, or with check only read it, and say so in report.

    full: read unchanged files too, for a report that holds every question. A file that fails leaves
    what was there; the others are stored all the same."""
    draft = _manifest(folder, report)
    if draft is None:
        return
    course = None if check else _course(draft, folder, now=now)
    if course is not None and folder.manifest is None:
        draft = replace(
            draft, domains=book.stored_domains(course), services=book.stored_services(course)
        )
    digests = book.digests(course, folder.name) if course else {}
    loader = _Loader(folder, draft, Shelf.of(folder, course), report, now)
    sources = list(loader.sources())
    report.files += len(sources)
    for number, source in enumerate(sources, 1):
        unchanged = digests.get(source.stored) == source.digest
        report.unchanged += unchanged
        if unchanged and not full:
            continue
        progress(f"{source.shown} ({number} of {len(sources)})")
        read = loader.read(source)
        if read is not None and course is not None and not unchanged:
            loader.store(course, source, read)
    if course is not None and folder.whole:
        loader.retire_missing(course)


def _manifest(folder: Folder, report: Report) -> CourseDraft | None:
    """The course as its course.toml says, or as its folder's name does; None where it is wrong."""
    path = folder.manifest
    inside = path is not None and path.is_relative_to(folder.shown_from)
    shown = folder.shown(path) if path and inside else "course.toml"
    if folder.course in RESERVED:
        what = f"“{folder.course}” is an address of the site itself"
        how = "rename the folder, or name a course with --course"
        report.problems.append(Problem(shown, 0, what, how, Severity.ERROR))
        return None
    if path is None:
        return CourseDraft(slug=folder.course, title=folder.course.replace("-", " ").capitalize())
    try:
        return read_course(decode(path.read_bytes(), path=shown), slug=folder.course, path=shown)
    except Refused as refused:
        report.problems.append(refused.problem)
    except CatalogueError as wrong:
        report.problems += wrong.problems
    return None


def _course(draft: CourseDraft, folder: Folder, *, now: datetime) -> Course:
    """The course to load into. Files without a course.toml leave one that is there as it is."""
    standing = Course.objects.filter(slug=draft.slug).first()
    if standing is not None and folder.manifest is None:
        return standing
    with transaction.atomic():
        return book.sync_course(draft, now=now)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file's bytes as found; digest covers them and all that their HTML depends on."""

    file: Path
    shown: str
    stored: str
    content: bytes
    digest: str


class _Loader:
    """Reads and stores the files of one folder, with what holds for all of them."""

    def __init__(
        self, folder: Folder, draft: CourseDraft, shelf: Shelf, report: Report, now: datetime
    ) -> None:
        self.folder, self.draft, self.shelf = folder, draft, shelf
        self.report, self.now = report, now
        self.known = catalogue(draft, Finder(draft.services).find)

    def sources(self) -> Iterator[_Source]:
        """The folder's files with their digests; one that cannot be read is reported instead."""
        setting = self.shelf.setting(RENDERER + repr(self.draft).encode())
        for file in self.folder.files:
            shown = self.folder.shown(file)
            try:
                content = file.read_bytes()
            except OSError as error:
                what = f"the file cannot be read ({error.strerror})"
                problem = Problem(shown, 0, what, "give the right to read it", Severity.ERROR)
                self.report.problems.append(problem)
                continue
            digest = hashlib.sha256(setting + content).hexdigest()
            yield _Source(file, shown, self.folder.stored(file), content, digest)

    def read(self, source: _Source) -> FileRead | None:
        """The file as read, its problems reported; None where it holds nothing to store."""
        try:
            text = decode(source.content, path=source.shown)
        except Refused as refused:
            self.report.problems.append(refused.problem)
            return None
        read = read_file(text, path=source.shown, known=self.known)
        if is_side_matter(source.shown) and not read.questions and not self.folder.named:
            return None
        self.report.take(read)
        self.report.problems += self.shelf.missing(source.file, text, path=source.shown)
        return read

    def store(self, course: Course, source: _Source, read: FileRead) -> None:
        """Store a file's chapter and questions, all or none, and tell every process."""
        surroundings = self.shelf.around(source.file, course)
        # Rendering is slow: it is done before the transaction takes the write lock.
        html = _rendered(read, surroundings)
        with transaction.atomic():
            chapter = self._chapter(course, source, read, html)
            changes = self._questions(course, chapter, source, read, surroundings)
            book.remember(
                course,
                root=self.folder.name,
                path=source.stored,
                # A file with something refused is read again, so that the error is said again.
                digest="" if read.failed else source.digest,
                now=self.now,
            )
            course.bump()
        self.report.changes += changes
        self.report.problems += [
            Problem(
                source.shown,
                0,
                f"“{code}” was adopted in the admin",
                "the file no longer changes it; take it out here, or give the question back there",
            )
            for code in changes.adopted
        ]

    def _chapter(
        self, course: Course, source: _Source, read: FileRead, html: list[book.SectionHtml]
    ) -> Chapter | None:
        if read.chapter is None:
            return None
        return book.sync_chapter(
            course,
            read.chapter,
            root=self.folder.name,
            path=source.stored,
            html=html,
            services=[section.services for section in read.sections],
            now=self.now,
        )

    def _questions(
        self,
        course: Course,
        chapter: Chapter | None,
        source: _Source,
        read: FileRead,
        surroundings: Surroundings,
    ) -> hall.Changes:
        origin = hall.Origin(self.folder.name, source.stored)
        drafts = [report.draft for report in read.questions if report.draft is not None]
        if not drafts and not hall.has_quiz(course, origin):
            return hall.Changes()
        quiz = hall.sync_quiz(
            course,
            chapter=chapter,
            title=read.title,
            slug=read.slug,
            pass_mark=self.draft.quiz_pass_mark,
            origin=origin,
        )
        return hall.sync_questions(
            quiz,
            [(draft, topics(draft, self.known, read.sections)) for draft in drafts],
            origin=origin,
            surroundings=surroundings,
            now=self.now,
            complete=len(drafts) == len(read.questions),
        )

    def retire_missing(self, course: Course) -> None:
        """Retire what came from files that the folder has lost."""
        present = [self.folder.stored(file) for file in self.folder.files]
        with transaction.atomic():
            chapters = book.retire_missing(
                course, root=self.folder.name, present=present, now=self.now
            )
            questions = hall.retire_missing(
                course, root=self.folder.name, present=present, now=self.now
            )
            if chapters or questions:
                course.bump()
        self.report.retired_chapters += chapters
        self.report.changes += hall.Changes(retired=questions)


def _rendered(read: FileRead, surroundings: Surroundings) -> list[book.SectionHtml]:
    if read.chapter is None:
        return []
    definitions = read.chapter.definitions
    return [
        book.SectionHtml(
            html=surroundings.section_html(
                section.markdown,
                anchors=section.anchors,
                definitions=definitions,
                under=section.level,
            ),
            steps=[
                surroundings.section_html(
                    step.markdown, anchors=step.anchors, definitions=definitions, under=4
                )
                for step in section.steps
            ],
        )
        for section in read.chapter.sections
    ]
