"""Orders and matches by mouse, by finger, by keyboard and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from quizzes.models import Attempt, Quiz
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.placing import MATCHES, RIGHT, at, quiz_of_kinds, row, rows
from tests.browser.site import Site
from tests.browser.test_keyboard import HIDDEN_FOCUS, tab_to
from tests.browser.watching import Watch
from tests.quizzes.taking import GRADED, PRACTICE, begin, places_held

pytestmark = pytest.mark.browser


@pytest.fixture
def quiz(harbour: Site) -> Quiz:
    return quiz_of_kinds()


def order(page: Page) -> str:
    """The letters of the options as they stand."""
    return "".join(re.findall(r"Text (\w) of", " ".join(rows(page).all_text_contents())))


def wanted() -> str:
    return "".join(sorted(RIGHT, key=lambda letter: RIGHT[letter]))


def held(attempt: Attempt, position: int) -> dict[str, int]:
    return places_held(attempt, position)


def saved(page: Page, deed: object) -> None:
    """Do it, and wait until it has been acknowledged."""
    assert callable(deed)
    with page.expect_response(re.compile("/answer/$")) as got:
        deed()
    assert got.value.ok
    expect(page.locator("#saved")).to_contain_text("Saved at")


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """By mouse, in steps, to the middle of another element."""
    start, end = what.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=12)
    page.mouse.up()


class TestByMouse:
    def test_an_order_is_dragged_saved_and_there_on_return(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, GRADED)
        page = open_page(at(attempt, 1), user=ada)
        target = order(page)[::-1]
        for place, letter in enumerate(target):
            if order(page)[place] != letter:
                grip = row(page, letter).locator(".grip")
                saved(page, lambda grip=grip, place=place: drag(page, grip, rows(page).nth(place)))
        assert order(page) == target
        assert held(attempt, 1) == {letter: target.index(letter) + 1 for letter in "ABCD"}
        here = page.locator(".nav-item[aria-current]")
        expect(here).to_have_class("nav-item is-answered")
        page.reload()
        assert order(page) == target

    def test_an_answer_is_dragged_onto_its_option(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, GRADED)
        page = open_page(at(attempt, 2), user=ada)
        for letter, answer in MATCHES.items():
            chip = page.locator(".answer-offered").filter(has_text=f"Answer {answer} of")
            saved(page, lambda chip=chip, letter=letter: drag(page, chip, row(page, letter)))
        assert held(attempt, 2) == MATCHES
        chip = page.locator(".answer-offered").first
        drag(page, chip, page.locator("h1"))
        assert held(attempt, 2) == MATCHES
        assert chip.evaluate("element => element.style.transform") == ""

    def test_arrow_buttons_do_it_by_single_clicks(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, GRADED)
        page = open_page(at(attempt, 1), user=ada)
        before = order(page)
        last = row(page, before[3])
        for _ in range(3):
            saved(page, lambda: last.get_by_role("button", name=re.compile("^Move up")).click())
        assert order(page) == before[3] + before[:3]
        # At the top it stays a stop for the keyboard, and does nothing.
        last.get_by_role("button", name=re.compile("^Move up")).click(force=True)
        assert order(page) == before[3] + before[:3]


def test_by_finger_the_grip_drags_and_the_rest_scrolls(
    ada: User, quiz: Quiz, open_page: OpenPage
) -> None:
    attempt = begin(ada, quiz, GRADED)
    page = open_page(
        at(attempt, 1), user=ada, has_touch=True, viewport={"width": 390, "height": 844}
    )
    before = order(page)
    grip = rows(page).first.locator(".grip")
    box, target = grip.bounding_box(), rows(page).nth(1).bounding_box()
    assert box is not None
    assert target is not None
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    end = target["y"] + target["height"] - 4

    def swipe() -> None:
        touch.send(
            "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
        )
        for step in range(1, 11):
            there = {"x": x, "y": y + (end - y) * step / 10}
            touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [there]})
        touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    saved(page, swipe)
    assert order(page) == before[1] + before[0] + before[2:]


class TestByKeyboard:
    def test_an_order_is_moved_told_and_the_focus_stays(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, PRACTICE)
        page = open_page(at(attempt, 1), user=ada)
        page.wait_for_load_state()
        for place, letter in enumerate(wanted()):
            page.keyboard.press(str(order(page).index(letter) + 1))
            while order(page).index(letter) > place:
                here = row(page, letter)
                page.keyboard.press("ArrowUp")
                expect(here.locator(".mover:focus")).to_have_count(1)
                assert page.evaluate(HIDDEN_FOCUS) == ""
                now = order(page).index(letter) + 1
                expect(page.locator("#moved")).to_contain_text(f"is now at place {now}")
        assert order(page) == wanted()
        tab_to(page, page.get_by_role("button", name="Answer"))
        page.keyboard.press("Enter")
        expect(page.locator("#verdict")).to_be_focused()
        expect(page.locator("#verdict")).to_have_text("Right")
        assert held(attempt, 1) == RIGHT

    def test_matches_are_chosen_from_lists(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, GRADED)
        page = open_page(at(attempt, 2), user=ada)
        for letter, answer in MATCHES.items():
            chosen = row(page, letter).locator("select")
            tab_to(page, chosen)
            label = chosen.locator("option").filter(has_text=f"Answer {answer} of").inner_text()
            # By its number, as lists are everywhere; no shortcut of the page takes it away.
            saved(page, lambda label=label: page.keyboard.press(label[0]))
        assert held(attempt, 2) == MATCHES
        page.keyboard.press("f")
        expect(page.get_by_role("button", name="Flag", exact=True)).to_be_visible()

    def test_a_match_left_out_is_told_and_the_rest_stays(
        self, ada: User, quiz: Quiz, open_page: OpenPage, watch: Watch
    ) -> None:
        attempt = begin(ada, quiz, PRACTICE)
        page = open_page(at(attempt, 2), user=ada)
        watch.statuses.add(422)
        row(page, "A").locator("select").select_option("2")
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#error")).to_be_focused()
        expect(row(page, "A").locator("select")).to_have_value("2")
        expect(page.get_by_text("It has no answer yet.")).to_have_count(2)
        row(page, "B").locator("select").select_option("1")
        row(page, "C").locator("select").select_option("1")
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#verdict")).to_be_focused()

    def test_the_order_seen_is_the_answer_though_nothing_was_moved(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, PRACTICE)
        page = open_page(at(attempt, 1), user=ada)
        seen = order(page)
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#verdict")).to_be_focused()
        assert held(attempt, 1) == {letter: seen.index(letter) + 1 for letter in "ABCD"}


class TestWithoutScripts:
    def test_lists_give_places_and_answers(
        self, ada: User, quiz: Quiz, open_page: OpenPage
    ) -> None:
        attempt = begin(ada, quiz, GRADED)
        page = open_page(at(attempt, 1), user=ada, java_script_enabled=False)
        expect(page.locator(".mover").first).to_be_hidden()
        for letter, place in RIGHT.items():
            page.get_by_role("combobox", name=f"Text {letter} of").select_option(str(place))
        page.get_by_role("button", name="Save and go on").click()
        assert held(attempt, 1) == RIGHT
        for letter, answer in MATCHES.items():
            chosen = page.get_by_role("combobox", name=f"Text {letter} of")
            label = chosen.locator("option").filter(has_text=f"Answer {answer} of").text_content()
            chosen.select_option(label=label)
        page.get_by_role("button", name="Save and go on").click()
        assert held(attempt, 2) == MATCHES
        page.get_by_role("link", name="Review and finish").click()
        page.get_by_role("button", name="Finish all the same").click()
        expect(page.get_by_text("2 of 3 fully right, parts count too")).to_be_visible()

    def test_what_is_wrong_is_told_beside_the_lists(
        self, ada: User, quiz: Quiz, open_page: OpenPage, watch: Watch
    ) -> None:
        attempt = begin(ada, quiz, PRACTICE)
        watch.statuses.add(422)
        page = open_page(at(attempt, 1), user=ada, java_script_enabled=False)
        page.get_by_role("combobox", name="Text A of").select_option("1")
        page.get_by_role("combobox", name="Text B of").select_option("1")
        page.get_by_role("button", name="Answer").click()
        expect(page.get_by_text("Another has place 1 too.")).to_have_count(2)
        expect(page.get_by_text("It has no place yet.")).to_have_count(2)
        expect(page.get_by_role("combobox", name="Text B of")).to_have_value("1")
