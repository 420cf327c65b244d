"""What the numbers in the keys of a table count from: most count from 1, programs from 0.

One row alone does not say it: “1” is the first option here and the second there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from quizzes.formats.judging import Found
from quizzes.formats.tables.headers import Column, Header, Role
from quizzes.formats.tables.rows import Row
from quizzes.formats.words.keys import same_words

_NUMBERS = re.compile(r"\d{1,2}(?:[,;/|&\s]+\d{1,2})*")
_ADVICE = "check the key, or write letters"


@dataclass(frozen=True, slots=True)
class Counting:
    """first: the number of the first option. doubt: why a key of numbers needs a look, or empty."""

    first: int = 1
    doubt: str = ""

    def is_doubtful(self, cell: str, found: Found) -> bool:
        """Whether the doubt is about this key: it is numbers, and no option's text."""
        return bool(self.doubt and _NUMBERS.fullmatch(cell.strip())) and all(
            same_words(cell) != same_words(option.text) for option in found.options
        )


def counting_of(rows: Sequence[Row], header: Header) -> Counting:
    """What the header says, else what the keys of all rows allow."""
    if header.counts_from is not None:
        return Counting(header.counts_from)
    if Column(Role.LETTERS) in header.columns:
        return Counting()  # such keys are made of the options' own letters
    keys = list(_keys(rows, header))
    from_0 = any(0 in numbers for numbers, _count in keys) and any(
        max(numbers) > 0 for numbers, _count in keys
    )
    from_1 = any(max(numbers) == count for numbers, count in keys)
    if from_0 and from_1:
        return Counting(1, f"keys of this file count from 0 and from 1 – {_ADVICE}")
    if from_0:
        doubt = "" if header.is_index else f"the keys seem to count from 0 – {_ADVICE}"
        return Counting(0, doubt)
    if header.is_index and not from_1:
        return Counting(1, f"an index may count from 0 or from 1; read from 1 – {_ADVICE}")
    return Counting()


def _keys(rows: Sequence[Row], header: Header) -> Iterator[tuple[list[int], int]]:
    """The numbers of each key that is made of them, and the number of the row's last option.

    A number that is an option's text says nothing of how options are counted."""
    columns, key = header.columns, header.place_of(Role.KEY)
    for row in rows:
        cell = row.cells[key].strip() if key < len(row.cells) else ""
        if not _NUMBERS.fullmatch(cell):
            continue
        options = {
            column.place: text
            for column, text in zip(columns, row.cells, strict=False)
            if column is not None and column.role is Role.OPTION and text.strip()
        }
        numbers = re.findall(r"\d+", cell)
        texts = {same_words(text) for text in options.values()}
        if options and not texts.intersection([cell, *numbers]):
            yield [int(number) for number in numbers], max(options)
