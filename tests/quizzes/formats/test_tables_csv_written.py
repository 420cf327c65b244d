"""Tables of questions as CSV: what is written, and what of it comes back."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.drafts import QuestionDraft
from quizzes.formats.tables import csv_files
from quizzes.formats.tables.guards import guarded, unguarded
from tests.quizzes.formats.drafts_strategy import drafts, placed_drafts
from tests.quizzes.formats.whole_question import WHOLE, without_line

PLAIN = replace(WHOLE, path="b.csv", line=2)


def written(*questions: QuestionDraft) -> list[list[str]]:
    data = csv_files.write(questions, title="").data
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "  x"])
def test_what_a_spreadsheet_would_calculate_is_written_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "x", "x=1", "it's", "'quoted'", "1-2"])
def test_other_text_is_written_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text())
def test_guards_give_back_every_text_and_leave_no_formula(text: str) -> None:
    assert unguarded(guarded(text, keep=True)) == text
    assert guarded(text)[:1] not in set("=+-@\t\r")


def test_a_question_is_written_in_the_columns_that_it_needs() -> None:
    assert written(PLAIN) == [
        ["id", "number", "kind", "question", "option a", "option b", "option c", "answer",
         "explanation", "rationale a", "services", "task", "section", "level", "source", "facts"],
        ["even", "7", "multiple", "Which two are even? (Select TWO)", "two", "three", "four",
         "A, C", "Even numbers are multiples of two.", "Twice one.", "alpha, beta", "1.2",
         "numbers", "2", "https://example.org", "f-1, f-2"],
    ]  # fmt: skip
    assert written() == [["question", "option a", "option b", "answer", "explanation"]]


def test_letters_and_leave_are_written_only_where_reading_would_miss_them() -> None:
    small = [replace(option, letter=option.letter.lower()) for option in PLAIN.options]
    mixed = [replace(PLAIN.options[0], text="C"), *PLAIN.options[1:]]
    head, *rows = written(
        PLAIN,
        replace(PLAIN, stem="Small?", options=small),
        replace(PLAIN, stem="Fixed?", shuffle=False, publish=False),
        replace(PLAIN, stem="Mixed?", options=mixed),
    )
    at = [head.index(name) for name in ("letters", "shuffle", "publish")]
    assert [[row[i] for i in at] for row in rows] == [
        ["", "", ""],
        ["a b c", "", ""],
        ["", "no", "no"],
        ["A B C", "", ""],
    ]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(drafts() | placed_drafts(), max_size=4))
def test_what_is_written_reads_back_the_same(questions: list[QuestionDraft]) -> None:
    made = csv_files.write(questions, title="x")
    assert made.losses == ()
    assert csv_files.fits(made.data)
    back = [report.draft for report in csv_files.read(made.data, path="b.csv")]
    assert list(map(without_line, back)) == list(map(without_line, questions))


def test_what_cannot_be_read_again_is_a_loss() -> None:
    keyless = replace(PLAIN, options=[replace(o, is_key=False) for o in PLAIN.options])
    odd = replace(PLAIN, tags=replace(PLAIN.tags, services=("a,b",)))
    made = csv_files.write([PLAIN, keyless, odd], title="x")
    assert [str(loss) for loss in made.losses] == [
        "question 2 (even) – written, but cannot be read as it stands",
        "question 3 (even) – without the services",
    ]
