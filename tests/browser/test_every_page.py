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
    *("visitor", "newcomer", "learner", "account", "practice", "graded", "sitting"),
    *("instructor", "proctor", "candidate", "waiting", "regrading", "regraded"),
)
AXE = Axe().axe_script
# Contrast takes most of axe's time, and is the same wherever styles are: it is looked at in the
# first and the last text of each kind, which is its own colours and size and, for it and all that
# it stands in, name, classes and background.
RUN_AXE = """async ([rules, only]) => {
    const mark = "data-contrast", ways = new Map(), kinds = new Map();
    const way = (element) => {
        if (!element) return "";
        if (!ways.has(element)) {
            const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
            const off = (element.control ?? element).disabled || element.ariaDisabled;
            ways.set(element, [way(element.parentElement), element.localName,
                element.getAttribute("class"), backgroundColor, backgroundImage, opacity, off,
            ].join("|"));
        }
        return ways.get(element);
    };
    const told = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
    for (const element of document.querySelectorAll("body, body *")) {
        element.removeAttribute(mark);
        const isField = element.matches("input, select, textarea");
        if (!isField && ![...element.childNodes].some(told)) continue;
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
        const kind = [way(element), color, fontSize, fontWeight, textShadow].join("|");
        kinds.set(kind, [kinds.get(kind)?.[0] ?? element, element]);
    }
    for (const both of kinds.values()) both.forEach((each) => each.setAttribute(mark, ""));
    axe.configure({ rules: [{ id: "color-contrast", selector: `[${mark}]` }] });
    const options = { resultTypes: ["violations"], preload: false, rules };
    if (only) options.runOnly = { type: "rule", values: only };
    const { violations } = await axe.run(document, options);
    return violations.map(({ id, nodes }) => `${id}, ${nodes.length} times: `
        + nodes.slice(0, 2).map(({ html, failureSummary }) =>
            `${html.slice(0, 160)} (${failureSummary.split("\\n")[1]?.trim()})`).join("; "));
}"""
RULES = {"target-size": {"enabled": True}}
OF_COLOUR = ["color-contrast", "link-in-text-block"]
# What hides, opens and shrinks on a phone may break these; the others look at what stays the same.
OF_LAYOUT = [
    *("target-size", "scrollable-region-focusable", "aria-hidden-focus"),
    *("button-name", "link-name", "label", "summary-name", "nested-interactive"),
]
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
def test_axe_finds_nothing_and_nothing_sticks_out_at_any_width_or_size_of_text(
    guides: dict[str, Guide], open_page: OpenPage, watch: Watch, name: str
) -> None:
    # Reduced motion, so that colours change at once.
    page = opened(guides[name], open_page, reduced_motion="reduce")
    found = []
    for stop in tour(guides[name], page, watch):
        page.evaluate(AXE)
        found += [f"{stop.name}: {fault}" for fault in page.evaluate(RUN_AXE, [RULES, None])]
        page.emulate_media(color_scheme="dark")
        dark = page.evaluate(RUN_AXE, [{}, OF_COLOUR])
        found += [f"{stop.name} in the dark: {fault}" for fault in dark]
        page.emulate_media(color_scheme="light")
        for width in (1600, 768, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            if out := page.evaluate(STICKING_OUT):
                found.append(f"{stop.name} at {width}: {out}")
            if width == 390:
                narrow = page.evaluate(RUN_AXE, [RULES, OF_LAYOUT])
                found += [f"{stop.name} on a phone: {fault}" for fault in narrow]
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        if out := page.evaluate(STICKING_OUT):
            found.append(f"{stop.name} at twice the text: {out}")
    assert not found, "\n".join(found)


def test_axe_looks_at_the_contrast_of_every_kind_of_text(
    guides: dict[str, Guide], open_page: OpenPage
) -> None:
    page = open_page(None)
    page.set_content("""<html lang="en"><title>Kinds</title><main><h1>Kinds</h1>
        <p>Well</p><p>Well</p><p>Well</p><p id="one">Bad</p><p>Well</p><p hidden class="a">Well</p>
        <p class="a">Bad</p><p>Well</p><div id="two"><p>Well</p></div><p>Well</p>
        <label id="off">Well<input disabled></label><label id="on">Bad<input></label>
        <button disabled>Well</button><button>Bad</button></main>""")
    page.evaluate("""() => {
        const faint = (where) => document.querySelectorAll(where).forEach((each) => {
            each.style.color = "#bbb"; each.style.background = "#fff"; });
        faint("#one, .a, label, button");
        document.querySelector("#two").style.background = "#222";
    }""")
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, [{}, ["color-contrast"]])
    assert [fault[: fault.index(":")] for fault in found] == ["color-contrast, 5 times"]
