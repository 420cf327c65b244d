import re

import pytest
from playwright.sync_api import expect

from content.models import ReadingPosition, SectionRead
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_a_chapter_is_read_without_an_account(harbour: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("link", name="Start reading").click()
    page.get_by_role("link", name="Tides and Tables", exact=False).first.click()
    expect(page).to_have_url(re.compile(f"{harbour.chapter}$"))
    expect(page.get_by_role("heading", name="High Water")).to_be_visible()
    expect(page.get_by_role("button", name="Mark as read")).to_have_count(0)
    page.get_by_role("link", name="Take the quiz").click()
    page.get_by_role("button", name="Start: Practice").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_in_for_a_quiz_leads_back_to_it(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz)
    page.get_by_role("button", name="Start: Graded").click()
    page.get_by_label("E-mail address").fill(ada.email)
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(f"{harbour.quiz}$"))
    expect(page.get_by_role("button", name="Start: Graded")).to_be_visible()


def test_a_section_marked_read_stays_so(harbour: Site, ada: User, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter, user=ada)
    section = page.locator("#sec-high-water")
    section.get_by_role("button", name="Mark as read").click()
    expect(section.get_by_role("button", name="Read")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".toc").get_by_role("link", name="High Water read")).to_be_visible()
    toggle = open_page(harbour.chapter, user=ada).locator("#sec-high-water .toggle")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")


def test_a_section_counts_as_read_once_there_was_time_to_read_it(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page("/", user=ada)
    page.clock.install()
    page.goto(harbour.chapter)
    page.locator("#sec-summary").scroll_into_view_if_needed()
    toggle = page.locator("#sec-overview .toggle")
    page.locator("#sec-overview h2").evaluate("heading => heading.scrollIntoView()")
    page.clock.run_for(2_000)
    expect(toggle).to_have_attribute("aria-pressed", "false")
    page.clock.run_for(40_000)
    expect(toggle).to_have_attribute("aria-pressed", "true")
    assert SectionRead.objects.filter(user=ada, section__slug="overview").exists()


def test_a_labs_ticks_are_kept(harbour: Site, ada: User, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter, user=ada)
    page.get_by_role("button", name="Mark as done").first.click()
    expect(page.get_by_role("button", name="Done", exact=True)).to_have_count(1)
    again = open_page(harbour.chapter, user=ada)
    expect(again.get_by_role("button", name="Done", exact=True)).to_have_count(1)
    expect(again.get_by_role("button", name="Mark as done")).to_have_count(1)


def test_code_is_copied_without_its_frame(harbour: Site, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter, permissions=["clipboard-read", "clipboard-write"])
    copy = page.get_by_role("button", name="Copy")
    copy.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "tide --station north --at now --format metres"


def test_the_contents_lead_to_sections_and_follow_the_reader(
    harbour: Site, open_page: OpenPage
) -> None:
    page = open_page(harbour.chapter)
    entry = page.locator(".toc").get_by_role("link", name="Lab: Read the Gauge")
    entry.click()
    expect(page).to_have_url(re.compile("#lab-read-the-gauge$"))
    expect(page.locator("#lab-read-the-gauge")).to_be_in_viewport()
    expect(entry).to_have_attribute("aria-current", "true")


def test_on_a_phone_the_contents_open_and_close_behind_a_button(
    harbour: Site, open_page: OpenPage
) -> None:
    page = open_page(harbour.chapter, viewport={"width": 390, "height": 844})
    entry = page.locator(".toc").get_by_role("link", name="High Water")
    expect(entry).to_be_hidden()
    page.locator("#contents > summary").click()
    entry.click()
    expect(entry).to_be_hidden()
    expect(page.locator("#high-water")).to_be_in_viewport()
    expect(page.locator("#contents > summary")).to_contain_text("High Water")


def test_the_place_is_remembered_on_another_device(
    shipped: Site, ada: User, open_page: OpenPage
) -> None:
    desk = open_page(shipped.chapter, user=ada)
    paragraph = desk.locator("#sec-amazon-aurora > .prose > *").nth(7)
    words = paragraph.inner_text()
    paragraph.scroll_into_view_if_needed()
    expect(desk.locator("#sec-amazon-aurora img")).to_have_js_property("complete", True)
    paragraph.evaluate("""block => scrollTo({
        top: block.getBoundingClientRect().top + scrollY - 200, behavior: "instant",
    })""")
    expect(desk.locator(".toc [aria-current]")).to_contain_text("Amazon Aurora")
    desk.goto(shipped.course)
    expect(desk.get_by_role("heading", name="Chapters")).to_be_visible()
    place = ReadingPosition.objects.get(user=ada)
    assert (place.section.slug, place.block) == ("amazon-aurora", 7)

    phone = open_page(user=ada, viewport={"width": 390, "height": 844})
    phone.get_by_role("link", name="Read on").click()
    expect(phone.get_by_text(words[:60])).to_be_in_viewport()
    phone.goto(shipped.chapter)
    phone.get_by_role("link", name="Go on where you were").click()
    expect(phone.get_by_text(words[:60])).to_be_in_viewport()


def test_a_sections_questions_are_reached_from_it(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.chapter, user=ada)
    page.locator("#sec-high-water").get_by_role("link", name="2 questions").click()
    expect(page.get_by_text("Only the questions on “High Water”.")).to_be_visible()
    page.get_by_role("button", name="Start: Practice").click()
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()


def test_chapters_follow_one_another(harbour: Site, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter)
    page.get_by_role("link", name="Next chapter").click()
    expect(page.get_by_role("heading", name="Moorings", level=1)).to_be_visible()
    page.get_by_role("link", name="Previous chapter").click()
    expect(page.get_by_role("heading", name="Tides and Tables", level=1)).to_be_visible()


def test_pictures_have_captions_and_all_of_them_load(shipped: Site, open_page: OpenPage) -> None:
    page = open_page(shipped.chapter)
    pictures = page.locator("figure img")
    expect(pictures).not_to_have_count(0)
    for place in range(pictures.count()):
        pictures.nth(place).scroll_into_view_if_needed()
        expect(pictures.nth(place)).to_have_js_property("complete", True)
        assert pictures.nth(place).evaluate("image => image.naturalWidth") > 0
    expect(page.locator("figure:not(:has(figcaption))")).to_have_count(0)


def test_a_drawings_words_are_readable_on_a_phone(shipped: Site, open_page: OpenPage) -> None:
    page = open_page(shipped.chapter, viewport={"width": 390, "height": 844})
    drawing = page.get_by_role("group", name="Drawing").first
    drawing.scroll_into_view_if_needed()
    image = drawing.get_by_role("img")
    expect(image).to_have_js_property("complete", True)
    # Its smallest letters are 12 pixels high at their natural size.
    shown, natural = image.evaluate("image => [image.clientWidth, image.naturalWidth]")
    assert shown >= 0.9 * natural
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
    drawing.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("element => element.scrollLeft > 0", arg=drawing.element_handle())
