"""What stands within lines, to safe HTML: inline markup, links, images."""

import pytest

from content.dressing import Image
from content.rendering import render
from tests.content.pages import known, pictured


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
        ("https://a.b&lt;!", "https://a.b", "&lt;!"),
        ("https://a.b/c&copy;.", "https://a.b/c", "©."),
        ("https://a.b/c?d&e;", "https://a.b/c?d", "&amp;e;"),
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
    assert render('![A <b>](images/a.png "Fig & 1")', image=pictured) == figure
    assert (
        render("![A <b>](images/a.png?raw=true#x)", image=pictured) == f"<figure>{image}</figure>"
    )
    html = render('<img src="images/a.png" alt="A &lt;b&gt;" width=9>', image=pictured)
    assert html == f"<figure>{image}</figure>"


def test_an_image_says_its_size_where_it_is_known() -> None:
    sizes = {"a.png": Image("/p/1.png", (640, 360)), "b.png": Image("/p/2.png")}
    assert render("![A](a.png)", image=sizes.get) == (
        '<figure><img loading="lazy" alt="A" width="640" height="360" src="/p/1.png"></figure>'
    )
    assert "width" not in render("![B](b.png)", image=sizes.get)
    # What the author says of it is not asked: only the file knows.
    raw = '<img src="a.png" alt="A" width="1" height="1" style="width:1px">'
    assert 'width="640" height="360"' in render(raw, image=sizes.get)


@pytest.mark.parametrize(
    ("image", "scrolls"),
    [
        (Image("/p/1.svg", (760, 400)), True),
        (Image("/p/1.svg", (481, 2000)), True),
        (Image("/p/1.svg", (480, 400)), False),
        (Image("/p/1.svg"), False),
        (Image("/p/1.png", (760, 400)), False),
    ],
)
def test_a_wide_drawing_can_be_moved_sideways_also_by_keyboard(
    image: Image, *, scrolls: bool
) -> None:
    html = render('![A](a.svg "One")', image={"a.svg": image}.get)
    start = '<div class="figure-scroll" tabindex="0" role="group" aria-labelledby="word:drawing">'
    assert html.startswith(f"<figure>{start}<img " if scrolls else "<figure><img ")
    assert html.count("</div>") == scrolls
    assert html.endswith("<figcaption>One</figcaption></figure>")
    assert "figure-scroll" not in render("See ![A](a.svg) here", image={"a.svg": image}.get)


def test_an_image_in_a_line_stays_there() -> None:
    image = '<img loading="lazy" alt="i" src="/here/i.png">'
    assert render("Press ![i](i.png) now", image=pictured) == f"<p>Press {image} now</p>"
    assert render("[![i](i.png)](https://a.b)", image=pictured) == (
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
