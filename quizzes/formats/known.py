"""The formats that questions come in and leave in."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from content.drafts import Problem, Severity
from content.sources import Refused, decode
from quizzes.drafts import QuestionDraft
from quizzes.formats import aiken, gift, markdown_writer, text2qti
from quizzes.formats.anki import ANKI
from quizzes.formats.archives import is_zip
from quizzes.formats.format import Format, Written
from quizzes.formats.json_bank import JSON
from quizzes.formats.mdbook_quiz import MDBOOK_QUIZ
from quizzes.formats.moodle import MOODLE
from quizzes.formats.qti import QTI
from quizzes.formats.r_exams import R_EXAMS
from quizzes.formats.tables.csv_files import CSV
from quizzes.formats.tables.workbooks import XLSX


def _write_markdown(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    return Written(f"# {title}\n\n{markdown_writer.write(drafts)}".encode())


def _always(data: bytes) -> bool:
    return True


MARKDOWN = Format(
    name="markdown",
    title="Markdown",
    endings=(".md", ".markdown"),
    fits=_always,
    # Chapters are read as such first (`quizzes.files`), so there is no reader of bytes here.
    write=_write_markdown,
    media_type="text/markdown; charset=utf-8",
)

FORMATS: Sequence[Format] = (
    MARKDOWN,
    JSON,
    CSV,
    XLSX,
    gift.GIFT,
    aiken.AIKEN,
    text2qti.TEXT2QTI,
    MOODLE,
    MDBOOK_QUIZ,
    R_EXAMS,
    QTI,
    ANKI,
)

BANKS = tuple(
    dict.fromkeys(ending for known in FORMATS if known.read is not None for ending in known.endings)
)
"""The endings, beside Markdown's, of files that may hold questions."""


def named(name: str) -> Format | None:
    """The format that the command line calls by this name."""
    return next((known for known in FORMATS if known.name == name), None)


def reading(path: str) -> list[Format]:
    """The formats that can be read from files with the ending of this one."""
    ending = PurePosixPath(path).suffix.lower()
    return [known for known in FORMATS if known.read and ending in known.endings]


def only(path: str) -> Format | None:
    """The one format that a file with this ending can be; its reader says best what is wrong."""
    able = reading(path)
    return able[0] if len(able) == 1 else None


def unfit(path: str, data: bytes, *, cap: int, how: str) -> Problem:
    """Why a file whose ending is known is of no known format all the same."""
    if not is_zip(data):
        try:
            decode(data, path=path, cap=cap)
        except Refused as refused:
            return refused.problem
    titles = ", ".join(form.title for form in reading(path))
    what = f"the file is none of what ends in {PurePosixPath(path).suffix.lower()}: {titles}"
    return Problem(path, 0, what, how, Severity.ERROR)


def of_file(path: str, data: bytes) -> Format | None:
    """The format of a file, by its ending and then by its content; None for an unknown one."""
    ending = PurePosixPath(path).suffix.lower()
    owners = (known for known in FORMATS if ending in known.own)
    fitting = (known for known in FORMATS if ending in known.endings and known.fits(data))
    return next(owners, None) or next(fitting, None)
