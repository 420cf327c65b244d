"""An exam in the browser: what happens to lines, tabs and sessions loses no answer."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Saved
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.exam_page import (
    AGAIN_MS,
    all_sent,
    at_question,
    begun,
    choose,
    go_on,
    option,
    path,
    saved,
    unsent,
)
from tests.browser.site import Site, session_of
from tests.browser.watching import Watch
from tests.factories import PASSWORD, UserFactory
from tests.quizzes.taking import held

pytestmark = pytest.mark.browser


@pytest.fixture
def attempt(ada: User) -> Attempt:
    return begun(ada)


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
