"""A quiz of every kind of question, and where its rows stand on a page."""

from playwright.sync_api import Locator, Page

from quizzes.models import Attempt, Quiz
from tests.factories import placed_question, question

RIGHT = {"A": 2, "B": 4, "C": 1, "D": 3}
MATCHES = {"A": 2, "B": 1, "C": 2}


def quiz_of_kinds() -> Quiz:
    """An ordering question, a matching one with four answers, one of two right options."""
    made = Quiz.objects.create(
        course=Quiz.objects.all()[0].course, slug="kinds", title="Kinds", partial_credit=True
    )
    placed_question(*RIGHT.values(), quiz=made)
    placed_question(*MATCHES.values(), answers=4, quiz=made)
    question(quiz=made, key="AB")
    made.course.bump()
    return made


def at(attempt: Attempt, position: int) -> str:
    return f"/attempts/{attempt.pk}/{position}/"


def rows(page: Page) -> Locator:
    return page.locator("#places > li")


def row(page: Page, letter: str) -> Locator:
    return rows(page).filter(has_text=f"Text {letter} of")
