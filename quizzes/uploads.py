"""What an uploaded file holds, by its format: one function over all of them. No database."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from content.drafts import Problem, Severity
from content.sources import Refused, decode
from quizzes.drafts import QuestionReport, Status
from quizzes.files import read_bank, read_file
from quizzes.formats import known
from quizzes.formats.archives import Archive, Caps, is_zip
from quizzes.tagging import Catalogue

MOST_BYTES = 16 * 1024 * 1024
"""How large one file may be; formats may be stricter."""
MOST_QUESTIONS = 20_000
"""How many questions one file may hold."""
_PICTURE = re.compile(r"!\[[^\]]*\][(\[]")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


ZIP = Caps(members=1_000)
"""What a zip of question files may hold."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in; problem says why it is not even to be read."""

    path: str
    data: bytes
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class UploadRead:
    """A file as read. chapter: it is one, of which only the questions are taken.

    problem says why nothing of it could be read; then there are no questions."""

    questions: Sequence[QuestionReport] = ()
    chapter: bool = False
    problem: Problem | None = None


def read_upload(data: bytes, *, path: str, course: Catalogue) -> UploadRead:
    """Every question of the file with what became of it; never an exception.

    path is the file's name, as reports say it; course has the names that tags may use."""
    of_file = known.of_file(path, data) or known.only(path)
    try:
        if of_file is known.MARKDOWN:
            read = read_file(decode(data, path=path, cap=MOST_BYTES), path=path, known=course)
        elif of_file is not None and of_file.read is not None:
            read = read_bank(data, path=path, format=of_file, known=course)
        else:
            return UploadRead(problem=unknown(path, data))
    except Refused as refused:
        return UploadRead(problem=refused.problem)
    questions, chapter = read.questions, read.chapter is not None
    if len(questions) > MOST_QUESTIONS:
        what = f"{len(questions):,} questions are more than {MOST_QUESTIONS:,}"
        return UploadRead(problem=Problem(path, 0, what, "split the file", Severity.ERROR))
    if not questions:
        what = "no questions were found"
        where = (
            "write them in a section called “Quiz”, or give a file of nothing but questions"
            if chapter
            else "check the file's form"
        )
        return UploadRead(problem=Problem(path, 0, what, where, Severity.ERROR))
    return UploadRead([_said_of_pictures(_storable(report)) for report in questions], chapter)


def _storable(report: QuestionReport) -> QuestionReport:
    """The report; rejected where a text holds what no database stores."""
    draft = report.draft
    if draft is None or not any(_UNSTORABLE.search(text) for text in draft.texts):
        return report
    reason = "a text holds a NUL or half a character – write it anew"
    return replace(report, status=Status.REJECTED, draft=None, reasons=[*report.reasons, reason])


def _said_of_pictures(report: QuestionReport) -> QuestionReport:
    """The report; with a warning where the question shows pictures, which only folders have."""
    draft = report.draft
    if draft is None or not any(_PICTURE.search(text) for text in draft.texts):
        return report
    reason = "its pictures are not taken along – say in words what they show, or load a folder"
    return replace(report, status=Status.WARNING, reasons=[*report.reasons, reason])


def unpacked(upload: Upload) -> list[Upload]:
    """The file; or, where it is called a zip and no format claims it, every file in it.

    Members stand behind the zip's name; what may not be read of it comes with its problem."""
    named = upload.path.lower().endswith(".zip")
    claimed = known.of_file(upload.path, upload.data) is not None
    if not named or claimed or not is_zip(upload.data):
        return [upload]
    try:
        archive = Archive(upload.data, path=upload.path, caps=ZIP)
    except Refused as refused:
        return [Upload(upload.path, b"", refused.problem)]
    members = [_member(archive, name) for name in archive.names]
    found = [*members, *(Upload(left.path, b"", left) for left in archive.left_out)]
    if not found:
        empty = Problem(upload.path, 0, "nothing is in it", "put files into it", Severity.ERROR)
        return [Upload(upload.path, b"", empty)]
    return found


def _member(archive: Archive, name: str) -> Upload:
    path = archive.member_path(name)
    try:
        return Upload(path, archive.read(name))
    except Refused as refused:
        return Upload(path, b"", refused.problem)


def endings() -> list[str]:
    """The endings of files that can be read, each with its dot."""
    readable = [f for f in known.FORMATS if f.read is not None or f is known.MARKDOWN]
    return [*dict.fromkeys([*(ending for f in readable for ending in f.endings), ".zip"])]


def unknown(path: str, data: bytes) -> Problem:
    """That no format is known for a file of this name, or that it is in none of them."""
    if known.reading(path):
        how = "export it anew as one of these, or give the file another ending"
        return known.unfit(path, data, cap=MOST_BYTES, how=how)
    ending = PurePosixPath(path).suffix.lower()
    what = f"no format is known for files ending in {ending}" if ending else "it has no ending"
    how = f"give a file ending in {', '.join(endings())}"
    return Problem(path, 0, what, how, Severity.ERROR)
