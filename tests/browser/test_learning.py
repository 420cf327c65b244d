"""Sign up, read, practise, sit the quiz, see the result and one's progress; with scripts."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.harbour_key import answers_to
from tests.browser.site import Site
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser


def choose(page: Page, *, right: bool) -> None:
    for text in answers_to(page, right=right):
        page.get_by_label(text, exact=False).check()


def begin(page: Page, mode: str) -> None:
    page.get_by_role("button", name=f"Start: {mode}").click()
    expect(page.get_by_role("heading", name="Question 1 of")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Tides and Tables")).to_be_visible()
    # The words stand there before the scripts do, which whoever goes offline now would never get.
    page.wait_for_load_state()


def test_from_sign_up_to_progress(harbour: Site, open_page: OpenPage) -> None:
    page = open_page()
    page.get_by_role("link", name="Create account").first.click()
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill("a harbour by night")
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Good to see you, Ada")).to_be_visible()

    page.get_by_role("link", name="Start reading").click()
    expect(page.get_by_role("heading", name="Tides and Tables", level=1)).to_be_visible()
    page.locator("#sec-high-water").get_by_role("button", name="Mark as read").click()
    expect(page.locator("[data-percent]")).not_to_have_text("0 %")
    page.get_by_role("link", name="Take the quiz").click()

    begin(page, "Practice")
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Question {number} of 4")).to_be_visible()
        choose(page, right=number != 3)
        page.get_by_role("button", name="Answer").click()
        expect(page.locator("#verdict")).to_have_text("Right" if number != 3 else "Not this one")
        page.locator("#next-button").click()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", name="Practice done")).to_be_visible()
    page.get_by_role("link", name="Open the quiz").click()

    begin(page, "Graded")
    for number in range(1, 5):
        expect(page.get_by_role("heading", name=f"Question {number} of 4")).to_be_visible()
        choose(page, right=True)
        page.get_by_role("button", name=re.compile("^Save and")).click()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    expect(page.locator("#score")).to_have_text(re.compile(r"100 %\s+4 of 4 right"))

    page.get_by_role("link", name="Progress", exact=True).click()
    row = page.get_by_role("row", name="Pilot Boat").last
    expect(row).to_contain_text("3 of 3")
    page.get_by_role("link", name="History").click()
    expect(page.locator(".attempt")).to_have_count(2)
    page.get_by_role("link", name="Studyapp").click()
    expect(page.locator("section:has(> #last)")).to_contain_text("100 %")


def test_practice_explains_each_answer_at_once(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada)
    begin(page, "Practice")
    choose(page, right=False)
    page.get_by_role("button", name="Answer").click()
    verdict = page.get_by_role("heading", name="Not this one")
    expect(verdict).to_be_focused()
    feedback = page.locator("#feedback")
    expect(feedback).to_contain_text("You chose this, and it is wrong")
    expect(feedback).to_contain_text("Two tides fit into a day.")
    expect(feedback).to_contain_text("Half a lunar day.")
    expect(feedback).to_contain_text("The moon moves on while the earth turns")
    expect(page.get_by_label("Six hours")).to_be_disabled()
    page.get_by_role("link", name="Read this section: High Water").click()
    expect(page.locator("#high-water")).to_be_in_viewport()


def test_practice_wants_as_many_as_were_asked_for(
    harbour: Site, ada: User, open_page: OpenPage, watch: Watch
) -> None:
    watch.statuses.add(422)
    page = open_page(harbour.quiz, user=ada)
    begin(page, "Practice")
    page.get_by_role("link", name="Skip", exact=True).click()
    expect(page.get_by_text("Choose two", exact=True)).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("0 of 2 chosen")
    page.get_by_label("The clock").check()
    expect(page.locator("[data-count]")).to_have_text("1 of 2 chosen")
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("alert").first).to_have_text("Choose 2 options, then answer.")
    for text in ("The clock", "The tide table"):
        page.get_by_label(text).check()
    page.get_by_role("button", name="Answer").click()
    expect(page.get_by_role("heading", name="Right", exact=True)).to_be_focused()


def test_what_is_chosen_is_kept_when_the_browser_closes(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    desk = open_page(harbour.quiz, user=ada)
    begin(desk, "Graded")
    desk.get_by_label("Six hours").check()
    expect(desk.locator("#saved")).to_contain_text("Saved at")
    expect(desk.locator("[data-answered]")).to_have_text("1 of 4 answered")
    desk.context.close()

    other = open_page(user=ada)
    expect(other.locator(".now")).to_contain_text("Finish")
    other.get_by_role("link", name="Go on").click()
    expect(other.get_by_role("heading", name="Question 2 of 4")).to_be_visible()
    other.get_by_role("link", name="Back").click()
    expect(other.get_by_label("Six hours")).to_be_checked()
    other.get_by_label("One week").check()
    expect(other.locator("#saved")).to_contain_text("Saved at")
    other.reload()
    expect(other.get_by_label("One week")).to_be_checked()
    expect(other.get_by_label("Six hours")).not_to_be_checked()


def test_leaving_at_once_waits_until_the_answer_is_stored(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada)
    begin(page, "Graded")

    def late(route: Route) -> None:
        page.wait_for_timeout(300)
        route.continue_()

    page.route("**/answer/", late)
    page.get_by_label("One day").check()
    page.locator("#navigator").get_by_role("link", name="4 , not answered").click()
    expect(page.get_by_role("heading", name="Question 4 of 4")).to_be_visible()
    expect(page.locator("#navigator").get_by_role("link", name="1 , answered")).to_be_visible()


def test_a_graded_quiz_says_what_is_open_and_flagged_before_it_ends(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada)
    begin(page, "Graded")
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flagged")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Flagged")).to_be_focused()
    choose(page, right=False)
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Question 2 of 4")).to_be_visible()
    page.get_by_role("link", name="Review and finish").click()
    expect(page.get_by_text("3 questions have no answer yet.")).to_be_visible()
    expect(page.get_by_text("You flagged 1 question")).to_be_visible()
    page.get_by_role("link", name="To the first open question").click()
    for number in range(2, 5):
        expect(page.get_by_role("heading", name=f"Question {number} of 4")).to_be_visible()
        choose(page, right=number != 4)
        page.get_by_role("button", name=re.compile("^Save and")).click()
    expect(page.get_by_text("Every question has an answer.")).to_be_visible()
    page.get_by_role("button", name="Finish and see the result").click()
    expect(page.get_by_role("heading", name="Not passed yet")).to_be_visible()
    expect(page.locator(".answer-card")).to_have_count(4)


def test_a_result_is_filtered_unfolded_and_retaken(
    harbour: Site, ada: User, open_page: OpenPage
) -> None:
    page = open_page(harbour.quiz, user=ada)
    begin(page, "Graded")
    page.get_by_role("button", name="Flag").click()
    choose(page, right=True)
    page.get_by_role("link", name="Review and finish").click()
    page.get_by_role("button", name="Finish all the same").click()
    filters = page.get_by_role("navigation", name="Show")
    filters.get_by_role("link", name="Flagged").click()
    expect(page.locator(".answer-card")).to_have_count(1)
    filters.get_by_role("link", name="Wrong").click()
    cards = page.locator(".answer-card")
    expect(cards).to_have_count(3)
    card = cards.filter(has_text="From where does a chart")
    expect(card.get_by_text("Keels differ in depth.")).to_be_hidden()
    card.locator("summary").click()
    expect(card.get_by_text("Keels differ in depth.")).to_be_visible()
    expect(card.get_by_role("link", name="Read this section: Overview")).to_be_visible()
    page.get_by_role("button", name="Retake only what was wrong").click()
    expect(page.get_by_role("heading", name="Question 1 of 3")).to_be_visible()


def test_what_does_not_reach_the_site_is_said_and_kept(
    harbour: Site, ada: User, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page(harbour.quiz, user=ada)
    begin(page, "Graded")
    page.route("**/answer/", lambda route: route.abort("blockedbyclient"))
    page.get_by_label("One day").check()
    expect(page.get_by_role("alert").filter(has_text="did not reach")).to_be_visible()
    expect(page.get_by_label("One day")).to_be_checked()
    page.unroute("**/answer/")
    page.get_by_label("One week").check()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    expect(page.locator("#offline")).to_be_hidden()
    assert watch.faults
    watch.faults.clear()


@pytest.mark.parametrize("again", ["at once", "after a while", "before leaving"])
def test_an_answer_that_did_not_arrive_is_sent_when_the_site_is_back(
    harbour: Site, ada: User, open_page: OpenPage, watch: Watch, again: str
) -> None:
    page = open_page(None, user=ada)
    page.clock.install()
    page.goto(harbour.quiz)
    begin(page, "Graded")
    here = page.url
    if again == "at once":
        page.context.set_offline(True)
    else:
        page.route("**/answer/", lambda route: route.abort("connectionrefused"))
    page.get_by_label("One day").check()
    alert = page.get_by_role("alert").filter(has_text="did not reach")
    expect(alert).to_be_visible()
    button = page.get_by_role("button", name="Save and go on")
    assert not button.evaluate("""button => {
        const [one, two] = [button, document.getElementById("offline")].map(
            (element) => element.getBoundingClientRect());
        return one.top < two.bottom && two.top < one.bottom;
    }"""), "the notice leaves the buttons free"
    if again == "at once":
        page.context.set_offline(False)
    else:
        page.unroute("**/answer/")
    if again == "after a while":
        page.clock.fast_forward(5_000)
    if again == "before leaving":
        page.locator("#navigator").get_by_role("link", name="4 , not answered").click()
        expect(page.get_by_role("heading", name="Question 4 of 4")).to_be_visible()
    else:
        expect(page.locator("#saved")).to_contain_text("Saved at")
        expect(alert).to_be_hidden()
    page.goto(here)
    expect(page.get_by_label("One day")).to_be_checked()
    assert watch.faults
    watch.faults.clear()


def test_a_theme_is_kept_once_chosen(harbour: Site, ada: User, open_page: OpenPage) -> None:
    page = open_page("/accounts/profile/", user=ada, color_scheme="light")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Save").click()
    after = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert after != before
