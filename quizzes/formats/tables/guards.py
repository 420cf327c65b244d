"""Cells that no spreadsheet takes for a formula, and that give back the very text they hold.

A leading `= + - @`, tab or carriage return makes a spreadsheet calculate. An apostrophe before it
keeps the cell a text; reading takes that apostrophe away again, and only that one."""

_FORMULA = frozenset("=+-@\t\r")


def guarded(text: str, *, keep: bool = False) -> str:
    """The text as a cell. keep: an empty text is something too, and differs from no cell."""
    if not text:
        return "'" if keep else ""
    return f"'{text}" if _needs_guard(text) or _bears_guard(text) else text


def unguarded(cell: str) -> str:
    """The text of a cell, without blanks before it that nothing guards."""
    cell = cell.lstrip()
    return cell[1:] if _bears_guard(cell) else cell


def _needs_guard(text: str) -> bool:
    return text[0] in _FORMULA or text[0].isspace()


def _bears_guard(cell: str) -> bool:
    """Whether the cell begins with an apostrophe that is no part of its text."""
    return cell[:1] == "'" and (len(cell) == 1 or cell[1] == "'" or _needs_guard(cell[1:]))
