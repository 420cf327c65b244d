import re
from html import escape, unescape

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quizzes.formats.html import (
    MOST_DEPTH,
    MOST_TAGS,
    from_plain,
    to_html,
    to_markdown,
    to_plain,
    to_xhtml,
)

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SIGNS = [
    *"*_`~[]()<>&#+-=|:!\\.1234 \n",
    *["&lt;", "&amp;", "&#60;", "http://a.b", "www.a.b", "<b>", "</b>", "<input>", "1. ", "- "],
    *["> ", "```", "~~~", "[x] ", "a", "b ", ":rocket:", "---", "===", "| a | b |", "|---|---|"],
    *["![a](b)", "[^1]", "[^1]: x", "[a]: b", "<!-- x -->", "*", "<https://a.b>", "\\\n"],
]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)
TAGS = [
    *["<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</li>", "</ul>", "<ol start=²>", "<table>"],
    *["<tr>", "<td colspan=³>", "<th>", "</td>", "</tr>", "</table>", "<pre>", "</pre>", "<code>"],
    *[
        "</code>",
        "<br>",
        "<hr/>",
        "<img alt='x' src=y>",
        "<a href='x'>",
        "</a>",
        "<dl><dt>",
        "<dd>",
    ],
    *["<h1>", "</h1>", "<blockquote>", "</blockquote>", "<div>", "</div>", "<sup>", "</sup>"],
    *[
        "<script>",
        "</script>",
        "<svg>",
        "<math>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<?x",
        "<",
        ">",
    ],
    *[
        "&",
        "&nbsp;",
        "&#0;",
        "&#x110000;",
        "&bogus;",
        "\x00",
        "\ud800",
        "text",
        " ",
        "\n",
        "<input>",
    ],
]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", html)).split())


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("Which service?", "Which service?"),
        ("<p>Which <b>two</b> and <em>why</em>?</p>", "Which **two** and *why*?"),
        ("<p>One.</p>\r\n<p>Two.<br>Three.</p>", "One.\n\nTwo.\\\nThree."),
        ("<p><br>Three.<br><br></p><br>", "Three."),
        ("<p>C:\\<br></p>", "C:\\\\"),
        ("a &lt; b &amp;&amp; c", "a < b && c"),
        ("R&D &amp;lt; x", "R&D &amp;lt; x"),
        ("one<div>two</div><div>three</div>", "one\n\ntwo\n\nthree"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol start='3'><li>a</li><li><p>b</p></li></ol>", "3. a\n4. b"),
        ("<ol start='½'><li>a</li></ol>", "1. a"),
        ("<pre>x = 1\n\n  <b>y</b></pre>", "```\nx = 1\n\n  y\n```"),
        ("<pre>a<br>b</pre>", "```\na\nb\n```"),
        ('<pre><code class="language-sql">select</code></pre>', "```sql\nselect\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<code>a ` b</code> <code>`</code>", "``a ` b`` `` ` ``"),
        ("<tt>x</tt> <kbd>y</kbd>", "`x` `y`"),
        (
            "<table><tr><th>a</th><th>b|c</th></tr>"
            "<tr><td>1<br>2</td><td><code>|</code></td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 2 | `\\|` |",
        ),
        ("<blockquote>said<p>so</p></blockquote>", "> said\n>\n> so"),
        ("<h2>Case <i>1</i></h2>It begins.", "**Case *1***\n\nIt begins."),
        ("<dl><dt>RDS</dt><dd>rows</dd></dl>", "**RDS**\n\nrows"),
        ("x<sup>2</sup>, 10<sup>-7</sup>, H<sub>2</sub>O", "x², 10⁻⁷, H₂O"),
        ("e<sup>a b</sup> y<sub>ij</sub>", "e^(a b) y_ij"),
        ('<a href="https://x.org/a">there</a>', "[there](https://x.org/a)"),
        ('<a href="https://x.org/">https://x.org/</a>', "https://x.org/"),
        ('<a href="javascript:alert(1)">there</a>', "there"),
        ("<p>1. no list</p><p># no head</p>- no", "1\\. no list\n\n\\# no head\n\n\\- no"),
        ("2 * 3 * 4, snake_case, *x*, _y_", "2 * 3 * 4, snake_case, \\*x\\*, \\_y\\_"),
        ("[a](b) [c]: d [e]", "[a\\](b) [c\\]: d [e]"),
        ("C:\\temp\\*.txt", "C:\\temp\\\\\\*.txt"),
        (":rocket: 10:30:00 :x_y_z:", "\\:rocket: 10:30:00 :x_y_z:"),
        ("<p>&nbsp;</p><p><br></p>", ""),
        ("<span style='color:red'>red</span><script>alert(1)</script>", "red"),
        ("<!-- note -->text<![CDATA[x]]>", "text"),
        ("<ruby>弓<rt>ゆみ</rt></ruby>と<ruby><rb>矢</rb><rt>や</rt></ruby>", "弓(ゆみ)と矢(や)"),
        ("<ruby>弓<rp>(</rp><rt>ゆみ</rt><rp>)</rp></ruby>", "弓(ゆみ)"),
        ("Is <math><mi>x</mi><annotation encoding='application/x-tex'>x_1 &lt;\n 2</annotation>"
         "</math>?", "Is $x_1 < 2$?"),
        ("<m:math><m:annotation encoding=\"LaTeX\">y</m:annotation></m:math>", "$y$"),
        ("<math alttext='a*b*c'><mi>a</mi></math>", "$a\\*b\\*c$"),
    ],
)  # fmt: skip
def test_html_becomes_markdown(html: str, markdown: str) -> None:
    assert to_markdown(html).text == markdown


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<input type="submit">', '<input type="submit">'),
        ("<code>&lt;input&gt;</code> or <select>?", "<input> or <select>?"),
        ("replace <instance-id> in it", "replace <instance-id> in it"),
        ("<b>", "<b>"),
        ("&lt;b&gt;", "<b>"),
        ("if a <b then", "if a <b then"),
        ("<p>Which tag: <textarea rows=2>?</p>", "Which tag: <textarea rows=2>?"),
        ("List<String> and Map<K, V>", "List<String> and Map<K, V>"),
    ],
)
def test_text_about_html_is_read_not_drawn(html: str, shown: str) -> None:
    assert words(to_html(to_markdown(html).text)) == shown


@pytest.mark.parametrize(
    ("html", "text", "images"),
    [
        ('<img src="data:image/png;base64,AAAA" alt="A  cat">', "A cat", ["A cat"]),
        ('See <img src="@@PLUGINFILE@@/x.png"/> here', "See here", [""]),
        ("<object data='x.svg'>fallback</object>!", "!", [""]),
        ("<p>Sum: <math alt='a+b'><mi>a</mi></math></p>", "Sum: a+b", ["a+b"]),
        ("<p>Sum: <math><mi>a</mi></math></p>", "Sum:", ["formula"]),
        ("<img alt=x><img alt='*'>", "x\\*", ["x", "*"]),
    ],
)
def test_images_are_left_out_by_name(html: str, text: str, images: list[str]) -> None:
    made = to_markdown(html)
    assert (" ".join(made.text.split()), list(made.images)) == (text, images)


@pytest.mark.parametrize(
    "html",
    [
        "<b>" * (MOST_TAGS + 1) + "deep",
        "<div>" * (MOST_DEPTH + 1) + "deep" + "</div>" * (MOST_DEPTH + 1),
        "<ul><li>" * 500 + "deep",
        "<p>deep</p>" * (MOST_TAGS // 2 + 1),
    ],
)
def test_more_tags_than_any_question_has_leave_the_words_alone(html: str) -> None:
    text = to_markdown(html).text
    assert "deep" in text
    assert "**" not in text
    assert "<" not in text


@QUICK
@given(st.lists(st.sampled_from(TAGS), max_size=25).map("".join) | st.text(max_size=30))
def test_any_html_whatever_becomes_some_text(html: str) -> None:
    made = to_markdown(html)
    assert made.text == made.text.strip()
    assert not re.search("[\x00-\x08\x0b\x0c]", made.text)
    assert "<script" not in to_html(made.text)


@QUICK
@given(TEXTS)
@example("http://a.b<!")
@example("http://a.b&lt;!")
def test_words_in_html_are_the_words_that_are_shown(text: str) -> None:
    for html in (escape(text), f"<p>{escape(text)}</p>", f"<b></b>{escape(text)}"):
        assert words(to_html(to_markdown(html).text)) == " ".join(text.split())


@QUICK
@given(TEXTS)
@example("http://a.b<!")
@example("http://a.b&lt;!")
def test_plain_text_is_shown_as_it_is_written(text: str) -> None:
    html = to_html(from_plain(text))
    assert words(html) == " ".join(text.split())
    assert not re.search("<(?!br>|/?p>|/?a[ >])", html)


def test_plain_text_keeps_its_lines() -> None:
    assert from_plain("one\r\ntwo\n\n\n\nthree * four\n# five\n") == (
        "one\\\ntwo\n\nthree * four\\\n\\# five"
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "Which **two** of *these*?",
        "Use `aws s3 ls` & wait",
        "- a\n- b\n  - c",
        "1. a\n2. b\n\nthen",
        "```python\nif a < b:\n\n    run()\n```",
        "```\nplain\n```",
        "| a | b |\n| --- | --- |\n| 1 | `x` |",
        "> quoted",
        "[docs](https://example.org/a)",
        "https://example.org/a",
        "one\\\ntwo",
        "one\ntwo",
        "one\n\ntwo",
        "&lt;input>",
        "1\\. no list",
        "~~gone~~ back",
    ],
)
def test_usual_markdown_comes_back_from_its_html(markdown: str) -> None:
    assert to_markdown(to_html(markdown)).text == markdown


@pytest.mark.parametrize("markdown", ["__bold__", "# head", "* star", "![alt](x.png)", "<b>x</b>"])
def test_what_comes_back_in_other_words_looks_the_same(markdown: str) -> None:
    again = to_markdown(to_html(markdown)).text
    assert again != markdown
    assert to_html(again) == to_html(markdown)


def test_html_has_none_of_the_house_s_dressing() -> None:
    html = to_html("| a |\n| :-- |\n| 1 |\n\n```py\nx = 1\n```\n\n![cat](x.png) [y](z.md)")
    assert not re.search("<div|<span|tabindex|data-|role=|aria-", html)
    assert '<code class="language-' in html
    assert "cat" in html


@pytest.mark.parametrize(
    ("markdown", "xhtml"),
    [
        ("a\\\nb", "a<br/>\nb"),
        ("a\n\n---", "<p>a</p>\n<hr/>"),
        ("a\u00a0b & c", "a&#160;b &amp; c"),
        ("a\x0bb", "ab"),
    ],
)
def test_xhtml_is_well_formed(markdown: str, xhtml: str) -> None:
    assert to_xhtml(markdown) == xhtml


def test_the_words_alone() -> None:
    assert to_plain("- **a** `<b>`\n- c & [d](https://x.org)") == "a <b> c & d"
