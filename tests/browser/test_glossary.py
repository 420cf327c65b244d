"""A term opens what it means: by a press, a key or a resting mouse, with and without scripts."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def term(page: Page) -> tuple[Locator, Locator]:
    """The first term of the chapter's text, and what it means."""
    button = page.locator(".section .term").first
    target = button.get_attribute("popovertarget")
    button.scroll_into_view_if_needed()
    return button, page.locator(f"[id='{target}']")


@pytest.mark.parametrize("scripts", [True, False])
def test_by_a_press_and_by_keys(shipped: Site, open_page: OpenPage, scripts: bool) -> None:
    page = open_page(shipped.chapter, java_script_enabled=scripts)
    button, note = term(page)
    expect(note).to_be_hidden()
    button.click()
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    button.press("Enter")
    expect(note).to_be_visible()
    page.keyboard.press("Tab")
    expect(note.get_by_role("link", name="In the glossary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    note.get_by_role("link", name="In the glossary").click()
    expect(page.get_by_role("heading", name="Glossary")).to_be_visible()


def test_on_a_small_screen_it_stands_at_the_foot(shipped: Site, open_page: OpenPage) -> None:
    page = open_page(shipped.chapter, viewport={"width": 390, "height": 844}, has_touch=True)
    button, note = term(page)
    button.tap()
    box = note.bounding_box()
    assert box is not None
    assert (box["x"], round(box["y"] + box["height"])) == (0, 844)
    assert box["width"] == 390


def test_by_a_mouse_that_rests(shipped: Site, open_page: OpenPage) -> None:
    page = open_page(shipped.chapter)
    button, note = term(page)
    button.hover()
    expect(note).to_be_visible()
    note.hover()
    expect(note).to_be_visible()
    page.locator("h1").hover()
    expect(note).to_be_hidden()
    button.hover()
    expect(note).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    page.locator("h1").hover()
    page.clock.install()
    button.hover()
    page.clock.run_for(300)
    expect(note).to_be_visible()
    button.click()
    page.locator("h1").hover()
    page.clock.run_for(300)
    expect(note).to_be_visible()


def test_paper_shows_the_plain_word(shipped: Site, open_page: OpenPage) -> None:
    page = open_page(shipped.chapter)
    button, note = term(page)
    page.emulate_media(media="print")
    assert button.evaluate("e => getComputedStyle(e).textDecorationLine") == "none"
    expect(note).to_be_hidden()
