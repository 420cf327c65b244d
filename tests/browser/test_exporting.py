"""Choosing questions in the list, seeing what a format lacks, and having the file."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from studyapp.accounts.instructors import ensure_group
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.factories import UserFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_questions_leave_as_a_file(
    harbour: Site, open_page: OpenPage, tmp_path: Path, *, scripts: bool
) -> None:
    ines = UserFactory(is_staff=True)
    ines.groups.add(ensure_group())
    page = open_page("/admin/quizzes/question/", user=ines, java_script_enabled=scripts)
    boxes = page.locator("input[name=_selected_action]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.locator("select[name=action]").select_option(label="Export as …")
    page.locator("button[name=index]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Export questions")
    page.get_by_label("Aiken").check()
    page.get_by_role("button", name="See what is left out").click()
    expect(page.get_by_role("heading", name="What Aiken cannot hold")).to_be_visible()
    page.get_by_label("Studyapp JSON").check()
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download").click()
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    assert file.suffix == ".json"
    assert len(json.loads(file.read_text("utf-8"))["questions"]) == 2
