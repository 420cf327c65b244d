"""One file as a chapter with its questions, or as a bank of them. No database."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from content import headings
from content.drafts import (
    ChapterDraft,
    Problem,
    QuizBlock,
    Reference,
    SectionDraft,
    Severity,
    shown,
)
from content.facts import cited
from content.reader import name_of_file, read_chapter, title_of_file
from quizzes.drafts import QuestionReport, Status
from quizzes.formats import markdown
from quizzes.formats.format import Format
from quizzes.tagging import FACT_ADVICE, Catalogue, SectionTags, checked, unknown_fact

CODE = re.compile(r"[A-Za-z0-9_-]{1,120}")
UNREAD_NAMES = {"readme", "license", "contributing", "changelog", "summary", "code_of_conduct"}


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as read. chapter is None for a bank; sections hold what each heading is about;
    references, the images and links of a Markdown file."""

    path: str
    title: str
    slug: str
    chapter: ChapterDraft | None
    sections: Sequence[SectionTags]
    questions: Sequence[QuestionReport]
    problems: Sequence[Problem]
    references: Sequence[Reference] = ()

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
    outside = _without_quizzes(text, chapter)
    seen = not chapter.quizzes or markdown.has_clue(outside)
    sight = markdown.sight(outside) if seen else None
    bank = not chapter.quizzes and sight is not None and sight.is_bank
    sections = () if bank else tuple(_tags(chapter.sections, known))
    cites = () if bank else _unknown_facts(path, outside, known)
    reports = (
        markdown.judge_all(sight.found, path=path)
        if sight and bank
        else markdown.read_pieces(
            [
                markdown.Piece(block.text, block.first_line, block.titles, block.is_key)
                for block in chapter.quizzes
            ],
            path=path,
            strangers=markdown.strangers(outside) if any(b.is_key for b in chapter.quizzes) else (),
        )
    )
    return FileRead(
        path=path,
        title=chapter.title,
        slug=chapter.slug,
        chapter=None if bank else chapter,
        sections=sections,
        questions=[checked(_coded(report), known, sections) for report in reports],
        problems=() if bank else (*_problems(chapter, reports, sight), *cites),
        references=chapter.references,
    )


def _problems(
    chapter: ChapterDraft, reports: Sequence[QuestionReport], sight: markdown.Sight | None
) -> Sequence[Problem]:
    quizzes = [block for block in chapter.quizzes if not block.is_key]
    lines = [report.line for report in reports]
    empty = [block for block in quizzes if not _any_within(lines, block)]
    return (
        *chapter.problems,
        *(problem for block in empty for problem in _empty(chapter.path, block)),
        *_astray(chapter.path, sight),
        *_keyless(chapter, sight),
    )


def read_bank(data: bytes, *, path: str, format: Format, known: Catalogue) -> FileRead:
    """The questions of a file in a format that holds nothing else. Raises Refused."""
    reports = format.read(data, path=path) if format.read else ()
    nothing = Problem(path, 0, f"{format.title} without a question", "write some, or remove it")
    return FileRead(
        path=path,
        title=(format.title_in and format.title_in(data)) or title_of_file(path),
        slug=name_of_file(path)[1] or "bank",
        chapter=None,
        sections=(),
        questions=[checked(_coded(report), known, ()) for report in reports],
        problems=() if reports else (nothing,),
    )


def _without_quizzes(text: str, chapter: ChapterDraft) -> str:
    """The text with blank lines where its quizzes and their keys stand."""
    if not chapter.quizzes:
        return text
    lines = text.split("\n")
    for block in chapter.quizzes:
        for number, line in enumerate(block.text.split("\n"), start=block.first_line - 1):
            if line:  # a heading on the last line has none below it
                lines[number] = ""
    return "\n".join(lines)


def _astray(path: str, sight: markdown.Sight | None) -> list[Problem]:
    """What looks like questions in a chapter's text: they would be lost without a word."""
    if sight is None or not sight.lines:
        return []
    count = len(sight.lines)
    what, shown, it = ("a question stands", "shows", "it is")
    if count > 1:
        what, shown, it = (f"{count} questions stand", "show", "they are")
    return [
        Problem(
            path,
            sight.lines[0],
            f"{what} outside of every quiz section, and {shown} as text with the key",
            f"put a heading such as “## Quiz” above if {it} to be asked",
        )
    ]


def _keyless(chapter: ChapterDraft, sight: markdown.Sight | None) -> list[Problem]:
    """What looks like a bank of questions, and would be shown as a chapter's text."""
    if chapter.quizzes or sight is None or not sight.keyless:
        return []
    what = f"the {len(sight.keyless)} questions have no key, so the file is shown as a chapter"
    how = "write “**Correct Answer: B**” below the options of each"
    return [Problem(chapter.path, sight.keyless[0], what, how)]


def _tags(sections: Sequence[SectionDraft], known: Catalogue) -> list[SectionTags]:
    return [
        SectionTags(
            section.slug,
            section.kind,
            tuple(known.find(headings.plain(section.title))),
            tuple(dict.fromkeys(_facts(section))),
        )
        for section in sections
    ]


def _facts(section: SectionDraft) -> Iterator[str]:
    for text in (section.markdown, *(step.markdown for step in section.steps)):
        yield from (slug for _line, slug in cited(text))


def _unknown_facts(path: str, text: str, known: Catalogue) -> Sequence[Problem]:
    """A warning for each fact that the text cites and the course's register has not."""
    if known.facts is None:
        return ()
    return [
        Problem(path, line, unknown_fact(slug), FACT_ADVICE)
        for line, slug in cited(text)
        if slug not in known.facts
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
    first: dict[str, _Place] = {}
    for path, read in files.items():
        for place in _places(path, read):
            first.setdefault(place.code, place)
    for code, (path, line) in owners.items():
        unread = [_Place(code, path, -1, path, line)]
        standing = _places(path, files[path]) if path in files else unread
        if (owner := next((each for each in standing if each.code == code), None)) is not None:
            first[code] = owner
    return {path: _without_taken(path, read, first) for path, read in files.items()}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a question with an id stands: in which file, and the how-manieth there; -1 where the
    file has not been read. shown and line are for messages."""

    code: str
    path: str
    number: int
    shown: str
    line: int


def _places(path: str, read: FileRead) -> list[_Place]:
    return [
        _Place(report.draft.tags.code, path, number, report.path, report.line)
        for number, report in enumerate(read.questions)
        if report.draft and report.draft.tags.code
    ]


def _without_taken(path: str, read: FileRead, first: Mapping[str, _Place]) -> FileRead:
    questions = list(read.questions)
    for place in _places(path, read):
        owner = first[place.code]
        if (owner.path, owner.number) == (place.path, place.number):
            continue
        report = questions[place.number]
        where = f"{owner.shown}:{owner.line}"
        if owner.shown == report.path:
            where = f"line {owner.line}"
        reason = f"the id “{place.code}” is that of {where} – give each question its own"
        questions[place.number] = replace(
            report, status=Status.REJECTED, draft=None, reasons=[reason]
        )
    return replace(read, questions=questions)


def _empty(path: str, block: QuizBlock) -> list[Problem]:
    """What to say of a quiz section without a question."""
    if markdown.says_coming_soon(block.text):
        what = "the quiz says that its questions are still to come"
        how = "write them here when they are ready; until then the chapter has no quiz"
    elif markdown.has_words(block.text):
        what = "the quiz holds no question that can be read"
        how = "write each as “### Question 1” with its options and “**Correct Answer: B**”"
    else:
        return []
    return [Problem(path, block.first_line, what, how)]


def _any_within(lines: Sequence[int], block: QuizBlock) -> bool:
    end = block.first_line + block.text.count("\n")
    return any(block.first_line <= line <= end for line in lines)
