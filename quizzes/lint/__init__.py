"""What an examiner would object to in a bank of questions. Plain Python, no database."""

from collections.abc import Sequence

from quizzes.lint import alone, bank, register
from quizzes.lint.findings import Entry, Found, Rule, Severity, Subject

__all__ = ["Entry", "Found", "Rule", "Severity", "Subject", "lint"]


def lint(subjects: Sequence[Subject], entries: Sequence[Entry] = ()) -> list[Found]:
    """All that is wrong, question by question in their order; then what is wrong with the bank as a
    whole, and with the register of facts."""
    found = [
        *(each for subject in subjects for each in alone.lint(subject)),
        *bank.lint(subjects),
        *register.lint(entries),
    ]
    places = {subject.code: place for place, subject in enumerate(subjects)}
    return sorted(found, key=lambda each: places.get(each.code, len(subjects)))
