"""The preview while writing: rows added by script, and a session that ends meanwhile."""

import pytest
from playwright.sync_api import expect

from studyapp.accounts.instructors import ensure_group
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.factories import UserFactory

pytestmark = pytest.mark.browser
ADD = "/admin/quizzes/question/add/"


def test_rows_are_added_and_drawn_at_once(harbour: Site, open_page: OpenPage) -> None:
    ines = UserFactory(is_staff=True)
    ines.groups.add(ensure_group())
    page = open_page(ADD, user=ines)
    page.get_by_role("button", name="Add an option").click()
    row = page.get_by_role("group", name="Option 7")
    expect(row.get_by_label("Text")).to_be_focused()
    row.get_by_label("Text").fill("The **seventh** <b>")
    expect(page.locator("#preview strong").first).to_have_text("seventh")
    expect(page.locator("#preview")).to_contain_text("<b>")
    page.get_by_label("Find a service").fill("pilot")
    expect(page.locator(".service-tick:visible")).to_have_count(1)


def test_a_session_that_ends_is_told_and_the_words_stay(harbour: Site, open_page: OpenPage) -> None:
    ines = UserFactory(is_staff=True)
    ines.groups.add(ensure_group())
    page = open_page(ADD, user=ines)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Stem").fill("Still here?")
    expect(page.locator("#preview-lost")).to_be_visible()
    expect(page.get_by_label("Stem")).to_have_value("Still here?")
    expect(page.locator("#preview")).to_have_count(1)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.get_by_label("Stem").fill("Still **here**?")
    expect(page.locator("#preview strong").first).to_have_text("here")
    expect(page.locator("#preview-lost")).to_be_hidden()
