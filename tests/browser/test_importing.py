"""An instructor imports questions and takes the import back; learners see what is there."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.factories import UserFactory
from tests.quizzes.imports.uploading import asked, bank

pytestmark = pytest.mark.browser

GIFT = b"""::Loop:: Which knot makes a loop that does not slip? {
  =The bowline #It keeps its size.
  ~The slip knot #It runs tight.
}

::Broken:: Which of these is right? {
  ~This
  ~That
}

::Lines:: Which line leads ahead from the bow? {
  =The head rope
  ~The stern rope
}
"""
FILES: list[Any] = [
    {"name": "knots.gift", "mimeType": "text/plain", "buffer": GIFT},
    {"name": "broken.md", "mimeType": "text/markdown", "buffer": b"caf\xe9"},
]


@pytest.fixture
def ines(harbour: Site) -> User:
    made: User = UserFactory(name="Ines", email="ines@example.org", is_staff=True)
    made.groups.add(ensure_group())
    return made


def upload(page: Page, files: list[Any], title: str) -> None:
    page.get_by_label("Files with questions").set_input_files(files)
    page.get_by_label("Quiz", exact=True).select_option(index=0)
    page.get_by_label("Title of the new quiz").fill(title)
    page.get_by_label("Published: new attempts ask them at once").check()
    page.get_by_role("button", name="Upload and look").click()


@pytest.mark.parametrize("scripts", [True, False], ids=["htmx", "no scripts"])
def test_uploaded_looked_through_imported_taken_and_undone(
    harbour: Site, ines: User, ada: User, open_page: OpenPage, scripts: bool
) -> None:
    page = open_page("/admin/quizzes/question/", user=ines, java_script_enabled=scripts)
    page.get_by_role("link", name="Import questions").click()
    upload(page, FILES, "Knots")
    expect(page.get_by_text("broken.md:1 – byte 4 (0xE9) is not UTF-8")).to_be_visible()
    items = page.locator(".import-item")
    expect(items).to_have_count(3)
    expect(items.nth(0).locator(".is-missed")).to_contain_text("The bowline")
    expect(items.nth(0)).to_contain_text("It runs tight.")
    expect(items.nth(1)).to_contain_text("knots.gift:6 –")
    expect(page.locator("#chosen")).to_contain_text("2 of 2 chosen")
    page.get_by_label("Import question 3").uncheck()
    if scripts:
        expect(page.locator("#chosen")).to_contain_text("1 of 2 chosen")
    page.locator("#chosen button").click()
    expect(page.get_by_text("Imported: 1 new question.")).to_be_visible()

    learner = open_page("/harbour/knots/quiz/", user=ada)
    learner.get_by_role("button", name="Start: Practice").click()
    learner.get_by_label("The slip knot").check()
    learner.get_by_role("button", name="Answer").click()
    expect(learner.locator("#feedback")).to_contain_text("It runs tight.")

    page.get_by_text("Undo this import").click()
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Undone: 1 question retired.")).to_be_visible()
    learner.reload()
    expect(learner.locator("#feedback")).to_contain_text("It runs tight.")
    page.goto("/admin/quizzes/import/")
    expect(page.locator("#result_list")).to_contain_text("knots.gift, broken.md")
    expect(page.locator("#result_list")).to_contain_text("undone")


def test_a_large_file_is_read_by_itself_and_by_the_keyboard_chosen(
    harbour: Site, ines: User, open_page: OpenPage
) -> None:
    text = bank(*(asked(f"Is *number* {n} one?", why=f"It is `{n}`.") for n in range(1_200)))
    page = open_page("/admin/quizzes/import/add/", user=ines)
    upload(page, [{"name": "large.md", "mimeType": "text/markdown", "buffer": text}], "Numbers")
    expect(page.locator("#chosen")).to_contain_text("1200 of 1200 chosen", timeout=60_000)
    expect(page.locator(".import-item")).to_have_count(50)
    first = page.get_by_label("Import question 1", exact=True)
    first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#chosen")).to_contain_text("1199 of 1200 chosen")
    expect(first).to_be_focused()
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Page 2 of 24")).to_be_visible()
    page.get_by_role("button", name="Previous").click()
    expect(first).not_to_be_checked()
