"""Print, motion, targets, weight: what pages owe to paper, eyes, thumbs and slow lines."""

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.site import Site
from tests.browser.tour import Guide

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
# Seconds that anything on the page takes to change; the bar that follows scrolling takes none.
LONGEST_MOTION = """() => Math.max(0, ...[...document.querySelectorAll("*")].flatMap((element) => {
    const style = getComputedStyle(element);
    const durations = [style.transitionDuration];
    if (style.animationTimeline === "auto") durations.push(style.animationDuration);
    return durations.join().split(",").map(
        (time) => parseFloat(time) / (time.endsWith("ms") ? 1000 : 1) || 0);
}))"""
# Buttons and the like whose area is too small for a thumb. Links in running text are let be.
# A term of the glossary is a word of a sentence, whose height is the line's.
SMALL_TARGETS = """(least) => [...document.querySelectorAll(
    "main :is(button, summary, select, textarea, .button, .nav-item, .option, .check-row,"
    + " input:not([type=hidden], [type=radio], [type=checkbox])), .site-head :is(a, summary)")]
    .filter((element) => element.checkVisibility() && !element.matches(".skip, .term"))
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.width < least || box.height < least - 0.5))
    .map(([element, box]) => `${box.width.toFixed()}x${box.height.toFixed()} `
        + element.outerHTML.slice(0, 100))"""


def path_of(guides: dict[str, Guide], guide: str, stop: str) -> tuple[User, str]:
    found = guides[guide]
    place = next(each for each in found.stops if each.name == stop)
    assert found.user_id is not None
    return User.objects.get(pk=found.user_id), place.path


@pytest.mark.parametrize("stop", ["chapter", "result"])
def test_paper_gets_the_text_and_nothing_to_click(
    guides: dict[str, Guide], open_page: OpenPage, stop: str
) -> None:
    user, path = path_of(guides, "learner", stop)
    page = open_page(path, user=user)
    page.emulate_media(media="print")
    for selector in ("header.site-head", "nav", "button:not(.tick, .term)", "form"):
        for place in page.locator(selector).all():
            expect(place).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    text = page.locator(".chapter-body" if stop == "chapter" else ".answer-body").first
    expect(text).to_be_visible()
    assert text.evaluate("element => getComputedStyle(element).color") != "rgb(255, 255, 255)"


def test_paper_gets_every_answer_unfolded(guides: dict[str, Guide], open_page: OpenPage) -> None:
    user, path = path_of(guides, "learner", "result")
    page = open_page(path, user=user, java_script_enabled=False)
    page.emulate_media(media="print")
    for body in page.locator(".answer-body").all():
        expect(body).to_be_visible()


def test_motion_is_short_and_none_where_it_is_asked_to_be_reduced(
    guides: dict[str, Guide], open_page: OpenPage
) -> None:
    for guide, stop in (("learner", "chapter"), ("practice", "question"), ("learner", "home")):
        user, path = path_of(guides, guide, stop)
        page = open_page(path, user=user)
        assert page.evaluate(LONGEST_MOTION) <= 0.15
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate(LONGEST_MOTION) == 0
        scrolling = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(scrolling) == "auto"


@pytest.mark.parametrize(
    ("guide", "stop"),
    [
        ("newcomer", "home-empty"),
        ("learner", "chapter"),
        ("learner", "result"),
        ("learner", "progress"),
        ("practice", "question"),
        ("practice", "feedback"),
        ("graded", "review"),
        ("account", "profile"),
    ],
)
def test_thumbs_find_their_targets(
    guides: dict[str, Guide], open_page: OpenPage, guide: str, stop: str
) -> None:
    user, path = path_of(guides, guide, stop)
    page = open_page(path, user=user, viewport=PHONE, has_touch=True, is_mobile=True)
    small = page.evaluate(SMALL_TARGETS, 44)
    assert not small, "\n".join(small)


def test_a_table_scrolls_inside_itself_on_a_phone(harbour: Site, open_page: OpenPage) -> None:
    page = open_page(harbour.chapter, viewport=PHONE)
    box = page.locator(".table-scroll").first
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    assert box.evaluate("box => getComputedStyle(box).overflowX") == "auto"


def test_the_answer_button_is_in_reach_without_scrolling_on_a_phone(
    guides: dict[str, Guide], open_page: OpenPage
) -> None:
    user, path = path_of(guides, "practice", "question")
    page = open_page(path, user=user, viewport=PHONE)
    expect(page.get_by_role("button", name="Answer")).to_be_in_viewport(ratio=1)


def test_text_lines_are_of_a_length_to_read(shipped: Site, open_page: OpenPage) -> None:
    for width in (1280, 1600):
        page = open_page(shipped.chapter, viewport={"width": width, "height": 900})
        letters = page.locator("#sec-chapter-overview .prose > p").first.evaluate("""text => {
            const range = document.createRange();
            range.selectNodeContents(text);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
            return text.textContent.length / lines.size;
        }""")
        assert 55 <= letters <= 78, (width, letters)


def weigh(page: Page, path: str) -> dict[str, int]:
    """Bytes by path of all that a first visit asks for, as they travel: pages are compressed here,
    files where they were gathered, which is not for tests."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return {urlsplit(answer.url).path: travelled(answer) for answer in answers if answer.ok}


def travelled(answer: Response) -> int:
    if answer.headers.get("content-type", "").startswith("text/html"):
        assert answer.headers.get("content-encoding") == "gzip", answer.url
        return int(answer.headers["content-length"])
    return len(gzip.compress(answer.body(), 6))


def test_a_first_visit_to_a_lesson_is_light(guides: dict[str, Guide], open_page: OpenPage) -> None:
    user, path = path_of(guides, "learner", "chapter")
    sizes = weigh(open_page(None, user=user), path)
    own = {path: size for path, size in sizes.items() if not path.startswith("/pictures/")}
    # The lesson itself, its styles, its script, and the site's sign, which holds its symbols too.
    assert len(own) <= 4, own
    assert sum(size for path, size in own.items() if path.endswith(".css")) <= 12_000, own
    assert sum(size for path, size in own.items() if path.endswith(".js")) <= 20_000, own
    assert sum(own.values()) <= 60_000, own


@pytest.mark.parametrize(
    ("guide", "stop"), [("practice", "question"), ("learner", "progress"), ("learner", "result")]
)
def test_a_first_visit_to_any_page_is_light(
    guides: dict[str, Guide], open_page: OpenPage, guide: str, stop: str
) -> None:
    user, path = path_of(guides, guide, stop)
    sizes = weigh(open_page(None, user=user), path)
    assert len(sizes) <= 6, sizes
    assert sum(sizes.values()) <= 60_000, sizes
