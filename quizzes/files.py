"""One file as a chapter with its questions, or as a bank of them. No database."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from content import headings
from content.drafts import ChapterDraft, Problem, SectionDraft, Severity
from content.reader import read_chapter
from quizzes.drafts import QuestionReport, Status
from quizzes.formats import markdown
from quizzes.tagging import Catalogue, SectionTags, checked

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
    """Whether a file's name says that it is about the folder; then only questions are taken."""
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
        questions=[checked(report, known, sections) for report in _once(reports)],
        problems=() if bank else (*chapter.problems, *_announced(chapter)),
    )


def _tags(sections: Sequence[SectionDraft], known: Catalogue) -> list[SectionTags]:
    return [
        SectionTags(section.slug, section.kind, tuple(known.find(headings.plain(section.title))))
        for section in sections
    ]


def _once(reports: Sequence[QuestionReport]) -> list[QuestionReport]:
    """The reports, with a second question of the same id refused: an id is one question's."""
    lines: dict[str, int] = {}
    once = []
    for report in reports:
        code = report.draft.tags.code if report.draft else ""
        if code and code in lines:
            reason = f"the id “{code}” is that of line {lines[code]} – give each question its own"
            report = replace(
                report, status=Status.REJECTED, draft=None, reasons=[*report.reasons, reason]
            )
        elif code:
            lines[code] = report.line
        once.append(report)
    return once


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
