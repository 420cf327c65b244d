"""Reading the files of a folder: those that changed first, so that all chapters have their places
before any of them is rendered."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from content import sync as book
from content.catalogue import Finder
from content.discovery import Folder
from content.drafts import ChapterDraft, CourseDraft, Problem, Severity, shown
from content.models import Course
from content.shelves import Shelf
from content.sources import Refused, decode
from quizzes import sync as hall
from quizzes.files import FileRead, each_id_once, is_side_matter, read_file
from quizzes.reports import Report
from quizzes.tagging import catalogue

RENDERER = b"2"
"""Raise it when the same Markdown gives other HTML, so that every chapter is rendered anew."""

LONGEST_PATH = 500
DIGEST = 32

Progress = Callable[[str], None]


def silent(line: str) -> None:
    """A progress that nobody watches."""


def unreadable(path: str, error: OSError) -> Problem:
    what = f"the file cannot be read ({error.strerror})"
    return Problem(path, 0, what, "give the right to read it", Severity.ERROR)


def is_utf_8(path: str) -> bool:
    """Whether a path can be stored and said: Python has a surrogate for each odd byte in a name."""
    return not any("\udc80" <= character <= "\udcff" for character in path)


@dataclass(frozen=True, slots=True)
class Source:
    """A file's bytes as found. digest: of them and of all but its surroundings that counts."""

    number: int
    file: Path
    shown: str
    stored: str
    content: bytes
    digest: str


class Reading:
    """The files of one folder with what was read in them.

    course is None where there is none yet, or none may be looked at."""

    def __init__(
        self,
        folder: Folder,
        draft: CourseDraft,
        course: Course | None,
        *,
        report: Report,
        progress: Progress,
    ) -> None:
        self.folder, self.draft, self.course = folder, draft, course
        self._report, self._progress = report, progress
        self.known = catalogue(draft, Finder(draft.services).find)
        self.digests: Mapping[str, str] = book.digests(course, folder.name) if course else {}
        self._chapters = book.chapter_paths(course, folder.name) if course else set()
        self._read: dict[str, FileRead] = {}
        self._refused: dict[str, Problem] = {}
        self.sources: Sequence[Source] = list(self._sources())
        report.files += len(self.sources)

    def _sources(self) -> Iterator[Source]:
        """The folder's files; one that cannot be taken is reported instead."""
        setting = RENDERER + repr(self.draft).encode()
        for number, file in enumerate(self.folder.files, 1):
            path, stored = self.folder.shown(file), self.folder.stored(file)
            if not is_utf_8(path):
                what, how = "the file's name is not UTF-8", "rename the file"
                self._report.problems.append(Problem(shown(path), 0, what, how, Severity.ERROR))
                continue
            try:
                content = file.read_bytes()
            except OSError as error:
                self._report.problems.append(unreadable(path, error))
                continue
            if len(stored) > LONGEST_PATH:
                what = f"the path has more than {LONGEST_PATH} characters"
                problem = Problem(path, 0, what, "shorten the names", Severity.ERROR)
                self._report.problems.append(problem)
                continue
            named = b"named" if self.folder.named and is_side_matter(stored) else b""
            digest = hashlib.sha256(setting + named + content).hexdigest()[:DIGEST]
            yield Source(number, file, path, stored, content, digest)

    def read_changed(self, *, everything: bool) -> None:
        """Read the files whose own words are new; an id that several of them have goes to one."""
        for source in self.sources:
            if everything or self.digests.get(source.stored, "")[:DIGEST] != source.digest:
                self._read_one(source)
        self._read = each_id_once(self._read, self._owners())

    def _owners(self) -> dict[str, tuple[str, int]]:
        """The questions of the folder's other files, and of those read, as they were loaded."""
        if self.course is None:
            return {}
        here = {source.stored for source in self.sources} - set(self._refused)
        owners = hall.owners(self.course, self.folder.name)
        return {code: place for code, place in owners.items() if place[0] in here}

    def _read_one(self, source: Source) -> None:
        self._progress(f"{source.shown} ({source.number} of {len(self.folder.files)})")
        try:
            text = decode(source.content, path=source.shown)
        except Refused as refused:
            self._refused[source.stored] = refused.problem
            return
        read = read_file(text, path=source.shown, known=self.known)
        if self._is_aside(source, read):
            read = replace(read, chapter=None, sections=(), problems=())
        self._read[source.stored] = read

    def _is_aside(self, source: Source, read: FileRead) -> bool:
        """Whether the file is about the folder and none of the course's."""
        named = self.folder.named or source.stored in self._chapters
        return is_side_matter(source.shown) and not read.questions and not named

    def drafts(self) -> dict[str, ChapterDraft | None]:
        """What was read in each file: a chapter, or None where it is something else."""
        return {path: read.chapter for path, read in self._read.items()}

    def take(self, source: Source, shelf: Shelf) -> FileRead | None:
        """What the file holds, put into the report; None where it was refused."""
        if source.stored not in self._read and source.stored not in self._refused:
            self._read_one(source)
        if source.stored in self._refused:
            self._report.problems.append(self._refused[source.stored])
            return None
        read = self._read[source.stored]
        if not self._is_aside(source, read):
            self._report.take(read)
            text = decode(source.content, path=source.shown)
            self._report.problems += shelf.missing(source.file, text, path=source.shown)
        return read
