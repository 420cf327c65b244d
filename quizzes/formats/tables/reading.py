"""A table read row by row: its header found, then a question in each row below."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from content.drafts import shown
from quizzes.drafts import QuestionReport
from quizzes.formats.judging import Found, judged
from quizzes.formats.tables.counting import counting_of
from quizzes.formats.tables.headers import Header, Role, header_of
from quizzes.formats.tables.rows import Row, question_of
from quizzes.formats.words.twins import with_twins_doubted

TITLE_ROWS = 10
"""Among how many first rows the header is looked for: titles may stand above it."""


class NoHeaderError(Exception):
    """No row says what the columns are; `row` is the one that comes nearest, None in an empty
    table, and `problem` is what it lacks."""

    def __init__(self, row: Row | None, problem: str) -> None:
        super().__init__(problem)
        self.row, self.problem = row, problem


def find_header(rows: Sequence[Row]) -> tuple[int, Header]:
    """The place of the header among the first rows, and what it says. Raises NoHeaderError."""
    headers = [header_of(row.cells) for row in rows]
    for i, header in enumerate(headers):
        if not header.problem:
            return i, header
    nearest = max(range(len(rows)), key=lambda i: headers[i].known, default=None)
    if nearest is None:
        raise NoHeaderError(None, "there is no row in it")
    raise NoHeaderError(rows[nearest], f"no header: {headers[nearest].problem}")


def read_rows(
    rows: Iterable[Row | Found], *, path: str, remark: str = ""
) -> tuple[QuestionReport, ...]:
    """The questions of a table's rows, of which some may have been found wrong already.

    remark: a word on the whole that is worth a warning, given with the first question.
    Raises NoHeaderError."""
    coming = iter(rows)
    first = list(islice(coming, TITLE_ROWS))
    at, header = find_header([row for row in first if isinstance(row, Row)])
    start = first.index([row for row in first if isinstance(row, Row)][at]) + 1
    found = list(_questions(chain(first[start:], coming), header, path=path))
    if found and remark:
        found[0].hints.append(remark)
    if found and header.strange:
        names = ", ".join(f"“{shown(name)}”" for name in header.strange[:TITLE_ROWS])
        found[0].notes.append(
            f"columns of no known name are left out: {names} – see docs/authoring.md"
        )
    decided = [question.publish is not None for question in found]
    return with_twins_doubted([judged(question) for question in found], decided=decided)


def _questions(rows: Iterable[Row | Found], header: Header, *, path: str) -> Iterator[Found]:
    whole = list(rows)
    counting = counting_of([row for row in whole if isinstance(row, Row)], header)
    key = header.place_of(Role.KEY)
    for row in whole:
        if not isinstance(row, Row):
            yield row
            continue
        found = question_of(row, header, path=path, first=counting.first)
        if counting.is_doubtful("".join(row.cells[key : key + 1]), found):
            found.doubts.append(counting.doubt)
        yield found
