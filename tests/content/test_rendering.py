"""Markdown to safe HTML, as a page takes it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.rendering import render, render_inline
from tests.content.pages import Tags, known

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
        {"class": "table-scroll", "tabindex": "0", "role": "group", "aria-label": "Table"}
    ]
    assert [cell["align"] for cell in tags.named("td")] == ["left", "center", "right"]


def test_a_head_alone_is_a_table() -> None:
    assert "<tbody>" not in render("| a |\n|---|")


def test_task_boxes_are_marked_and_disabled() -> None:
    boxes = Tags(render("- [ ] oak\n- [X] elm\n\n1. [x] **ash**")).named("input")
    assert ["checked" in box for box in boxes] == [False, True, True]
    assert all(box["type"] == "checkbox" and "disabled" in box for box in boxes)
    assert all(box["aria-label"] for box in boxes)


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


# Inline markup


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a *b* **c** _d_ __e__ ***f***", "a <em>b</em> <strong>c</strong> <em>d</em> "
         "<strong>e</strong> <em><strong>f</strong></em>"),
        ("snake_case_name 5 * 3 * 2", "snake_case_name 5 * 3 * 2"),
        ("~~old~~ new", "<del>old</del> new"),
        ("`a < b` ``c`d`` ` `", "<code>a &lt; b</code> <code>c`d</code> <code> </code>"),
        ("`` ` `` ``` `x`", "<code>`</code> ``` <code>x</code>"),
        (r"\*a\* \`b\` \[c\] \<d\> \| \~ \\", "*a* `b` [c] &lt;d&gt; | ~ \\"),
        ("&copy; & &lt; &nope;", "© &amp; &lt; &amp;nope;"),
        ("one  \ntwo\\\nthree \nfour", "one<br>\ntwo<br>\nthree \nfour"),
        (":rocket: :no_such_thing: 10:30:45", "🚀 :no_such_thing: 10:30:45"),
        ("ssh ec2-user@<instance-ip>", "ssh ec2-user@&lt;instance-ip&gt;"),
        ("a <!-- hidden --> b", "a  b"),
        ("H<sub>2</sub>O <kbd>Esc</kbd> <B>x</B>", "H<sub>2</sub>O <kbd>Esc</kbd> <b>x</b>"),
        ("a<br/>b", "a<br>b"),
    ],
)  # fmt: skip
def test_inline_markup(markdown: str, html: str) -> None:
    assert render(markdown) == f"<p>{html}</p>"


# Links


def _outside(target: str, words: str) -> str:
    return f'<p><a href="{target}" rel="noopener noreferrer">{words}</a></p>'


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("[a](https://a.b/c?d=1&e=2)", _outside("https://a.b/c?d=1&amp;e=2", "a")),
        ("<https://a.b/c>", _outside("https://a.b/c", "https://a.b/c")),
        ("<me@a.b>", _outside("mailto:me@a.b", "me@a.b")),
        ('[a](notes.md#x "T")', '<p><a href="/here/notes.md#x" title="T">a</a></p>'),
        ("[a](two%20words.md)", '<p><a href="/here/two words.md">a</a></p>'),
        ("[a][l] [l]\n\n[l]: notes.md", '<p><a href="/here/notes.md">a</a> '
         '<a href="/here/notes.md">l</a></p>'),
        ("[`a`][] [`b`]\n\n[`A`]: x.md\n[`b`]: y.md", '<p><a href="/here/x.md"><code>a</code></a> '
         '<a href="/here/y.md"><code>b</code></a></p>'),
        ("[a] [b]\n\n[b]: x.md", '<p>[a] <a href="/here/x.md">b</a></p>'),
        ("[a](#the-anchor)", '<p><a href="#the-anchor">a</a></p>'),
        ("[a](#%EF%B8%8F-tools)", '<p><a href="#-tools">a</a></p>'),
        ("[a](#été)", '<p><a href="#%C3%A9t%C3%A9">a</a></p>'),
        ('<a href="notes.md">a</a>', '<p><a href="/here/notes.md">a</a></p>'),
    ],
)  # fmt: skip
def test_links(markdown: str, html: str) -> None:
    assert render(markdown, link=known) == html


@pytest.mark.parametrize("target", ["gone.md", "../up.md", "//a.b/c", "/admin/", "\\\\a.b"])
def test_a_link_that_leads_nowhere_is_marked_text(target: str) -> None:
    assert render(f"[a]({target})") == '<p><span class="link-missing">a</span></p>'


def test_no_resolver_is_asked_about_other_hosts() -> None:
    asked: list[str] = []
    render("[a](//a.b) ![b](//c.d) ![e](http://f.g/h.png)", link=asked.append, image=asked.append)
    assert asked == []


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "x:y"]
)
def test_a_link_of_another_scheme_is_text(target: str) -> None:
    assert render(f"[a]({target})", link=known) == "<p>a</p>"


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("https://a.b/c.", "https://a.b/c", "."),
        ("(https://a.b/c)", "https://a.b/c", ")"),
        ("https://a.b/c_(d)", "https://a.b/c_(d)", ""),
        ("**https://a.b/_c_/**", "https://a.b/_c_/", ""),
        ("http://localhost:8000/", "http://localhost:8000/", ""),
    ],
)
def test_a_bare_address_is_a_link(text: str, address: str, rest: str) -> None:
    html = render(text)
    assert f'<a href="{address}" rel="noopener noreferrer">{address}</a>{rest}' in html


def test_www_is_an_address() -> None:
    assert '<a href="http://www.a.b"' in render("see www.a.b")


@pytest.mark.parametrize(
    "text", ["https://", "http://!!", "xhttps://a.b", "www.", "[https://a.b](c.md)", "a@b.c"]
)
def test_what_is_no_bare_address(text: str) -> None:
    assert 'href="http' not in render(text, link=known)


# Images


def test_an_image_alone_is_a_figure_with_its_title_as_caption() -> None:
    image = '<img loading="lazy" alt="A &lt;b&gt;" src="/here/images/a.png">'
    figure = f"<figure>{image}<figcaption>Fig &amp; 1</figcaption></figure>"
    assert render('![A <b>](images/a.png "Fig & 1")', image=known) == figure
    assert render("![A <b>](images/a.png?raw=true#x)", image=known) == f"<figure>{image}</figure>"
    html = render('<img src="images/a.png" alt="A &lt;b&gt;" width=9>', image=known)
    assert html == f"<figure>{image}</figure>"


def test_an_image_in_a_line_stays_there() -> None:
    image = '<img loading="lazy" alt="i" src="/here/i.png">'
    assert render("Press ![i](i.png) now", image=known) == f"<p>Press {image} now</p>"
    assert render("[![i](i.png)](https://a.b)", image=known) == (
        f'<p><a href="https://a.b" rel="noopener noreferrer">{image}</a></p>'
    )


@pytest.mark.parametrize(
    "target", ["gone.png", "https://a.b/c.png", "//a.b/c.png", "data:image/png,x"]
)
def test_a_missing_or_remote_image_is_a_box_with_its_words(target: str) -> None:
    html = render(f'![A "b"]({target})')
    words = "A &quot;b&quot;"
    box = f'<span class="figure-missing" role="img" aria-label="{words}">{words}</span>'
    assert html == f"<p>{box}</p>"


def test_a_missing_image_without_words_shows_its_file() -> None:
    assert ">plan.png</span>" in render("![](images/plan.png)")


# Headings


def test_headings_bear_the_given_anchors_in_order() -> None:
    html = render("#### Oak\n\n> #### Elm\n\n##### Ash", anchors=["oak", "", "ash-1"])
    assert [h.get("id") for h in Tags(html).named("h4")] == ["oak", None]
    assert [h.get("id") for h in Tags(html).named("h5")] == ["ash-1"]


def test_headings_follow_the_one_above_without_a_gap() -> None:
    html = render("#### a\n###### b\n#### c\n##### d\n## e", under=2)
    assert [tag for tag, _ in Tags(html).tags] == ["h3", "h4", "h3", "h4", "h3"]
    assert "<h6>" in render("# a\n\n## b", under=5)


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
    assert render_inline(markdown, definitions=definitions, link=known, image=known) == html


def test_definitions_do_not_run_into_the_text() -> None:
    html = render("    code[^1]\n\n[x]", definitions="[^1]: Note\n\n[x]: y.md", link=known)
    assert "<code>code[^1]\n</code>" in html
    assert '<a href="/here/y.md">x</a>' in html
    assert "footnotes" not in html


@settings(max_examples=500, deadline=None)
@given(st.text("ab z1é_.,:;?!'\"()/%$+=-*&<w\n", max_size=12))
def test_plain_words_take_a_short_way_to_the_same_place(text: str) -> None:
    long_way = render(text)
    if long_way.startswith("<p>") and long_way.count("<") == 2:
        long_way = long_way.removeprefix("<p>").removesuffix("</p>")
        assert render_inline(text) == long_way
