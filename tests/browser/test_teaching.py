"""An instructor writes a question and rewrites it; learners see the newest, results what was."""

import re

import pytest
from playwright.sync_api import Page, expect

from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.browser

QUIZ = "/harbour/moorings/quiz/"
FIRST = "Which knot makes a loop that does not slip?"
SECOND = "Which knot makes a **fixed loop** at the end of a rope?"


@pytest.fixture
def ines(harbour: Site) -> User:
    made: User = UserFactory(name="Ines", email="ines@example.org", is_staff=True)
    made.groups.add(ensure_group())
    return made


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def write(page: Page) -> None:
    page.get_by_label("Quiz", exact=True).select_option(label="Moorings")
    page.get_by_label("Stem").fill(FIRST)
    for place, (text, why) in enumerate(
        (("The bowline", "It holds its shape."), ("The slip knot", "It runs tight."))
    ):
        row = page.get_by_role("group", name=f"Option {place + 1}")
        row.get_by_label("Text").fill(text)
        row.get_by_label("Why it is right or wrong").fill(why)
    page.get_by_role("group", name="Option 1").get_by_label("Right answer").check()
    page.get_by_label("Explanation").fill("A loop that keeps its size carries a load.")


def sit(page: Page, site: Site) -> str:
    """Answers both of the quiz's questions, submits, and returns the result's address."""
    page.goto(f"{site.url}{QUIZ}")
    page.get_by_role("button", name="Start: Graded").click()
    for number in (1, 2):
        expect(page.get_by_role("heading", name=f"Question {number} of 2")).to_be_visible()
        page.locator(".option").first.click()
        page.get_by_role("button", name=re.compile("^Save and")).click()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.locator(".answer-card")).to_have_count(2)
    return page.url


def test_a_question_is_written_asked_rewritten_and_asked_anew(
    harbour: Site, ines: User, ada: User, open_page: OpenPage
) -> None:
    page = open_page("/admin/quizzes/question/add/")
    sign_in(page, ines)
    write(page)
    preview = page.locator("#preview")
    expect(preview).to_contain_text(FIRST)
    expect(preview).to_contain_text("It runs tight.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 1")).to_be_visible()

    learner = open_page(user=ada)
    old_result = sit(learner, harbour)
    expect(learner.get_by_text(FIRST).first).to_be_visible()

    page.get_by_role("link", name=re.compile("^which-knot")).first.click()
    page.get_by_label("Stem").fill(SECOND)
    expect(preview.locator("strong").first).to_have_text("fixed loop")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 2")).to_be_visible()

    sit(learner, harbour)
    expect(learner.get_by_text("Which knot makes a fixed loop").first).to_be_visible()
    expect(learner.get_by_text(FIRST)).to_have_count(0)
    learner.goto(old_result)
    expect(learner.get_by_text(FIRST).first).to_be_visible()

    page.get_by_role("link", name=re.compile("^which-knot")).first.click()
    page.get_by_role("link", name="History: version 2").click()
    expect(page.locator(".difference del").first).to_be_visible()
    expect(page.locator(".difference ins").first).to_contain_text("fixed")


def test_a_draft_waits_until_it_is_published(
    harbour: Site, ines: User, ada: User, open_page: OpenPage
) -> None:
    page = open_page("/admin/quizzes/question/add/", user=ines)
    write(page)
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Saved version 1 as a draft")).to_be_visible()
    learner = open_page(QUIZ, user=ada)
    expect(learner.get_by_text("1 question", exact=True)).to_be_visible()
    page.get_by_role("button", name="Publish", exact=True).first.click()
    expect(page.get_by_text("Published as version 1")).to_be_visible()
    learner.reload()
    expect(learner.get_by_text("2 questions", exact=True)).to_be_visible()


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    harbour: Site, ines: User, open_page: OpenPage
) -> None:
    page = open_page("/admin/quizzes/question/add/", user=ines)
    write(page)
    page.get_by_role("group", name="Option 1").get_by_label("Right answer").uncheck()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#problems")).to_be_focused()
    expect(page.locator("#options-errors")).to_be_visible()
    expect(page.get_by_label("Stem")).to_have_value(FIRST)
    page.get_by_role("group", name="Option 1").get_by_label("Right answer").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 1")).to_be_visible()


def test_a_question_of_a_file_says_what_adoption_means(
    harbour: Site, ines: User, open_page: OpenPage
) -> None:
    page = open_page("/admin/quizzes/question/", user=ines)
    page.get_by_role("link", name="tides-datum").click()
    expect(page.locator("#adoption")).to_contain_text("01-tides.md")
    page.get_by_label("Stem").fill("From which water does a chart count depth?")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#problems")).to_be_focused()
    page.get_by_label("Adopt this question").check()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Adopted from")).to_have_count(0)
    expect(page.get_by_text("Published as version 2")).to_be_visible()
    page.get_by_role("link", name="tides-datum").first.click()
    expect(page.locator("#adoption")).to_have_count(0)
    page.get_by_role("button", name="Give it back").click()
    expect(page.locator("#adoption")).to_be_visible()


def test_a_question_is_written_without_scripts(
    harbour: Site, ines: User, open_page: OpenPage
) -> None:
    page = open_page("/admin/quizzes/question/add/", user=ines, java_script_enabled=False)
    write(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text(FIRST)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published as version 1")).to_be_visible()


def test_the_list_is_searched_and_filtered(harbour: Site, ines: User, open_page: OpenPage) -> None:
    page = open_page("/admin/quizzes/question/", user=ines)
    rows = page.locator("#result_list tbody tr")
    expect(rows).to_have_count(5)
    page.locator("#searchbar").fill("rising tide")
    page.get_by_role("button", name="Search").click()
    expect(rows).to_have_count(1)
    page.goto("/admin/quizzes/question/")
    page.locator("#changelist-filter summary").filter(has_text="service").click()
    page.locator("#changelist-filter").get_by_role("link", name="Pilot Boat").click()
    expect(rows).to_have_count(3)
