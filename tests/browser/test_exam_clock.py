"""An exam in the browser: how its time is told, given and taken."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes import attempts
from quizzes.models import Attempt
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.exam_page import at_question, begun, choose, option, path, saved
from tests.browser.site import Site
from tests.browser.test_every_page import AXE, RUN_AXE, STICKING_OUT
from tests.browser.watching import Watch
from tests.quizzes.taking import held

pytestmark = pytest.mark.browser


@pytest.fixture
def attempt(ada: User) -> Attempt:
    return begun(ada)


def ends(attempt: Attempt, *, seconds: float) -> None:
    end = timezone.now() + timedelta(seconds=seconds)
    Attempt.objects.filter(pk=attempt.pk).update(deadline_at=end)


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
