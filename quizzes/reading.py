"""Reading the files of a folder: those that changed first, so that all chapters have their places
before any of them is rendered."""

import codecs
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from content import sync as book
from content.catalogue import Finder
from content.discovery import ENDINGS, Folder
from content.drafts import ChapterDraft, CourseDraft, Problem, Severity, shown
from content.facts import cited_among
from content.models import Course
from content.references import references
from content.shelves import RESERVED, Shelf
from content.sources import Refused, decode
from quizzes import sync as hall
from quizzes.files import FileRead, each_id_once, is_side_matter, read_bank, read_file
from quizzes.formats import known
from quizzes.formats.format import Format
from quizzes.reports import Report
from quizzes.tagging import catalogue

RENDERER = b"6"
"""Raise it when the same Markdown gives other HTML, so that every chapter is rendered anew."""

LONGEST_PATH = 500
DIGEST = 32
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
MAX_BYTES = 64 * 1024 * 1024
"""A larger file is not looked into: no reader takes as much."""

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

    @property
    def is_markdown(self) -> bool:
        return self.file.suffix.lower() in ENDINGS


class Reading:
    """The files of one folder with what was read in them.

    course is None where there is none yet, or none may be looked at. facts: the ids that files may
    cite, None where there is no register."""

    def __init__(
        self,
        folder: Folder,
        draft: CourseDraft,
        course: Course | None,
        *,
        facts: frozenset[str] | None,
        report: Report,
        progress: Progress,
    ) -> None:
        self.folder, self.draft, self.course = folder, draft, course
        self._report, self._progress = report, progress
        self.known = catalogue(draft, Finder(draft.services).find, facts=facts)
        self._facts = sorted(facts or ())
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
                size = file.stat().st_size
                content = file.read_bytes() if size <= MAX_BYTES else b""
            except OSError as error:
                self._report.problems.append(unreadable(path, error))
                continue
            if size > MAX_BYTES:
                self._report.problems.append(self._too_large(path, size))
                continue
            if len(stored) > LONGEST_PATH:
                what = f"the path has more than {LONGEST_PATH} characters"
                problem = Problem(path, 0, what, "shorten the names", Severity.ERROR)
                self._report.problems.append(problem)
                continue
            named = b"named" if self.folder.named and is_side_matter(stored) else b""
            facts = self._facts_for(file, content)
            digest = hashlib.sha256(setting + named + facts + content).hexdigest()[:DIGEST]
            source = Source(number, file, path, stored, content, digest)
            if self._is_unchanged(source) or self._is_ours(source):
                yield source

    def _facts_for(self, file: Path, content: bytes) -> bytes:
        """The ids that the file may cite: if one of them comes or goes, it is read again."""
        plain = file.suffix.lower() in ENDINGS and not content.startswith(UTF_16)
        return repr(cited_among(self._facts, content) if plain else self._facts).encode()

    def _is_unchanged(self, source: Source) -> bool:
        return self.digests.get(source.stored, "")[:DIGEST] == source.digest

    def _is_ours(self, source: Source) -> bool:
        """Whether the file can be loaded. What is none of ours is left alone; unless it was asked
        for by name, or has been loaded before, so that somebody expects it to be."""
        if source.is_markdown or self._format(source) is not None:
            return True
        if self.folder.named or source.stored in self.digests:
            self._report.problems.append(_unknown(source))
        return False

    def _format(self, source: Source) -> Format | None:
        """The format of a file that is not Markdown."""
        found = known.of_file(source.stored, source.content)
        return found or (known.only(source.stored) if self.folder.named else None)

    def _too_large(self, path: str, size: int) -> Problem:
        severity = Severity.ERROR if self.folder.named else Severity.WARNING
        what = f"{size:,} bytes are more than {MAX_BYTES:,}, so it was not looked into"
        return Problem(path, 0, what, "split the file", severity)

    def read_changed(self, *, everything: bool) -> None:
        """Read the files whose own words are new; an id that several of them have goes to one."""
        for source in self.sources:
            if everything or not self._is_unchanged(source):
                self._read_one(source)
        if self._read:
            self._read = each_id_once(self._read, self._owners())

    def _owners(self) -> dict[str, tuple[str, int]]:
        """The questions of the folder's other files, and of those read, as they were loaded."""
        if self.course is None:
            return {}
        here = {source.stored for source in self.sources} - set(self._refused)
        owners = hall.owners(self.course, self.folder.name)
        return {code: place for code, place in owners.items() if place[0] in here}

    def _read_one(self, source: Source) -> None:
        self._progress(f"{source.shown} ({source.number} of {len(self.sources)})")
        try:
            read = self._read_source(source)
        except Refused as refused:
            self._refused[source.stored] = refused.problem
            return
        if self._is_aside(source, read):
            read = replace(read, chapter=None, sections=(), problems=())
        self._read[source.stored] = read

    def _read_source(self, source: Source) -> FileRead:
        if source.is_markdown:
            text = decode(source.content, path=source.shown)
            return read_file(text, path=source.shown, known=self.known)
        form = self._format(source)
        if form is None:
            raise Refused(_unknown(source))
        return read_bank(source.content, path=source.shown, format=form, known=self.known)

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
            self._report.problems += _missing(source, read, shelf)
            self._report.problems += _moved_aside(source, read, shelf)
        return read


def _unknown(source: Source) -> Problem:
    """Why a file whose ending is known is of no known format all the same."""
    how = "write it as docs/authoring.md says"
    return known.unfit(source.shown, source.content, cap=MAX_BYTES, how=how)


def _moved_aside(source: Source, read: FileRead, shelf: Shelf) -> list[Problem]:
    """A warning for a chapter whose file has the name of one of the course's own pages."""
    if read.chapter is None or read.chapter.slug not in RESERVED:
        return []
    what = f"“{read.chapter.slug}” is a page of the course itself"
    how = f"the chapter is at “{shelf.places[source.stored].slug}”; rename the file for another"
    return [Problem(source.shown, 0, what, how)]


def _missing(source: Source, read: FileRead, shelf: Shelf) -> list[Problem]:
    """A warning for each image and link in the file that leads nowhere."""
    if source.is_markdown:
        return shelf.missing(source.file, read.references, path=source.shown)
    return [
        replace(problem, line=report.line)
        for report in read.questions
        if report.draft is not None
        for text in report.draft.texts
        if "](" in text or "<" in text
        for problem in shelf.missing(source.file, references(text), path=report.path)
    ]
