"""What a learner does on the pages of an exam."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.quizzes.under_way import exam, sit

KEYS = ("A", "BC", "D", "A", "B", "C")
AGAIN_MS = 10_000
WAITING = "Object.keys(localStorage).filter((name) => name.includes(':save:')).length"


def begun(user: User, *, seconds: float = 5_400) -> Attempt:
    """An exam of six questions that ends in so many seconds."""
    return sit(user, exam(*KEYS), deadline_at=timezone.now() + timedelta(seconds=seconds))


def path(attempt: Attempt, position: int = 1) -> str:
    return f"/attempts/{attempt.pk}/{position}/"


def option(page: Page, letter: str) -> str:
    """The label of the option that was authored under this letter."""
    return f"Text {letter} of"


def choose(page: Page, letters: str) -> None:
    for letter in letters:
        page.get_by_label(option(page, letter)).check()


def go_on(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Save and")).click()


def at_question(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", name=f"Question {number} of 6")).to_be_visible()
    page.wait_for_load_state()


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text("Saved at")


def unsent(page: Page) -> int:
    found: int = page.evaluate(WAITING)
    return found


def all_sent(page: Page) -> None:
    expect(page.locator("#exam[data-waiting='0']")).to_be_attached(timeout=AGAIN_MS)
    assert unsent(page) == 0
