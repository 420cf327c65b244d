"""Workbooks that must be refused."""

import zipfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from tests.bad.tables import HEAD, Made
from tests.quizzes.formats.zips import with_attributes, zipped


def _book(*rows: Sequence[Any]) -> bytes:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def workbooks() -> Iterator[Made]:
    head = HEAD.split(",")
    good = _book(head, ["Which?", "x", "y", "A"])
    with zipfile.ZipFile(BytesIO(good)) as archive:
        parts: dict[str, bytes | str] = {name: archive.read(name) for name in archive.namelist()}

    def without(name: str) -> bytes:
        return zipped({key: value for key, value in parts.items() if key != name})

    def with_part(name: str, content: bytes | str) -> bytes:
        return zipped(parts | {name: content})

    sheet = "xl/worksheets/sheet1.xml"
    broken = "no workbook that can be read"
    yield from (
        ("empty.xlsx", "", "no zip file"),
        ("text.xlsx", "question,a,b,answer\n", "no zip file"),
        ("old.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "no zip file"),
        ("cut.xlsx", good[:-30], "no zip file"),
        ("half.xlsx", good[: len(good) // 2], "no zip file"),
        ("head.xlsx", b"PK\x03\x04", "no zip file"),
        ("no-members.xlsx", zipped({}), broken),
        ("words.xlsx", zipped({"word/document.xml": "<x/>"}), broken),
        ("no-types.xlsx", without("[Content_Types].xml"), broken),
        ("no-workbook.xlsx", without("xl/workbook.xml"), broken),
        ("no-links.xlsx", without("xl/_rels/workbook.xml.rels"), broken),
        ("no-sheet.xlsx", without(sheet), "there is no sheet in it"),
        ("no-xml.xlsx", with_part("xl/workbook.xml", "no XML"), broken),
        ("bad-sheet.xlsx", with_part(sheet, "<worksheet>"), broken),
        ("doctype.xlsx", with_part(sheet, "<!DOCTYPE x><x/>"), "a DOCTYPE, which no workbook has"),
        (
            "entities.xlsx",
            with_part(sheet, "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>"),
            "a DOCTYPE, which no workbook has",
        ),
        ("bomb.xlsx", with_part("xl/styles.xml", b" " * (65 * 1024 * 1024)), "it unpacks to more"),
        ("locked.xlsx", with_attributes(good, "xl/workbook.xml", flags=1), broken),
        ("rows-none.xlsx", _book(), "there is no row in it"),
        ("header-none.xlsx", _book(["Which?", "x", "y", "A"]), "no header"),
        ("header-other.xlsx", _book(["month", "cost"], ["May", 7]), "no header"),
        ("key-none.xlsx", _book(head, ["Which?", "x", "y", None]), "no key"),
        ("key-number.xlsx", _book(head, ["Which?", "x", "y", 3]), "the key “3” names no option"),
        ("key-date.xlsx", _book(head, ["Which?", "x", "y", "2026-11-05"]), "names no option"),
        ("key-formula.xlsx", _book(head, ["Which?", "x", "y", "=1+1"]), "names no option"),
        ("stem.xlsx", _book(head, [None, "x", "y", "A"]), "the stem is empty"),
        ("option.xlsx", _book(head, ["Which?", "x", None, "A"]), "1 option"),
        (
            "more.xlsx",
            _book(head, ["Which?", "x", "y", "A", "z"]),
            "5 cells where the header has 4",
        ),
    )
