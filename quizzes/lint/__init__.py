"""What an examiner would object to in a bank of questions. Plain Python, no database."""

from collections.abc import Sequence

from quizzes.lint import alone, bank
from quizzes.lint.findings import Found, Rule, Severity, Subject

__all__ = ["Found", "Rule", "Severity", "Subject", "lint"]


def lint(subjects: Sequence[Subject]) -> list[Found]:
    """All that is wrong, question by question in their order; of the bank as a whole, last."""
    found = [*(each for subject in subjects for each in alone.lint(subject)), *bank.lint(subjects)]
    places = {subject.code: place for place, subject in enumerate(subjects)}
    return sorted(found, key=lambda each: places.get(each.code, len(subjects)))
