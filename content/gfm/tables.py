"""Rows of a table as GitHub splits them."""

import re
from collections.abc import Sequence

_PIPE = re.compile(r"(?<!\\)\|")
MOST_COLUMNS = 64


def cells(row: str) -> list[str]:
    """The row's cells. Only a backslash protects a bar, even in code."""
    row = row.strip()
    if row.startswith("|"):
        row = row[1:]
    if row.endswith("|") and not row.endswith("\\|"):
        row = row[:-1]
    return [cell.strip().replace("\\|", "|") for cell in _PIPE.split(row)]


def alignments(delimiters: str) -> list[str]:
    """left, center, right or nothing for each column of the row under the head."""
    sides = {(True, True): "center", (True, False): "left", (False, True): "right"}
    return [sides.get((c.startswith(":"), c.endswith(":")), "") for c in cells(delimiters)]


def padded(row: str, columns: int) -> Sequence[str]:
    """The row's cells, cut or filled to the number of columns."""
    found = cells(row)[:columns]
    return found + [""] * (columns - len(found))
