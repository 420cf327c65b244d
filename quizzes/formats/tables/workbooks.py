"""Questions from workbooks of spreadsheets, a row each, and into them."""

import re
import sys
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from typing import Any

from content.drafts import Problem, Severity, shown
from content.sources import Refused
from quizzes.drafts import QuestionDraft, QuestionReport
from quizzes.formats.archives import Archive, Caps, is_zip
from quizzes.formats.format import Format, Loss, Written
from quizzes.formats.tables.headers import EXPECTED
from quizzes.formats.tables.reading import TITLE_ROWS, NoHeaderError, find_header, read_rows
from quizzes.formats.tables.rows import Row
from quizzes.formats.tables.writing import table_of

SHEET = "questions"
CAPS = Caps(size=64 * 1024 * 1024, total=128 * 1024 * 1024)
MAX_COLUMNS = 200
MAX_ROWS = 1_048_576
"""As many as a sheet has; a number beyond is a file's attempt to be counted to."""
LONGEST_CELL = 32_767

_PARTS = (".xml", ".rels")
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_XML = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\0-\x08\x0b-\x1f\ufffe\uffff]")


def fits(data: bytes) -> bool:
    """Whether some sheet begins with the header of a table of questions."""
    if not is_zip(data):
        return False
    try:
        with _opened(data, path="") as book:
            return bool(_sheets(book)[0])
    except Refused:
        return False


def read(data: bytes, *, path: str) -> tuple[QuestionReport, ...]:
    """Every question of the sheet that is called “questions”, else of the first with a header.

    A line is the row's number. Nothing is calculated: a formula is the text that it is. Raises
    Refused where it is no workbook, or no sheet has a header."""
    with _opened(data, path=path) as book:
        sheets, problem = _sheets(book)
        if not sheets:
            raise _refused(path, 0, problem, EXPECTED)
        remark = ""
        if others := ", ".join(f"“{shown(sheet.title)}”" for sheet in sheets[1:]):
            remark = (
                f"only the sheet “{shown(sheets[0].title)}” is read, and not {others} – put all "
                "questions on one sheet"
            )
        return read_rows(_rows(sheets[0]), path=path, remark=remark)


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions under a header that stays in sight. No cell is a formula."""
    from openpyxl import Workbook

    table = table_of(drafts)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    cut = []
    for number, row in enumerate(table.rows):
        cells = [_NO_XML.sub(_coded, cell) for cell in row]
        for name, cell in zip(table.rows[0], cells, strict=True):
            if len(cell) > LONGEST_CELL:
                what = f"without what follows the first {LONGEST_CELL:,} characters of “{name}”"
                cut.append(Loss(number, drafts[number - 1].tags.code, what))
        sheet.append([cell[:LONGEST_CELL] or None for cell in cells])
    file = BytesIO()
    book.save(file)
    return Written(file.getvalue(), (*table.losses, *cut))


@contextmanager
def _opened(data: bytes, *, path: str) -> Iterator[Any]:
    """The workbook. Whatever is wrong in its parts, Refused is raised."""
    # Imported where it is used: it costs each start of the site more than all that is ours here.
    from openpyxl import load_workbook

    book = None
    parts = _parts(data, path=path)
    try:
        # It prints what it finds odd: not where a report may be written.
        with warnings.catch_warnings(), redirect_stdout(sys.stderr):
            warnings.simplefilter("ignore")
            book = load_workbook(parts, read_only=True, keep_links=False)
        yield book
    except Refused:
        raise
    # The library trusts the parts to fit together, and fails in as many ways as they may not.
    except Exception as error:
        what = f"no workbook that can be read ({shown(str(error)) or type(error).__name__})"
        raise _refused(path, 0, what, "save it anew as .xlsx, or as CSV") from None
    finally:
        if book is not None:
            book.close()


def _parts(data: bytes, *, path: str) -> BytesIO:
    """The workbook's parts that are XML, read under caps and stored anew for the library."""
    archive = Archive(data, path=path, caps=CAPS)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        for name in archive.names:
            if not name.endswith(_PARTS):
                continue
            part = archive.read(name)
            if b"<!DOCTYPE" in part.replace(b"\0", b""):
                member = archive.member_path(name)
                raise _refused(member, 0, "a DOCTYPE, which no workbook has", "save it anew")
            made.writestr(zipfile.ZipInfo(name), part)
    file.seek(0)
    return file


def _sheets(book: Any) -> tuple[list[Any], str]:
    """The sheets with a header, the one to read first; and why the last of the others has none."""
    found, problem = [], "there is no sheet in it"
    for sheet in book.worksheets:
        try:
            find_header(list(islice(_rows(sheet), TITLE_ROWS)))
        except NoHeaderError as error:
            row = f", row {error.row.line}" if error.row else ""
            problem = f"sheet “{shown(sheet.title)}”{row}: {error.problem}"
        else:
            found.append(sheet)
    return sorted(found, key=lambda sheet: sheet.title.casefold() != SHEET), problem


def _rows(sheet: Any) -> Iterator[Row]:
    """The rows that hold something."""
    every = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(every, 1):
        if values.count(None) < len(values):
            cells = [_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            if any(cell.strip() for cell in cells):
                yield Row(number, cells)


def _text(value: object) -> str:
    """A cell's value as its author sees it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _CODE.sub(lambda code: chr(int(code[1], 16)), value).replace("\r\n", "\n")
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    # A formula that spans cells is an object that knows its text.
    return str(getattr(value, "text", value))


def _coded(match: re.Match[str]) -> str:
    """A character that XML has no place for as a workbook's own code for it."""
    return f"_x{ord(match[0]):04X}_"


def _refused(path: str, line: int, what: str, how: str) -> Refused:
    return Refused(Problem(path, line, what, how, Severity.ERROR))


XLSX = Format(
    name="xlsx",
    title="Excel",
    endings=(".xlsx", ".xlsm"),
    fits=fits,
    read=read,
    write=write,
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)
