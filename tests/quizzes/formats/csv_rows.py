"""Rows of a CSV file, read as questions."""

from quizzes.drafts import QuestionDraft, QuestionReport
from quizzes.formats.tables import csv_files

HEAD = "question,option a,option b,option c,answer\n"


def read(text: str) -> tuple[QuestionReport, ...]:
    return csv_files.read(text.encode(), path="b.csv")


def one(row: str, *, head: str = HEAD) -> QuestionReport:
    (report,) = read(head + row)
    return report


def draft_of(report: QuestionReport) -> QuestionDraft:
    assert report.draft is not None, report.reasons
    return report.draft
