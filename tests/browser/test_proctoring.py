"""An instructor opens a window, watches who sits, and gives one of them more time."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Window
from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.watching import Watch
from tests.factories import ExamFactory, UserFactory, WindowFactory, exam_at

pytestmark = pytest.mark.browser


@pytest.fixture
def ines(harbour: Site) -> User:
    made: User = UserFactory(name="Ines", email="ines@example.org", is_staff=True)
    made.groups.add(ensure_group())
    return made


@pytest.fixture
def window(harbour: Site) -> Window:
    now = timezone.now()
    made: Window = WindowFactory(
        title="Spring class", opens_at=now, closes_at=now + timedelta(hours=8)
    )
    return made


def sits(window: Window, name: str) -> Attempt:
    user = UserFactory(name=name, email=f"{name.lower()}@example.org")
    return exam_at(2, window=window, user=user, started_at=timezone.now())


def of(window: Window) -> str:
    return f"/admin/quizzes/window/{window.pk}/change/"


def test_the_list_follows_by_itself_and_stays_when_the_session_ends(
    open_page: OpenPage, ines: User, window: Window, watch: Watch
) -> None:
    first = sits(window, "Ada")
    page = open_page(None, user=ines, viewport={"width": 390, "height": 844})
    page.clock.install()
    page.goto(of(window))
    expect(page.get_by_role("heading", name="1 sits now")).to_be_visible()
    more = page.locator(f"#more-{first.pk}")
    # On a phone, too, without scrolling sideways.
    box = more.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    more.focus()
    sits(window, "Bo")
    page.clock.run_for(11_000)
    expect(page.get_by_role("heading", name="2 sit now")).to_be_visible()
    expect(more).to_be_focused()
    Session.objects.all().delete()
    page.clock.run_for(11_000)
    expect(page.locator("#sitters-lost")).to_be_visible()
    expect(page.get_by_role("heading", name="2 sit now")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_window_is_opened_and_more_time_given(
    open_page: OpenPage, ines: User, harbour: Site, scripts: bool
) -> None:
    ExamFactory(title="Mock of spring")
    page = open_page("/admin/", user=ines, java_script_enabled=scripts)
    page.get_by_role("link", name="Exams").click()
    page.get_by_role("link", name="Open a window").click()
    page.get_by_label("Title").fill("Spring class")
    now = timezone.localtime()
    for label, hours in (("Opens", -1), ("Closes", 5)):
        page.get_by_label(label).fill((now + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Why").fill("The class asked.")
    page.get_by_role("button", name="Open the window").click()
    expect(page.get_by_text("The window is set")).to_be_visible()
    attempt = sits(Window.objects.get(), "Ada")
    before = attempt.deadline_at
    page.get_by_role("link", name="Look again").last.click()
    give_more_time(page)
    attempt.refresh_from_db()
    assert before is not None
    assert attempt.deadline_at == before + timedelta(minutes=15)


def give_more_time(page: Page) -> None:
    page.get_by_role("link", name="More time").click()
    page.get_by_label("Minutes").fill("15")
    page.get_by_role("button", name="Give more time").click()
    expect(page.locator("#problems")).to_contain_text("Write why")
    page.get_by_label("Why").fill("The alarm rang.")
    page.get_by_role("button", name="Give more time").click()
    expect(page.get_by_text("15 minutes more")).to_be_visible()
    expect(page.get_by_role("cell", name="The alarm rang.")).to_be_visible()
