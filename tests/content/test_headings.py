"""Headings, their words and their anchors."""

import pytest

from content import gfm, headings
from content.headings import Slugs, plain, slug_of


def found(text: str) -> list[tuple[int, str, str, int]]:
    return [(h.level, h.title, h.slug, h.line) for h in headings.find(gfm.parse(text))]


def test_headings_of_both_kinds_with_their_lines() -> None:
    assert found("# Oak #\n\ntext\n\nElm\nAsh\n---\n### Beech\n") == [
        (1, "Oak", "oak", 1),
        (2, "Elm Ash", "elm-ash", 5),
        (3, "Beech", "beech", 8),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```bash\n# comment\n```",
        "~~~~\n~~~\n# still code\n~~~~",
        "- step\n  ```\n  # comment\n  ```",
        "<!--\n# hidden\n-->",
        "    # code",
        "```# one line```",
        "#no-space",
        "\\# escaped",
        "<pre>\n# raw\n\n# raw\n</pre>",
        "oak\n    # elm",
    ],
)
def test_what_is_no_heading(text: str) -> None:
    assert found(text) == []


def test_a_fence_that_is_inline_code_hides_nothing() -> None:
    assert found("```ls```\n\n# Oak") == [(1, "Oak", "oak", 3)]


def test_images_alone_make_no_title() -> None:
    text = "[![a](b.png)](c) ![d](e.png)\n===\n\n# Oak"
    assert found(text) == [(1, "", "", 1), (1, "Oak", "oak", 4)]


def test_headings_inside_others_are_told_apart() -> None:
    tops = [h.top for h in headings.find(gfm.parse("# a\n> # b\n\n- # c\n"))]
    assert tops == [True, False, False]


def test_a_heading_in_html_alone_counts() -> None:
    (heading,) = headings.find(gfm.parse('<h2 align="center">\n<b>Oak</b> &amp; elm\n</h2>'))
    assert (heading.level, heading.title, heading.slug) == (2, "Oak & elm", "oak--elm")
    assert (heading.raw, heading.line, heading.last) == (True, 1, 3)
    assert found("<div>\n<h2>Oak</h2>\n<p>more</p>\n</div>") == []


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("**Bold** and *slanted* __x__ _y_ ***z***", "Bold and slanted x y z"),
        ("`aws s3 *` & `<id>`", "aws s3 * & <id>"),
        ("[`cp`](a.md) [two](b(c).md 't') [ref][r] [x]", "cp two ref [x]"),
        ("![logo](a.png) Oak ![b][c]", "Oak"),
        ("snake_case_name 2 * 3", "snake_case_name 2 * 3"),
        ("~~old~~ new", "old new"),
        (r"\*not\* \# \_this\_", "*not* # _this_"),
        ("&amp; &lt;b&gt; é", "& <b> é"),
        (":rocket: start :no_such_code:", "🚀 start :no_such_code:"),
        ("<b>bold</b> <!-- x --> end<br>", "bold  end"),
        ("<https://a.b/c>", "https://a.b/c"),
        ("two\nlines", "two lines"),
        ("~~_*__**deep**__*_~~", "deep"),
        ("**a *b* c**", "a b c"),
        ("`` a`b `` `c", "a`b `c"),
    ],
)
def test_words_without_markup(markdown: str, words: str) -> None:
    assert plain(markdown).replace("  ", " ") == words.replace("  ", " ")


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Main Concepts & Explanations", "main-concepts--explanations"),
        ("🔄 Scalability", "-scalability"),
        ("🛡️ Fault Tolerance", "-fault-tolerance"),
        ("Lab 1: Creating a MySQL Instance", "lab-1-creating-a-mysql-instance"),
        ("Real-World Scenario", "real-world-scenario"),
        ("1. 🎯 Operational Excellence", "1--operational-excellence"),
        ("C++ / C# (2.0)?", "c--c-20"),
        ("snake_case", "snake_case"),
        ("Überblick für Žofie", "überblick-für-žofie"),
        ("数据库", "数据库"),
    ],
)  # fmt: skip
def test_anchors_as_on_github(title: str, slug: str) -> None:
    assert slug_of(title) == slug


def test_repeated_anchors_are_numbered_over_the_whole_file() -> None:
    slugs = [slug for _, _, slug, _ in found("# Oak\n## Oak\n## Oak 1\n> # Oak\n\n# !\n# ?\n")]
    assert slugs == ["oak", "oak-1", "oak-1-1", "oak-2", "section", "section-1"]


def test_anchors_never_repeat() -> None:
    slugs = Slugs()
    given = [slugs.take(name) for name in ["a", "a-1", "a", "a", "a-1", "a-1-1"]]
    assert len(set(given)) == len(given)


def test_endless_titles_end() -> None:
    ((_, title, slug, _),) = found("# " + "oak " * 5_000)
    assert len(title) == 300
    assert len(slug) == 150
