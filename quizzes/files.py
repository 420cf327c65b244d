"""One file as a chapter with its questions, or as a bank of them. No database."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from content import headings
from content.drafts import ChapterDraft, Problem, SectionDraft, Severity, shown
from content.reader import read_chapter
from quizzes.drafts import QuestionReport, Status
from quizzes.formats import markdown
from quizzes.tagging import Catalogue, SectionTags, checked

CODE = re.compile(r"[A-Za-z0-9_-]{1,120}")
UNREAD_NAMES = {"readme", "license", "contributing", "changelog", "summary", "code_of_conduct"}


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as read. chapter is None for a bank; sections hold what each heading is about."""

    path: str
    title: str
    slug: str
    chapter: ChapterDraft | None
    sections: Sequence[SectionTags]
    questions: Sequence[QuestionReport]
    problems: Sequence[Problem]

    @property
    def failed(self) -> bool:
        """Whether something in it was kept out."""
        return any(report.status is Status.REJECTED for report in self.questions) or any(
            problem.severity is Severity.ERROR for problem in self.problems
        )


def is_side_matter(path: str) -> bool:
    """Whether a file's name says that it is about the folder: then it is none of the course's,
    unless it holds questions or is asked for by name."""
    return PurePosixPath(path).stem.lower() in UNREAD_NAMES


def read_file(text: str, *, path: str, known: Catalogue) -> FileRead:
    """What text, the content of the file at path, holds."""
    chapter = read_chapter(text, path=path)
    bank = not chapter.quizzes and markdown.is_bank(text)
    sections = () if bank else tuple(_tags(chapter.sections, known))
    reports = (
        markdown.read(text, path=path)
        if bank
        else tuple(
            report
            for block in chapter.quizzes
            for report in markdown.read(block.text, path=path, first_line=block.first_line)
        )
    )
    return FileRead(
        path=path,
        title=chapter.title,
        slug=chapter.slug,
        chapter=None if bank else chapter,
        sections=sections,
        questions=[checked(_coded(report), known, sections) for report in reports],
        problems=() if bank else (*chapter.problems, *_announced(chapter)),
    )


def _tags(sections: Sequence[SectionDraft], known: Catalogue) -> list[SectionTags]:
    return [
        SectionTags(section.slug, section.kind, tuple(known.find(headings.plain(section.title))))
        for section in sections
    ]


def _coded(report: QuestionReport) -> QuestionReport:
    """The report; with a warning and without its id where that cannot be one."""
    draft = report.draft
    if draft is None or not draft.tags.code or CODE.fullmatch(draft.tags.code):
        return report
    return replace(
        report,
        status=Status.WARNING,
        draft=replace(draft, tags=replace(draft.tags, code="")),
        reasons=[
            *report.reasons,
            f"the id “{shown(draft.tags.code)}” cannot be used – write up to 120 letters, digits, "
            "“-” and “_”",
        ],
    )


def each_id_once(
    files: Mapping[str, FileRead], owners: Mapping[str, tuple[str, int]]
) -> dict[str, FileRead]:
    """The files, with every further question of the same id refused: an id is one question's.

    files: by path in the folder. owners: path and line of each id's question, as it was loaded
    from a file that is unchanged or among files; where that file still has the id, it keeps it."""
    first: dict[str, tuple[str, int]] = {}
    for path, read in files.items():
        for code, line in _ids(read):
            first.setdefault(code, (path, line))
    for code, (path, line) in owners.items():
        lines = [at for c, at in _ids(files[path]) if c == code] if path in files else [line]
        if lines:
            first[code] = (path, lines[0])
    shown = {path: read.path for path, read in files.items()}
    places = {code: (shown.get(path, path), line) for code, (path, line) in first.items()}
    return {path: _without_taken(read, places) for path, read in files.items()}


def _ids(read: FileRead) -> list[tuple[str, int]]:
    tagged = [(report.draft.tags.code, report.line) for report in read.questions if report.draft]
    return [(code, line) for code, line in tagged if code]


def _without_taken(read: FileRead, first: Mapping[str, tuple[str, int]]) -> FileRead:
    questions = []
    for report in read.questions:
        code = report.draft.tags.code if report.draft else ""
        path, line = first.get(code, (read.path, report.line))
        if (path, line) != (read.path, report.line):
            place = f"line {line}" if path == read.path else f"{path}:{line}"
            reason = f"the id “{code}” is that of {place} – give each question its own"
            report = replace(
                report, status=Status.REJECTED, draft=None, reasons=[*report.reasons, reason]
            )
        questions.append(report)
    return replace(read, questions=questions)


def _announced(chapter: ChapterDraft) -> list[Problem]:
    return [
        Problem(
            chapter.path,
            block.first_line,
            "the quiz says that its questions are still to come",
            "write them here when they are ready; until then the chapter has no quiz",
        )
        for block in chapter.quizzes
        if markdown.says_coming_soon(block.text)
    ]
