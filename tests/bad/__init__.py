"""Files that must be refused whole: each by its name, with what has to be said of it.

More stand in tests/corpus/bad. Nothing in any of them can be taken, so nothing may be stored."""

from dataclasses import dataclass

from tests.bad import banks, tables, workbooks


@dataclass(frozen=True, slots=True)
class Bad:
    """A file to refuse. said: a part of the messages."""

    name: str
    content: bytes
    said: str


def bad_files() -> list[Bad]:
    """All that are made here, under names that differ."""
    made = [
        *tables.no_text(),
        *tables.markdown(),
        *tables.rows(),
        *banks.json_banks(),
        *workbooks.workbooks(),
    ]
    return [
        Bad(f"{number:03}-{name}", content.encode() if isinstance(content, str) else content, said)
        for number, (name, content, said) in enumerate(made)
    ]
