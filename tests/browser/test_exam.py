"""An exam in the browser: what happens to lines, tabs and sessions loses no answer."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes import attempts
from quizzes.models import Attempt, Saved
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site, session_of
from tests.browser.test_every_page import AXE, RUN_AXE, STICKING_OUT
from tests.browser.test_keyboard import use
from tests.browser.watching import Watch
from tests.factories import PASSWORD, UserFactory, placed_question
from tests.quizzes.taking import held, places_held
from tests.quizzes.under_way import exam, sit

pytestmark = pytest.mark.browser

KEYS = ("A", "BC", "D", "A", "B", "C")
AGAIN_MS = 10_000
WAITING = "Object.keys(localStorage).filter((name) => name.includes(':save:')).length"


def begun(user: User, *, seconds: float = 5_400) -> Attempt:
    """An exam of six questions that ends in so many seconds."""
    return sit(user, exam(*KEYS), deadline_at=timezone.now() + timedelta(seconds=seconds))


@pytest.fixture
def attempt(ada: User) -> Attempt:
    return begun(ada)


def ends(attempt: Attempt, *, seconds: float) -> None:
    end = timezone.now() + timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=end)


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


def finish(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Finish")).click()
    expect(page).to_have_url(re.compile("/result/$"))


def answers(attempt: Attempt) -> list[str]:
    return [held(attempt, position)[0] for position in range(1, 7)]


def unsent(page: Page) -> int:
    found: int = page.evaluate(WAITING)
    return found


def all_sent(page: Page) -> None:
    expect(page.locator("#exam[data-waiting='0']")).to_be_attached(timeout=AGAIN_MS)
    assert unsent(page) == 0


def tries_in_vain(page: Page, number: int) -> None:
    """The page tries to send so many times, four seconds apart, and nothing leaves."""
    for _ in range(number):
        page.wait_for_event("requestfailed", timeout=AGAIN_MS)


def test_the_line_is_down_for_half_a_minute_and_the_page_loaded_again_meanwhile(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page(path(attempt), user=ada)
    at_question(page, 1)
    choose(page, "B")
    saved(page)
    page.context.set_offline(True)
    choose(page, "A")
    banner = page.locator("[data-unsent]")
    expect(banner).to_contain_text("1 answer has not reached the site yet")
    page.get_by_label("a guess").check()
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    current = page.locator(".nav-item[aria-current]")
    expect(current).to_have_accessible_name("1 , answered, flagged")
    expect(current.locator(".nav-flag")).to_be_visible()
    expect(page.locator("#saved")).to_be_hidden()
    go_on(page)
    expect(banner).to_be_in_viewport()
    at_question(page, 1)
    tries_in_vain(page, 7)
    assert unsent(page) == 3
    assert held(attempt, 1)[0] == "B"
    # From here on the site may have it: Chromium lets a page that goes away send a last time, even
    # where a test has cut the line.
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()

    page.context.set_offline(False)
    page.goto(path(attempt))
    all_sent(page)
    expect(page.get_by_label(option(page, "A"))).to_be_checked()
    expect(page.get_by_label("a guess")).to_be_checked()
    expect(page.get_by_role("button", name="Flagged")).to_be_visible()
    expect(banner).to_be_hidden()
    response = attempt.responses.get(position=1)
    assert (held(attempt, 1)[0], response.certainty, response.flagged) == ("A", 1, True)
    assert Saved.objects.filter(attempt=attempt).count() == 4
    assert watch.faults
    watch.faults.clear()


def test_the_line_comes_back_to_a_page_that_stayed(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage, watch: Watch
) -> None:
    """The answer to the first try is lost on its way, so that it is sent twice."""
    page = open_page(path(attempt), user=ada)
    at_question(page, 1)
    lost = []

    def lose(route: object) -> None:
        lost.append(route.fetch())  # type: ignore[attr-defined]
        route.abort("connectionreset")  # type: ignore[attr-defined]

    page.route("**/save/", lose)
    choose(page, "A")
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.unroute("**/save/")
    expect(page.locator("[data-unsent]")).to_be_hidden(timeout=AGAIN_MS)
    saved(page)
    assert lost
    assert Saved.objects.filter(attempt=attempt).count() == 1
    assert held(attempt, 1)[0] == "A"
    watch.faults.clear()


def test_the_tab_is_killed_and_opened_again(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page(path(attempt), user=ada)
    at_question(page, 1)
    page.context.set_offline(True)
    choose(page, "A")
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(path(attempt, 2))
    expect(again.get_by_role("heading", name="Question 2 of 6")).to_be_visible()
    all_sent(again)
    assert held(attempt, 1)[0] == "A"
    again.goto(path(attempt))
    expect(again.get_by_label(option(again, "A"))).to_be_checked()
    watch.faults.clear()


def test_who_is_signed_out_signs_in_again_and_nobody_else_sends_it(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage, watch: Watch
) -> None:
    watch.statuses.update({401, 404})
    bo = UserFactory(email="bo@example.org")
    page = open_page(path(attempt, 3), user=ada)
    at_question(page, 3)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    choose(page, "D")
    notice = page.locator("[data-signed-out]")
    expect(notice).to_be_visible()
    theirs = [{"name": "sessionid", "value": session_of(bo), "url": harbour.url}]
    page.context.add_cookies(theirs)  # type: ignore[arg-type]
    go_on(page)
    expect(notice).to_be_visible()
    assert unsent(page) == 1
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    notice.get_by_role("link", name="Sign in again").click()
    page.get_by_label("E-mail address").fill(ada.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    at_question(page, 3)
    all_sent(page)
    expect(page.get_by_label(option(page, "D"))).to_be_checked()
    assert held(attempt, 3)[0] == "D"


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


def test_who_comes_back_in_the_last_minute_is_told_so(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(None, user=ada)
    page.goto(path(begun(ada, seconds=55)))
    expect(page.locator("[data-warning]")).to_contain_text("1 minute left")


def test_warnings_and_a_calm_end(harbour: Site, ada: User, open_page: OpenPage) -> None:
    attempt = begun(ada, seconds=660)
    page = open_page(None, user=ada)
    page.clock.install()
    page.goto(path(attempt))
    expect(page.get_by_role("timer")).to_contain_text("10:")
    expect(page.locator("[data-warning]")).to_be_hidden()
    page.clock.run_for(70_000)
    expect(page.locator("[data-warning]")).to_contain_text("10 minutes left")
    page.clock.run_for(480_000)
    expect(page.locator("[data-warning]")).to_contain_text("2 minutes left")
    page.evaluate(AXE)
    assert page.evaluate(RUN_AXE, [{}, None]) == []
    assert page.evaluate(STICKING_OUT) == []
    # The site's clock has gone as far as the page's.
    ends(attempt, seconds=105)
    choose(page, "A")
    saved(page)
    ends(attempt, seconds=0)
    page.clock.run_for(121_000)
    expect(page.get_by_role("heading", name="Time is up")).to_be_visible()
    expect(page.get_by_text("1 of 6 questions have an answer")).to_be_visible()
    page.get_by_role("button", name="See the result").click()
    expect(page).to_have_url(re.compile("/result/$"))
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.right) == (Attempt.EndedBy.TIME, 1)


def test_more_time_is_seen_at_the_next_save(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage
) -> None:
    page = open_page(path(attempt), user=ada)
    at_question(page, 1)
    expect(page.get_by_role("timer")).to_contain_text("1:29:")
    ends(attempt, seconds=5_400 + 1_800)
    choose(page, "A")
    expect(page.get_by_role("timer")).to_contain_text("1:59:")
    expect(page.get_by_label(option(page, "A"))).to_be_checked()


def test_what_is_chosen_after_another_tab_finished_is_said_to_be_late(
    harbour: Site, ada: User, attempt: Attempt, open_page: OpenPage, watch: Watch
) -> None:
    watch.statuses.add(410)
    page = open_page(path(attempt), user=ada)
    at_question(page, 1)
    attempts.submit(ada.pk, attempt.pk, now=timezone.now())
    # Not check(): the page may have led on before it could be seen to be chosen.
    page.get_by_label(option(page, "A")).click()
    expect(page.get_by_role("heading", name="This exam is finished")).to_be_visible()
    expect(page.get_by_text("For 1 question an answer came after the end.")).to_be_visible()
    assert held(attempt, 1)[0] == ""


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


def test_time_runs_out_while_the_line_is_down(
    harbour: Site, ada: User, open_page: OpenPage, watch: Watch
) -> None:
    attempt = begun(ada, seconds=60)
    page = open_page(None, user=ada)
    page.clock.install()
    page.goto(path(attempt))
    page.context.set_offline(True)
    choose(page, "A")
    page.clock.run_for(61_000)
    expect(page.locator("[data-over]")).to_contain_text("Time is up.")
    expect(page.get_by_label(option(page, "B"))).to_be_disabled()
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))
    watch.statuses.add(410)
    page.context.set_offline(False)
    page.clock.run_for(4_000)
    expect(page.get_by_role("heading", name="Time is up")).to_be_visible()
    expect(page.get_by_text("For 1 question an answer came after the end.")).to_be_visible()
    assert held(attempt, 1)[0] == ""
    watch.faults.clear()
