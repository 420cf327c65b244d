"""Markdown blocks to safe HTML, as a page takes them."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from content.rendering import render, render_inline
from tests.content.pages import Tags, known, pictured

# Code


def test_code_is_coloured_by_classes_in_a_box_that_scrolls() -> None:
    html = render("```bash\n# list\nls --all | wc\n```\n")
    assert html.startswith('<div class="code" data-lang="bash"><pre tabindex="0"><code>')
    assert '<span class="c1"># list</span>' in html
    assert html.endswith("</code></pre></div>")
    assert "style=" not in html


@pytest.mark.parametrize(
    ("info", "label"),
    [("", None), ("sh title=x", "sh"), ("{.yaml}", "yaml"), ("JSON", "json"), ("a<b>", None),
     ("no-such", "no-such"), ("python,ignore", "python"), ("c++", "c++")],
)  # fmt: skip
def test_a_fence_says_its_language(info: str, label: str | None) -> None:
    (box,) = Tags(render(f"```{info}\n<x>\n```")).named("div")
    assert box.get("data-lang") == label


def test_code_without_a_known_language_is_plain() -> None:
    assert "<code>if <x> &amp;\n</code>".replace("<x>", "&lt;x&gt;") in render("~~~\nif <x> &\n~~~")
    assert "<code></code>" in render("```sh\n```")


def test_very_long_code_is_kept_without_colours() -> None:
    code = "echo '&'\n" * 10_000
    html = render(f"```sh\n{code}```")
    assert html.count("echo '&amp;'\n") == 10_000
    assert "<span" not in html


# Tables, tasks, callouts, footnotes


def test_a_table_scrolls_in_a_region_and_aligns_by_attribute() -> None:
    tags = Tags(render("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |"))
    assert tags.named("div") == [
        {"class": "table-scroll", "tabindex": "0", "role": "group", "aria-labelledby": "word:table"}
    ]
    assert [cell["align"] for cell in tags.named("td")] == ["left", "center", "right"]


def test_a_head_alone_is_a_table() -> None:
    assert "<tbody>" not in render("| a |\n|---|")


def test_task_boxes_are_marked_and_disabled() -> None:
    boxes = Tags(render("- [ ] oak\n- [X] elm\n\n1. [x] **ash**")).named("input")
    assert ["checked" in box for box in boxes] == [False, True, True]
    assert all(box["type"] == "checkbox" and "disabled" in box for box in boxes)
    assert all(box["aria-labelledby"] == "word:task" for box in boxes)


@pytest.mark.parametrize("name", ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION", "note"])
def test_an_alert_is_a_callout(name: str) -> None:
    lower = name.lower()
    assert render(f"> [!{name}]\n> Mind the *gap*.\n>\n> - one") == (
        f'<aside class="callout callout-{lower}">\n'
        f'<p class="callout-title">{lower.capitalize()}</p>\n'
        "<p>Mind the <em>gap</em>.</p>\n<ul>\n<li>one</li>\n</ul>\n</aside>"
    )


@pytest.mark.parametrize("text", ["> [!HINT]\n> oak", "> [!NOTE] oak", "> oak\n> [!NOTE]", ">"])
def test_another_quote_is_a_quote(text: str) -> None:
    assert render(text).startswith("<blockquote>")


def test_an_alert_may_begin_with_a_list() -> None:
    assert "<ul>" in render("> [!TIP]\n>\n> - one")


def test_footnotes_stand_at_the_end_in_the_order_of_their_marks() -> None:
    html = render("Oak[^b] elm[^a] ash[^b] [^none]\n\n[^a]: First\n[^b]: Second[^a]\n[^c]: Unused")
    assert html.index("Second") < html.index("First")
    assert "Unused" not in html
    assert "[^none]" in html
    tags = Tags(html)
    ids = [attributes["id"] for _, attributes in tags.tags if attributes.get("id")]
    assert len(ids) == len(set(ids)) == 4
    targets = [link["href"] for link in tags.named("a")]
    assert {target[1:] for target in targets if target} == set(ids)


def test_footnotes_of_two_texts_share_a_page() -> None:
    first, second = (Tags(render(f"{word}[^1]", definitions="[^1]: Note")) for word in ("a", "b"))
    ids = [attributes.get("id") for tags in (first, second) for _, attributes in tags.tags]
    found = [identity for identity in ids if identity]
    assert len(found) == len(set(found)) == 4


@pytest.mark.parametrize("note", ["Plain words", "*Marked* words", "One\n\n    two"])
def test_a_footnote_ends_with_its_way_back(note: str) -> None:
    html = render(f"Oak[^1]\n\n[^1]: {note}")
    last = note.split()[-1]
    assert f'{last}<a href="#fnref-' in html
    assert html.endswith("↩</a></p>\n</li>\n</ol>\n</section>")


def test_a_footnote_of_code_has_its_way_back_below() -> None:
    assert "</div>\n<p><a" in render("Oak[^1]\n\n[^1]:\n    ```\n    x\n    ```")


def test_headings_bear_the_given_anchors_in_order() -> None:
    html = render("#### Oak\n\n> #### Elm\n\n##### Ash", anchors=["oak", "", "ash-1"])
    assert [h.get("id") for h in Tags(html).named("h4")] == ["oak", None]
    assert [h.get("id") for h in Tags(html).named("h5")] == ["ash-1"]


def test_headings_follow_the_one_above_without_a_gap() -> None:
    html = render("#### a\n###### b\n#### c\n##### d\n## e", under=2)
    assert [tag for tag, _ in Tags(html).tags] == ["h3", "h4", "h3", "h4", "h3"]
    assert "<h6>" in render("# a\n\n## b", under=5)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("oak\n<?x\n\nelm", "<p>oak</p>\n<p>&lt;?x\n\nelm</p>"),
        ("<!X\n\nelm", "<p>&lt;!X\n\nelm</p>"),
        ("<?x\n\n?>\n\nelm", "<p>elm</p>"),
        ("<!X>\n\nelm", "<p>elm</p>"),
        ("oak <?x?> elm", "<p>oak  elm</p>"),
    ],
)
def test_an_instruction_is_hidden_but_one_without_end_hides_nothing(
    markdown: str, html: str
) -> None:
    assert render(markdown) == html


# Short texts


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Amazon *RDS*", "Amazon <em>RDS</em>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("## Why", "<strong>Why</strong>"),
        ("<input type='submit'> or <br>", "&lt;input type='submit'&gt; or &lt;br&gt;"),
        ("<details>\n<b>x</b>", "&lt;details&gt;\n&lt;b&gt;x&lt;/b&gt;"),
        ("a <!-- b --> c", "a  c"),
        ("<?php echo 1 ?>", "&lt;?php echo 1 ?&gt;"),
        ("a <![CDATA[x]]>", "a &lt;![CDATA[x]]&gt;"),
        ("<!-- id: x -->\n\na", "a"),
        ("", ""),
        (" \n", ""),
        ("![a](a.png)", '<figure><img loading="lazy" alt="a" src="/here/a.png"></figure>'),
        ("[a](#b)", '<a href="/here/#b">a</a>'),
        ("[a][b]", '<a href="/here/c.md">a</a>'),
    ],
)  # fmt: skip
def test_short_texts(markdown: str, html: str) -> None:
    definitions = "[b]: c.md" if "[b]" in markdown else ""
    assert render_inline(markdown, definitions=definitions, link=known, image=pictured) == html


def test_definitions_do_not_run_into_the_text() -> None:
    html = render("    code[^1]\n\n[x]", definitions="[^1]: Note\n\n[x]: y.md", link=known)
    assert "<code>code[^1]\n</code>" in html
    assert '<a href="/here/y.md">x</a>' in html
    assert "footnotes" not in html


@settings(max_examples=500, deadline=None)
@given(st.text("ab z1é_.,:;?!'\"()/%$+=-*&<w\n", max_size=12))
@example("1\n<?")
def test_plain_words_take_a_short_way_to_the_same_place(text: str) -> None:
    long_way = render(text)
    if long_way.startswith("<p>") and long_way.count("<") == 2:
        long_way = long_way.removeprefix("<p>").removesuffix("</p>")
        assert render_inline(text) == long_way
