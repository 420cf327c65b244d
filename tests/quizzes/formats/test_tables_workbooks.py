"""Workbooks of questions: which sheet is read, what a cell's value comes to, what is refused."""

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from content.sources import Refused
from quizzes.drafts import Kind, OptionDraft, QuestionDraft, Status
from quizzes.formats import known
from quizzes.formats.tables import workbooks
from tests.quizzes.formats.drafts_strategy import drafts, placed_drafts
from tests.quizzes.formats.whole_question import without_line
from tests.quizzes.formats.zips import zipped

HEAD = ["question", "option a", "option b", "answer"]
PLAIN = QuestionDraft(
    path="b.xlsx",
    line=2,
    number="7",
    kind=Kind.SINGLE,
    stem="Which?",
    options=(OptionDraft("A", "two", is_key=True), OptionDraft("B", "three", is_key=False)),
    explanation="So.",
)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def book(*rows: Sequence[Any], **sheets: Sequence[Sequence[Any]]) -> bytes:
    """A workbook with the rows on its first sheet, and others by name."""
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    for name, more in sheets.items():
        sheet = made.create_sheet(name)
        for row in more:
            sheet.append(list(row))
    return saved(made)


def parts(data: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with something else in one of its parts."""
    every = parts(data)
    part = every[name]
    assert isinstance(part, bytes)
    assert old in part
    return zipped(every | {name: part.replace(old, new, 1)})


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        workbooks.read(data, path="b.xlsx")
    return str(refused.value)


GOOD = book(HEAD, ["Which?", "x", "y", "B"])


def shared(strings: bytes) -> bytes:
    """The good workbook with its stem in a table of strings, as most programs write it."""
    made = parts(
        with_part(
            GOOD,
            "xl/worksheets/sheet1.xml",
            b't="inlineStr"><is><t>Which?</t></is>',
            b't="s"><v>0</v>',
        )
    )
    types = made["[Content_Types].xml"]
    assert isinstance(types, bytes)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return zipped(
        made
        | {
            "[Content_Types].xml": types.replace(b"</Types>", part.encode()),
            "xl/sharedStrings.xml": b'<sst xmlns="%s">%s</sst>' % (space, strings),
        }
    )


def test_strings_of_a_common_table_are_read_runs_and_all() -> None:
    strings = b"<si><r><t>Sha</t></r><r><rPr><b/></rPr><t>red?</t></r></si>"
    (report,) = workbooks.read(shared(strings), path="b.xlsx")
    assert report.draft is not None
    assert report.draft.stem == "Shared?"


def test_a_line_is_the_number_of_the_row() -> None:
    data = book(["My bank"], [], HEAD, [], ["One?", "x", "y", "A"], [None, " "], ["Two?", 1, 2, 2])
    reports = workbooks.read(data, path="b.xlsx")
    assert [(report.line, report.key) for report in reports] == [(5, ("A",)), (7, ("B",))]


def test_the_sheet_is_the_one_called_questions_or_else_the_first_with_a_header() -> None:
    other = [HEAD, ["Other?", "x", "y", "A"]]
    (report,) = workbooks.read(book(["notes"], ["of mine"], Bank=other), path="b.xlsx")
    assert report.draft is not None
    assert report.draft.stem == "Other?"
    assert report.status is Status.IMPORTED
    (report,) = workbooks.read(book(HEAD, ["One?", "x", "y", "A"], Questions=other), path="b.xlsx")
    assert report.draft is not None
    assert report.draft.stem == "Other?"
    assert report.reasons[0] == (
        "only the sheet “Questions” is read, and not “Sheet” – put all questions on one sheet"
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("text", "text"), (7, "7"), (7.0, "7"), (0.5, "0.5"), (True, "TRUE"), (-3, "-3"),
        (1e20, "1e+20"), (date(2026, 11, 5), "2026-11-05"), (time(9, 30), "09:30:00"),
        (datetime(2026, 11, 5, 9, 30), "2026-11-05T09:30:00"),
        ("=1+1", "=1+1"), ("'=1+1", "=1+1"), ("a_x000D_\nb", "a\nb"), ("a_x0041_", "aA"),
        ("#N/A", "#N/A"), ("two\nlines", "two\nlines"), (" x", "x"),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_author_sees_it(value: object, text: str) -> None:
    (report,) = workbooks.read(book(HEAD, ["Which?", value, "other", "B"]), path="b.xlsx")
    assert report.draft is not None
    assert report.draft.options[0].text == text


def test_formulas_of_every_sort_stay_text() -> None:
    formula = b'<c r="B2"><f t="array" ref="B2">SUM(A1:A9)</f><v>7</v></c>'
    data = with_part(
        GOOD, "xl/worksheets/sheet1.xml", b'<c r="B2" t="inlineStr"><is><t>x</t></is></c>', formula
    )
    (report,) = workbooks.read(data, path="b.xlsx")
    assert report.draft is not None
    assert report.draft.options[0].text == "=SUM(A1:A9)"


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\t=1", "#N/A", "_x0041_", "a\x0bb"])
def test_no_cell_is_written_as_a_formula_and_each_reads_back(value: str) -> None:
    question = replace(PLAIN, stem=value)
    data = workbooks.write([question], title="").data
    sheet = load_workbook(BytesIO(data))["questions"]
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    (report,) = workbooks.read(data, path="b.xlsx")
    assert without_line(report.draft) == without_line(question)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(st.lists(drafts() | placed_drafts(), max_size=3))
def test_what_is_written_reads_back_the_same(questions: list[QuestionDraft]) -> None:
    made = workbooks.write(questions, title="x")
    assert made.losses == ()
    back = [report.draft for report in workbooks.read(made.data, path="b.xlsx")]
    assert list(map(without_line, back)) == list(map(without_line, questions))


def test_a_text_too_long_for_a_cell_is_cut_and_told() -> None:
    made = workbooks.write([PLAIN, replace(PLAIN, explanation="x" * 40_000)], title="x")
    assert [str(loss) for loss in made.losses] == [
        "question 2 – without what follows the first 32,767 characters of “explanation”"
    ]
    assert len(workbooks.read(made.data, path="b.xlsx")) == 2


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "b.xlsx – no zip file"),
        (b"PK\x03\x04 and nothing else", "b.xlsx – no zip file"),
        (GOOD[: len(GOOD) // 2], "b.xlsx – no zip file"),
        (zipped({"a.txt": "x"}), "b.xlsx – no workbook that can be read"),
        (zipped(dict(list(parts(GOOD).items())[:3])), "b.xlsx – no workbook that can be read"),
        (book(), "b.xlsx – sheet “Sheet”: there is no row in it"),
        (book(["a", "b"]), "b.xlsx – sheet “Sheet”, row 1: no header: no column for the question"),
        (
            with_part(GOOD, "xl/workbook.xml", b"<workbook", b"<!DOCTYPE x><workbook"),
            "b.xlsx/xl/workbook.xml – a DOCTYPE",
        ),
        (
            with_part(GOOD, "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><row r='x'>"),
            "b.xlsx – no workbook that can be read",
        ),
        (shared(b"<si><t>Shared?</t>"), "b.xlsx – no workbook that can be read"),
    ],
)
def test_what_is_no_workbook_of_questions_is_refused(data: bytes, problem: str) -> None:
    said = refusal(data)
    assert said.startswith(problem)
    assert said.count(" – ") == 2


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'<row r="2"', b'<row r="1048576"'),
        (b'<row r="2"', b'<row r="99999999999"'),
        (b'<c r="B2"', b'<c r="XFD2"'),
        (b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'),
    ],
)
def test_a_sheet_that_claims_to_be_vast_is_not_counted_out(old: bytes, new: bytes) -> None:
    data = with_part(GOOD, "xl/worksheets/sheet1.xml", old, new)
    assert len(workbooks.read(data, path="b.xlsx")) <= 1


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    bomb = zipped(parts(GOOD) | {"xl/styles.xml": b" " * (65 * 1024 * 1024)})
    assert "unpacks to more than" in refusal(bomb)


def test_odd_styles_are_not_told_where_a_report_is_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    old = b'<cellStyle name="Normal" xfId="0"'
    refusal(with_part(GOOD, "xl/styles.xml", old, old.replace(b"0", b"50")))
    assert capsys.readouterr().out == ""


def test_other_workbooks_are_none_of_ours() -> None:
    assert known.of_file("b.xlsx", GOOD) is known.named("xlsx")
    assert known.of_file("b.xlsx", book(["Month", "Cost"], ["May", 7])) is None
    assert known.of_file("b.xlsx", b"PK") is None
    assert known.of_file("b.xlsx", GOOD[:-30]) is None
