"""An exam in the browser: with scripts or without, by keyboard, on several devices."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.exam_page import (
    KEYS,
    all_sent,
    at_question,
    begun,
    choose,
    go_on,
    option,
    path,
    saved,
)
from tests.browser.site import Site
from tests.browser.test_keyboard import use
from tests.factories import placed_question
from tests.quizzes.taking import held, places_held
from tests.quizzes.under_way import exam, sit

pytestmark = pytest.mark.browser


@pytest.fixture
def attempt(ada: User) -> Attempt:
    return begun(ada)


def finish(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Finish")).click()
    expect(page).to_have_url(re.compile("/result/$"))


def answers(attempt: Attempt) -> list[str]:
    return [held(attempt, position)[0] for position in range(1, 7)]


def test_tabs_and_devices_go_on_with_the_same_attempt(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage
) -> None:
    page = open_page(path(attempt, 2), user=ada)
    at_question(page, 2)
    tab = page.context.new_page()
    tab.goto(path(attempt, 2))
    at_question(tab, 2)
    choose(page, "BC")
    saved(page)
    # What one tab chose the other shows, and its flag takes nothing back.
    expect(tab.get_by_label(option(tab, "C"))).to_be_checked()
    tab.get_by_role("button", name="Flag").click()
    saved(tab)
    phone = open_page(path(attempt, 2), user=ada, viewport={"width": 390, "height": 800})
    expect(phone.get_by_label(option(phone, "B"))).to_be_checked()
    expect(phone.get_by_role("button", name="Flagged")).to_be_visible()
    phone.get_by_label(option(phone, "B")).uncheck()
    saved(phone)
    assert held(attempt, 2)[0] == "C"
    assert attempt.responses.get(position=2).flagged


def test_without_scripts(harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage) -> None:
    page = open_page(path(attempt), user=ada, java_script_enabled=False)
    for number, letters in enumerate(KEYS, 1):
        at_question(page, number)
        expect(page.get_by_text(re.compile(r"Ends at \d\d:\d\d"))).to_be_visible()
        expect(page.get_by_role("timer")).to_be_hidden()
        if number == 2:
            page.get_by_role("button", name="Flag").click()
            expect(page.get_by_role("button", name="Flagged")).to_be_visible()
            page.get_by_role("button", name="Back").click()
            at_question(page, 1)
            go_on(page)
        if number == 4:
            continue_without(page)
            continue
        choose(page, letters)
        page.get_by_label("fairly sure").check()
        go_on(page)
    expect(page.get_by_text("1 question has no answer yet.")).to_be_visible()
    expect(page.get_by_text("You flagged 1 question")).to_be_visible()
    page.get_by_role("link", name="To the first open question").click()
    at_question(page, 4)
    choose(page, "A")
    go_on(page)
    at_question(page, 5)
    page.locator("#navigator").get_by_role("link", name="6 , answered").click()
    expect(page.get_by_label(option(page, "C"))).to_be_checked()
    go_on(page)
    finish(page)
    assert answers(attempt) == list(KEYS)
    attempt.refresh_from_db()
    assert (attempt.right, attempt.ended_by) == (6, Attempt.EndedBy.LEARNER)


def continue_without(page: Page) -> None:
    """On without an answer, by the navigator."""
    page.locator("#navigator").get_by_role("link", name="5 , not answered").click()


def test_by_keyboard_alone(harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage) -> None:
    page = open_page(path(attempt), user=ada)
    for number, letters in enumerate(KEYS, 1):
        at_question(page, number)
        for letter in letters:
            row = page.locator(".option").filter(has_text=option(page, letter))
            shown = row.locator("input").get_attribute("data-letter") or ""
            page.keyboard.press(shown.lower())
            expect(row.locator("input")).to_be_checked()
        if number == 3:
            page.keyboard.press("f")
            expect(page.get_by_role("button", name="Flagged")).to_be_visible()
            page.keyboard.press("ArrowLeft")
            at_question(page, 2)
            page.keyboard.press("ArrowRight")
            at_question(page, 3)
        page.keyboard.press("Enter")
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    use(page, page.get_by_role("button", name="Finish and see the result"))
    expect(page).to_have_url(re.compile("/result/$"))
    assert answers(attempt) == list(KEYS)


def test_an_order_is_answered_by_moving_it_or_going_on_and_by_nothing_else(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    quiz = exam("A")
    placed_question(2, 3, 1, quiz=quiz, position=2)
    attempt = sit(ada, quiz, deadline_at=timezone.now() + timedelta(hours=1))
    page = open_page(path(attempt, 2), user=ada)
    page.get_by_role("button", name="Flag").click()
    saved(page)
    assert not held(attempt, 2)[2]
    shown = page.locator(".place-words").all_inner_texts()
    page.locator(".mover:not([aria-disabled=true])").first.click()
    expect(page.locator(".place-words").first).to_have_text(shown[1])
    expect(page.locator(".nav-item[aria-current]")).to_have_class(re.compile("is-answered"))
    all_sent(page)
    assert sorted(places_held(attempt, 2).values()) == [1, 2, 3]
    before = places_held(attempt, 2)
    page.reload()
    expect(page.locator(".place-words").first).to_have_text(shown[1])
    go_on(page)
    expect(page.get_by_role("heading", name="Before you finish")).to_be_visible()
    assert places_held(attempt, 2) == before
