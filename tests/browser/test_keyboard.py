"""The same way by keyboard alone, with the focus in sight at each stop."""

import pytest
from playwright.sync_api import Locator, Page, expect

from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.harbour_key import answers_to
from tests.browser.site import Site

pytestmark = pytest.mark.browser

MOST_STOPS = 90
# Why the focus cannot be seen where it is, or "" where it can. A control may leave the drawing
# of its ring to the label that holds it.
HIDDEN_FOCUS = """() => {
    const focused = document.activeElement;
    if (focused === document.body) return "";  // the browser's own bar has it
    const holder = focused.closest("label") ?? focused;
    const shown = [focused, holder].some((element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2
            && element.checkVisibility({ opacityProperty: true });
    });
    const name = focused.outerHTML.slice(0, 120);
    if (!shown) return `no ring around ${name}`;
    const box = [...holder.getClientRects()].find((rect) => rect.width * rect.height) ?? null;
    if (!box) return `no box of ${name}`;
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const seen = [y, box.top + 3, box.bottom - 3].some((height) => {
        const there = document.elementFromPoint(x, height);
        return there && (holder.contains(there) || there.contains(holder));
    });
    return seen ? "" : `${name} lies outside the window or behind something`;
}"""


def tab_to(page: Page, target: Locator, *, key: str = "Tab") -> None:
    """Press Tab until target has the focus; every stop on the way is in sight."""
    target.wait_for(state="attached")
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
        assert page.evaluate(HIDDEN_FOCUS) == "", page.url
    pytest.fail(f"{MOST_STOPS} stops do not lead to {target}")


def use(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def practise(page: Page) -> None:
    page.get_by_role("button", name="Start: Practice").click()
    settled(page, 1)


def settled(page: Page, number: int) -> None:
    """Wait until the question is there and its script listens."""
    expect(page.get_by_role("heading", name=f"Question {number} of 4")).to_be_visible()
    page.wait_for_load_state()


def choose(page: Page, *, right: bool, by: str) -> None:
    """Choose by the option's number or its letter, whichever its place gives."""
    for text in answers_to(page, right=right):
        option = page.locator(".option").filter(has_text=text)
        letter = option.locator("input").get_attribute("data-letter") or ""
        page.keyboard.press(letter.lower() if by == "letter" else str(ord(letter) - ord("A") + 1))
        expect(option.locator("input")).to_be_checked()


def test_from_sign_up_to_progress(harbour: Site, open_page: OpenPage) -> None:
    page = open_page()
    use(page, page.get_by_role("link", name="Create account").first)
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type("Ada")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type("ada@example.org")
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type("a harbour by night")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Good to see you, Ada")).to_be_visible()

    use(page, page.get_by_role("link", name="Start reading"))
    expect(page.get_by_role("heading", name="Tides and Tables", level=1)).to_be_visible()
    toggle = page.locator("#sec-high-water .toggle")
    tab_to(page, toggle)
    page.keyboard.press("Space")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    expect(toggle).to_be_focused()
    tick = page.get_by_role("button", name="Mark as done").first
    tab_to(page, tick)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Done", exact=True)).to_be_focused()
    use(page, page.locator(".quiz-card").get_by_role("link", name="Take the quiz"))

    use(page, page.get_by_role("button", name="Start: Practice"))
    for number in range(1, 5):
        settled(page, number)
        choose(page, right=number != 2, by="letter")
        page.keyboard.press("Enter")
        expect(page.locator("#verdict")).to_be_focused()
        assert page.evaluate(HIDDEN_FOCUS) == ""
        page.keyboard.press("Enter")
    use(page, page.get_by_role("button", name="Finish and see the result"))
    expect(page.get_by_role("heading", name="Practice done")).to_be_visible()
    use(page, page.get_by_role("link", name="Open the quiz"))

    use(page, page.get_by_role("button", name="Start: Graded"))
    for number in range(1, 5):
        settled(page, number)
        choose(page, right=True, by="number")
        expect(page.locator("#saved")).to_contain_text("Saved at")
        page.keyboard.press("Enter")
    use(page, page.get_by_role("button", name="Finish and see the result"))
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    card = page.locator(".answer-card").first
    use(page, card.locator("summary"))
    expect(card.locator(".answer-body")).to_be_visible()
    use(page, page.get_by_role("link", name="Progress", exact=True))
    expect(page.get_by_role("row", name="Pilot Boat").last).to_contain_text("3 of 3")


def test_arrows_lead_from_question_to_question(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada)
    practise(page)
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2)):
        page.keyboard.press(key)
        settled(page, number)


def test_arrows_move_between_options_and_leave_the_page_alone(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada)
    practise(page)
    options = page.locator('input[name="option"]')
    tab_to(page, options.first)
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_be_checked()
    expect(options.nth(1)).to_be_focused()
    assert page.evaluate(HIDDEN_FOCUS) == ""
    expect(page.get_by_role("heading", name="Question 1 of 4")).to_be_visible()


def test_f_flags_unless_there_is_an_option_f(harbour: Site, ada: User, open_page: OpenPage) -> None:
    page = open_page(harbour.quiz, user=ada)
    practise(page)
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="Flag", exact=True)).to_be_visible()
    six = page.url.replace("/1/", "/4/")
    page.goto(six)
    page.keyboard.press("f")
    expect(page.locator('input[data-letter="F"]')).to_be_checked()
    page.keyboard.press("Shift+F")
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()


def test_a_question_mark_lists_the_keys(harbour: Site, ada: User, open_page: OpenPage) -> None:
    page = open_page(harbour.quiz, user=ada)
    practise(page)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="By keyboard")
    expect(keys).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator("input:checked")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_the_first_stop_skips_to_the_text(harbour: Site, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    assert page.evaluate(HIDDEN_FOCUS) == ""
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_menu_of_the_account_closes_by_escape(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(user=ada)
    menu = page.locator("details.account > summary")
    use(page, menu)
    expect(page.get_by_role("link", name="Your profile")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your profile")).to_be_hidden()
    expect(menu).to_be_focused()


def test_every_stop_of_a_chapter_is_in_sight(harbour: Site, ada: User, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter, user=ada, viewport={"width": 390, "height": 700})
    tab_to(page, page.get_by_role("link", name="Next chapter"))
    tab_to(page, page.get_by_role("link", name="Studyapp"), key="Shift+Tab")
