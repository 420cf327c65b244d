"""What holds for every page of the site: axe finds nothing, and nothing sticks out."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Page

from studyapp.accounts.models import User
from tests.browser.conftest import OpenPage
from tests.browser.stops import Stop
from tests.browser.tour import Guide
from tests.browser.watching import Watch

pytestmark = pytest.mark.browser

GUIDES = (
    *("visitor", "newcomer", "learner", "account", "practice", "graded"),
    *("instructor", "proctor", "candidate", "waiting", "regrading", "regraded"),
)
ON_A_PHONE = {
    "chapter",
    "question",
    "feedback",
    "result",
    "progress",
    "home",
    "admin-question",
    "admin-import",
    "admin-window",
    "admin-regrade-preview",
    "home-regraded",
    "exam-result",
}
AXE = Axe().axe_script
RUN_AXE = """async ([rules, only]) => {
    const options = { resultTypes: ["violations"], preload: false, rules };
    if (only) options.runOnly = { type: "rule", values: only };
    const { violations } = await axe.run(document, options);
    return violations.map(({ id, nodes }) => `${id}, ${nodes.length} times: `
        + nodes.slice(0, 2).map(({ html, failureSummary }) =>
            `${html.slice(0, 160)} (${failureSummary.split("\\n")[1]?.trim()})`).join("; "));
}"""
# What reaches past the window's edge though nothing around it scrolls, and makes the page scroll.
STICKING_OUT = """() => {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const out = [...document.querySelectorAll("body *")].filter(
        (element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    return out.slice(-3).map((element) => element.outerHTML.slice(0, 120)).concat(
        `${root.scrollWidth} > ${root.clientWidth}`);
}"""


def tour(guide: Guide, page: Page, watch: Watch) -> Iterator[Stop]:
    """Leads the page from stop to stop."""
    for stop in guide.stops:
        if stop.status >= 400 or "refused" in stop.name:
            watch.statuses.update({404, stop.status, 422})
        if stop.drawn:
            draw(page, stop)
        page.goto(stop.path)
        if stop.then is not None:
            stop.then(page)
        yield stop


def draw(page: Page, stop: Stop) -> None:
    """The page of a fault, put where no fault need be had."""
    body = render_to_string(stop.drawn)
    page.route(
        f"**{stop.path}",
        lambda route: route.fulfill(status=stop.status, body=body, content_type="text/html"),
    )


def opened(guide: Guide, open_page: OpenPage, **options: Any) -> Page:
    user = None if guide.user_id is None else User.objects.get(pk=guide.user_id)
    return open_page(None, user=user, viewport={"width": 1280, "height": 900}, **options)


@pytest.mark.parametrize("name", GUIDES)
def test_axe_finds_nothing(
    guides: dict[str, Guide], open_page: OpenPage, watch: Watch, name: str
) -> None:
    # axe styles what it measures; reduced motion, so that colours change at once.
    page = opened(guides[name], open_page, reduced_motion="reduce", bypass_csp=True)
    found = []
    for stop in tour(guides[name], page, watch):
        page.evaluate(AXE)
        page.emulate_media(color_scheme="light")
        rules = {"target-size": {"enabled": True}}
        found += [f"{stop.name}: {fault}" for fault in page.evaluate(RUN_AXE, [rules, None])]
        page.emulate_media(color_scheme="dark")
        dark = page.evaluate(RUN_AXE, [{}, ["color-contrast", "link-in-text-block"]])
        found += [f"{stop.name} in the dark: {fault}" for fault in dark]
        if stop.name in ON_A_PHONE:
            page.set_viewport_size({"width": 390, "height": 844})
            narrow = page.evaluate(RUN_AXE, [rules, None])
            found += [f"{stop.name} on a phone: {fault}" for fault in narrow]
            page.set_viewport_size({"width": 1280, "height": 900})
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", GUIDES)
def test_nothing_sticks_out_at_any_width_or_size_of_text(
    guides: dict[str, Guide], open_page: OpenPage, watch: Watch, name: str
) -> None:
    page = opened(guides[name], open_page)
    found = []
    for stop in tour(guides[name], page, watch):
        for width in (1600, 1280, 768, 390):
            page.set_viewport_size({"width": width, "height": 900})
            if out := page.evaluate(STICKING_OUT):
                found.append(f"{stop.name} at {width}: {out}")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if out := page.evaluate(STICKING_OUT):
            found.append(f"{stop.name} at twice the text: {out}")
    assert not found, "\n".join(found)
