"""The device's time zone, taken at signing up by a script; without scripts it stays UTC."""

import pytest
from playwright.sync_api import Page

from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser


def sign_up(page: Page) -> User:
    page.get_by_label("E-mail address").fill("new@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.get_by_role("heading", name="Good to see you").wait_for()
    return User.objects.get(email="new@example.org")


@pytest.mark.parametrize(("scripts", "kept"), [(True, "Pacific/Auckland"), (False, "UTC")])
def test_signing_up(open_page: OpenPage, scripts: bool, kept: str) -> None:
    page = open_page(
        "/accounts/signup/", timezone_id="Pacific/Auckland", java_script_enabled=scripts
    )
    assert sign_up(page).time_zone == kept
    page.goto("/accounts/profile/")
    shown = page.get_by_label("Time zone").locator("option:checked").text_content()
    assert shown == f"As my device (now {kept})"
