"""Questions from CSV, a row each, and into it."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice

from content.drafts import Problem, Severity
from content.sources import Refused, decode
from quizzes.drafts import QuestionDraft, QuestionReport
from quizzes.formats.format import Format, Written
from quizzes.formats.judging import Found
from quizzes.formats.tables.headers import EXPECTED, header_of
from quizzes.formats.tables.reading import TITLE_ROWS, NoHeaderError, read_rows
from quizzes.formats.tables.rows import Row
from quizzes.formats.tables.writing import table_of

DELIMITERS = ",;\t|"
MAX_BYTES = 64 * 1024 * 1024
_LOOKED_AT = 64 * 1024
_MOST_BROKEN = 50
_NAMED = "sep="


def fits(data: bytes) -> bool:
    """Whether one of the first rows is the header of a table of questions."""
    # Where the file is longer, its head may end within a character of up to four bytes.
    for cut in range(4 if len(data) > _LOOKED_AT else 1):
        try:
            text = decode(data[: _LOOKED_AT - cut], path="")
        except Refused:
            continue
        return any(_sense(text, delimiter)[0] for delimiter in DELIMITERS)
    return False


def read(data: bytes, *, path: str) -> tuple[QuestionReport, ...]:
    """Every question of a CSV file; its delimiter is the one with which the header makes sense.

    Raises Refused where it is no text, or no row says what the columns are."""
    text = decode(data, path=path, cap=MAX_BYTES)
    try:
        return read_rows(_rows(text, _delimiter(text), path=path), path=path)
    except NoHeaderError as error:
        line = error.row.line if error.row else 1
        raise Refused(Problem(path, line, error.problem, EXPECTED, Severity.ERROR)) from None


def write(drafts: Sequence[QuestionDraft], *, title: str) -> Written:
    """The questions under a header, in UTF-8 with the mark by which spreadsheets know it."""
    table = table_of(drafts)
    file = StringIO(newline="")
    csv.writer(file).writerows(table.rows)
    return Written(file.getvalue().encode("utf-8-sig"), table.losses)


def _delimiter(text: str) -> str:
    """Of those that make a header, else of all, the one that makes the most known columns."""
    return max(DELIMITERS, key=lambda delimiter: _sense(text[:_LOOKED_AT], delimiter))


def _sense(text: str, delimiter: str) -> tuple[bool, int]:
    """Whether the delimiter makes a header, and the most columns that it makes known."""
    rows = islice(_rows(text, delimiter, path=""), TITLE_ROWS)
    headers = [header_of(row.cells) for row in rows if isinstance(row, Row)]
    whole = any(not header.problem for header in headers)
    return whole, max((header.known for header in headers), default=0)


def _rows(text: str, delimiter: str, *, path: str) -> Iterator[Row | Found]:
    """The rows that are not blank. One that breaks the rules of quotation is found wrong, and
    reading goes on with the line below its first."""
    lines = text.split("\n")
    start = 1 if lines[0].casefold().startswith(_NAMED) and len(lines[0]) == len(_NAMED) + 1 else 0
    broken = 0
    while start < len(lines):
        reader = csv.reader(
            (f"{line}\n" for line in lines[start:]),
            delimiter=delimiter,
            skipinitialspace=True,
            strict=True,
        )
        begun = 0
        try:
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    yield Row(start + begun + 1, cells)
                begun = reader.line_num
            return
        except csv.Error as error:
            broken += 1
            if broken > _MOST_BROKEN:
                what = f"more than {_MOST_BROKEN} rows are no CSV"
                how = "put each text in quotation marks and double those inside it"
                raise Refused(Problem(path, start + begun + 1, what, how, Severity.ERROR)) from None
            yield _wrong(path, start + begun + 1, error)
            start += begun + 1


def _wrong(path: str, line: int, error: csv.Error) -> Found:
    what = "a quotation mark opens a text that never ends"
    if "end of data" not in str(error):
        what = f"the row is no CSV ({error})"
    how = "put each text in quotation marks and double those inside it"
    return Found(path, line, errors=[f"{what} – {how}"])


CSV = Format(
    name="csv",
    title="CSV",
    endings=(".csv", ".tsv"),
    fits=fits,
    read=read,
    write=write,
    media_type="text/csv; charset=utf-8",
)
