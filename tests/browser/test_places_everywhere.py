"""Pages of orders and matches in every width and theme, and the form that makes them."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Quiz, Response
from quizzes.versions import as_draft
from studyapp.accounts.instructors import ensure_group
from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.placing import at, quiz_of_kinds, row
from tests.browser.site import Site
from tests.browser.test_every_page import AXE, OF_COLOUR, RUN_AXE
from tests.browser.watching import Watch
from tests.factories import UserFactory
from tests.quizzes.taking import PRACTICE, begin

pytestmark = pytest.mark.browser
# axe styles what it measures; reduced motion, so that colours change at once.
FOR_AXE = {"reduced_motion": "reduce", "bypass_csp": True}


@pytest.fixture
def quiz(harbour: Site) -> Quiz:
    return quiz_of_kinds()


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, [{"target-size": {"enabled": True}}, None])
    return found


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_are_accessible_and_fit(
    ada: User, quiz: Quiz, open_page: OpenPage, watch: Watch, width: int
) -> None:
    attempt = begin(ada, quiz, PRACTICE)
    watch.statuses.add(422)
    size = {"width": width, "height": 844}
    page = open_page(at(attempt, 1), user=ada, viewport=size, **FOR_AXE)

    def check() -> None:
        assert violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(RUN_AXE, [{}, OF_COLOUR]) == []
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    check()
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#verdict")).to_be_focused()
    check()
    page.goto(at(attempt, 2))
    check()
    row(page, "A").locator("select").select_option("1")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#error")).to_be_focused()
    check()
    for letter in "BC":
        row(page, letter).locator("select").select_option("1")
    page.get_by_role("button", name="Answer").click()
    expect(page.locator("#verdict")).to_be_focused()
    check()
    page.goto(f"/attempts/{attempt.pk}/review/")
    page.get_by_role("button", name="Finish all the same").click()
    for card in page.locator(".answer-card").all():
        card.locator("summary").click()
    check()
    assert Response.objects.filter(attempt=attempt, score=None).count() == 0


def test_an_instructor_writes_a_match_and_sees_it_as_it_grows(
    harbour: Site, quiz: Quiz, open_page: OpenPage
) -> None:
    ines: User = UserFactory(is_staff=True)
    ines.groups.add(ensure_group())
    page = open_page(f"/admin/quizzes/question/add/?quiz={quiz.pk}", user=ines, **FOR_AXE)
    expect(page.locator("#answers-title")).to_be_hidden()
    page.get_by_label("Ordering:").check()
    expect(page.get_by_label("Right place").first).to_be_visible()
    expect(page.get_by_label("Right answer").first).to_be_hidden()
    page.get_by_label("Matching:").check()
    page.get_by_label("Stem").fill("Which line holds which?")
    for number, (text, belongs) in enumerate((("Bow line", "2"), ("Stern line", "1")), 1):
        option = page.get_by_role("group", name=f"Option {number}")
        option.get_by_label("Text").fill(text)
        option.get_by_label("Number of its answer").fill(belongs)
    page.get_by_role("group", name="Answer 1").get_by_label("Text").fill("The stern")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator("#problems")).to_contain_text("There is no answer 2.")
    assert violations(page) == []
    page.get_by_role("button", name="Add an answer").click()
    page.get_by_role("group", name="Answer 5").get_by_label("Text").fill("The bow")
    page.get_by_role("group", name="Option 1").get_by_label("Number of its answer").fill("5")
    expect(page.locator("#preview .answer-offered")).to_have_count(2)
    expect(page.locator("#preview-told")).to_have_text("After a wrong answer")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Published as version 1")
    made = quiz.questions.get(current__stem="Which line holds which?").current
    assert made is not None
    assert as_draft(made).key == ("A-2", "B-1")
    assert as_draft(made).answers == ("The stern", "The bow")
