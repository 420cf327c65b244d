"""Loading a folder: read every file, then store those that changed, each in a transaction."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db import DatabaseError, transaction

from content import pictures
from content import sync as book
from content.catalogue import CatalogueError, read_course
from content.discovery import BESIDE, MANIFEST, Folder
from content.drafts import CourseDraft, Problem, Severity, shown
from content.models import Chapter, Course
from content.shelves import Shelf
from content.sources import Refused, decode
from content.surroundings import Surroundings
from quizzes import sync as hall
from quizzes.beside import load_beside
from quizzes.files import FileRead
from quizzes.providing import provide
from quizzes.reading import Progress, Reading, Source, is_utf_8, silent, unreadable
from quizzes.registering import load_facts
from quizzes.reports import Report
from quizzes.rules import Rules, apply
from quizzes.tagging import topics

RESERVED = {"accounts", "admin", "attempts", "healthz", "pictures", "progress", "readyz", "static"}


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
    facts = load_facts(folder, draft, course, report=report, now=now)
    reading = Reading(folder, draft, course, facts=facts, report=report, progress=progress)
    reading.read_changed(everything=full)
    storing = Storing(reading, course, report=report, now=now)
    for source in reading.sources:
        digest = "" if check else storing.shelf.setting(source.content)
        unchanged = reading.digests.get(source.stored) == source.digest + digest
        report.unchanged += unchanged
        if unchanged and not full:
            continue
        read = reading.take(source, storing.shelf)
        if read is not None and not check and not unchanged:
            storing.store(source, read, digest=source.digest + digest)
    if check and folder.files and not folder.whole:
        return  # one file is looked at, and not what the course has beside it
    load_beside(
        folder, storing.course, shelf=storing.shelf, before=storing.before, report=report, now=now
    )
    if storing.course is not None and folder.manifest is not None:
        apply(storing.rules, storing.course, root=folder.name)
    if storing.course is not None and folder.whole:
        storing.retire_missing(storing.course)
    provide(folder, draft, storing.course, report=report, now=now)


def _manifest(folder: Folder, report: Report) -> CourseDraft | None:
    """The course as its course.toml says, or as its folder's name does; None where it is wrong."""
    path = folder.manifest
    inside = path is not None and path.is_relative_to(folder.shown_from)
    name = folder.shown(path) if path and inside else MANIFEST
    if folder.course in RESERVED:
        what = f"“{folder.course}” is an address of the site itself"
        how = "rename the folder, or name a course with --course"
        report.problems.append(Problem(name, 0, what, how, Severity.ERROR))
        return None
    if path is None:
        return CourseDraft(slug=folder.course, title=folder.course.replace("-", " ").capitalize())
    try:
        return read_course(decode(path.read_bytes(), path=name), slug=folder.course, path=name)
    except OSError as error:
        report.problems.append(unreadable(name, error))
    except Refused as refused:
        report.problems.append(refused.problem)
    except CatalogueError as wrong:
        report.problems += wrong.problems
    return None


def _course(draft: CourseDraft, folder: Folder, *, now: datetime) -> Course | None:
    """The course to load into. Files without a course.toml leave one that is there as it is, and
    make none before they have something to put into it."""
    if folder.manifest is None:
        return Course.objects.filter(slug=draft.slug).first()
    with transaction.atomic():
        return book.sync_course(draft, now=now)


class Storing:
    """Stores the files of one folder. shelf: where its chapters stand once all are stored."""

    def __init__(
        self, reading: Reading, course: Course | None, *, report: Report, now: datetime
    ) -> None:
        self.folder, self.draft, self.known = reading.folder, reading.draft, reading.known
        self.before = reading.digests
        self.course, self.report, self.now = course, report, now
        self.rules = Rules(self.draft.quiz_pass_mark, self.draft.quiz_partial_credit)
        self.shelf = Shelf.of(self.folder, course, reading.drafts())

    def store(self, source: Source, read: FileRead, *, digest: str) -> None:
        """Store a file's chapter and questions, all or none, and tell every process."""
        drafts = [report.draft for report in read.questions if report.draft is not None]
        nothing = read.chapter is None and not drafts
        if nothing and (self.course is None or (read.failed and source.stored not in self.before)):
            return
        found: dict[Path, pictures.Found] = {}
        surroundings = self.shelf.around(source.file, found)
        # Rendering is slow: it is done before the transaction takes the write lock.
        html = _rendered(read, surroundings)
        try:
            with transaction.atomic():
                course = self.course or book.plain_course(self.draft)
                book.hold(course)
                self._make_way(course, source)
                chapter = self._chapter(course, source, read, html)
                changes = self._questions(course, chapter, source, read, surroundings)
                pictures.store(course, found.values())
                book.remember(
                    course,
                    root=self.folder.name,
                    path=source.stored,
                    # A file with something refused is read again, so that it is said again.
                    digest="" if read.failed else digest,
                    now=self.now,
                )
                course.bump()
        except DatabaseError as error:
            what = f"the database refused it: {shown(str(error))}"
            how = "nothing of the file was stored; load it again"
            self.report.problems.append(Problem(source.shown, 0, what, how, Severity.ERROR))
            return
        self.course = course
        self._tell(source, changes)

    def _tell(self, source: Source, changes: hall.Changes) -> None:
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

    def _make_way(self, course: Course, source: Source) -> None:
        """Let a file that was renamed keep what it brought under its older name."""
        place = self.shelf.places.get(source.stored)
        if place is not None and place.moved_from:
            for floor in (book, hall):
                floor.move(course, root=self.folder.name, old=place.moved_from, new=source.stored)

    def _chapter(
        self, course: Course, source: Source, read: FileRead, html: list[book.SectionHtml]
    ) -> Chapter | None:
        if read.chapter is None:
            book.retire(course, root=self.folder.name, path=source.stored, now=self.now)
            return None
        return book.sync_chapter(
            course,
            read.chapter,
            slug=self.shelf.places[source.stored].slug,
            root=self.folder.name,
            path=source.stored,
            html=html,
            services=[section.services for section in read.sections],
            facts=[section.facts for section in read.sections],
            now=self.now,
        )

    def _questions(
        self,
        course: Course,
        chapter: Chapter | None,
        source: Source,
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
            rules=self.rules,
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
        present = [path for path in map(self.folder.stored, self.folder.files) if is_utf_8(path)]
        present += [name for name in BESIDE if (self.folder.root / name).is_file()]
        with transaction.atomic():
            book.hold(course)
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
    """The HTML of the file's sections; that of its questions, surroundings keep."""
    for report in read.questions:
        if report.draft is not None:
            for text in report.draft.texts:
                surroundings.html(text)
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
