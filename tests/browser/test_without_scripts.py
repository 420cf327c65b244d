"""The same way where no script runs: forms and links do all of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.harbour_key import answers_to
from tests.browser.site import Site
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def choose(page: Page, *, right: bool) -> None:
    for text in answers_to(page, right=right):
        page.get_by_label(text).check()


def test_from_sign_up_to_progress(harbour: Site, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.get_by_role("link", name="Create account").first.click()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill("a harbour by night")
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("link", name="Start reading").click()
    page.locator("#sec-high-water").get_by_role("button", name="Mark as read").click()
    expect(page).to_have_url(re.compile("#high-water$"))
    expect(page.locator("#sec-high-water .toggle")).to_have_text("Read")
    page.get_by_role("button", name="Mark as done").first.click()
    expect(page.get_by_role("button", name="Done", exact=True)).to_have_count(1)
    page.locator(".quiz-card").get_by_role("link", name="Take the quiz").click()

    page.get_by_role("button", name="Start: Practice").click()
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Question {number} of 4")).to_be_visible()
        choose(page, right=number != 2)
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#verdict")).to_contain_text("Right" if number != 2 else "Not quite")
        page.locator("#next-button").click()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", name="Practice done")).to_be_visible()
    page.get_by_role("link", name="Open the quiz").click()

    page.get_by_role("button", name="Start: Graded").click()
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Question {number} of 4")).to_be_visible()
        if number == 1:
            page.get_by_role("button", name="Flag").click()
            expect(page.get_by_role("button", name="Flagged")).to_be_visible()
        choose(page, right=True)
        page.get_by_role("button", name=re.compile("^Save and")).click()
    expect(page.get_by_text("You flagged 1 question")).to_be_visible()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    card = page.locator(".answer-card").first
    card.locator("summary").click()
    expect(card.locator(".answer-body")).to_be_visible()

    page.get_by_role("link", name="Progress", exact=True).click()
    expect(page.get_by_role("row", name="Pilot Boat").last).to_contain_text("3 of 3")
    page.get_by_role("link", name="Studyapp").click()
    expect(page.locator("section:has(> #last)")).to_contain_text("100 %")
    page.locator("details.account > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_choice_is_stored_by_going_on_and_is_there_on_return(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada, java_script_enabled=False)
    page.get_by_role("button", name="Start: Graded").click()
    page.get_by_label("Six hours").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("Six hours")).to_be_checked()


def test_an_answer_short_of_the_asked_number_is_refused_in_words(
    harbour: Site, ada: User, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page(harbour.quiz, user=ada, java_script_enabled=False)
    page.get_by_role("button", name="Start: Practice").click()
    page.get_by_role("link", name="Skip", exact=True).click()
    watch.statuses.add(422)
    page.get_by_label("The clock").check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert").first).to_have_text("Choose 2 options, then answer.")


@pytest.mark.parametrize("width", [390, 1280])
def test_contents_and_navigator_are_there(
    harbour: Site, ada: User, open_page: OpenPage, width: int
) -> None:
    viewport = {"width": width, "height": 800}
    page = open_page(harbour.chapter, user=ada, java_script_enabled=False, viewport=viewport)
    if width == 390:
        page.locator("#contents > summary").click()
    page.locator(".toc").get_by_role("link", name="High Water").click()
    expect(page.locator("#high-water")).to_be_in_viewport()
    page.goto(harbour.quiz)
    page.get_by_role("button", name="Start: Practice").click()
    if width == 390:
        page.locator("#drawer > summary").click()
    page.locator("#navigator").get_by_role("link", name="3 ,").click()
    expect(page.get_by_role("heading", name="Question 3 of 4")).to_be_visible()


def test_nothing_is_shown_that_only_scripts_can_do(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada, java_script_enabled=False)
    page.get_by_role("button", name="Start: Practice").click()
    expect(page.get_by_role("button", name="Keys")).to_be_hidden()
    expect(page.locator("#offline")).to_be_hidden()
