"""Where the images and links of a text are, and where they lead."""

import pytest

from content.drafts import Reference
from content.references import references


def test_images_and_links_in_the_order_of_their_lines() -> None:
    text = (
        "# [Oak](oak.md)\n\n![a](a.png)\n![b](<b c.png> 'T')\n\n"
        "- [![badge](d.svg)](e.md)\n\n| [f](f(1).md) |\n|---|\n| ![g](g.png) |\n\n"
        '<p align="center">\n<img alt="x" src="h.png">\n<a href=i.md>i</a></p>\n\n'
        "[j]\n\n[j]: j.md\n\n[^1]: [k](k.md)\n\n> a\n> [l](l&amp;m.md)\n"
    )
    assert [(r.kind, r.target, r.line) for r in references(text)] == [
        ("link", "oak.md", 1),
        ("image", "a.png", 3),
        ("image", "b c.png", 4),
        ("image", "d.svg", 6),
        ("link", "e.md", 6),
        ("link", "f(1).md", 8),
        ("image", "g.png", 10),
        ("image", "h.png", 13),
        ("link", "i.md", 14),
        ("link", "j.md", 18),
        ("link", "k.md", 20),
        ("link", "l&m.md", 23),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "```\n![a](b)\n```",
        "`![a](b)`",
        "<!-- ![a](b) -->",
        "<!--\n<img src=b>\n-->",
        "\\![a]\\(b)",
        "    [a](b)",
        "[a] (b)",
        "<abbr src=x>",
        "`<img src=x>`",
    ],
)
def test_what_is_no_reference(text: str) -> None:
    assert references(text) == []


def test_an_empty_target_is_told() -> None:
    assert references("[a]()") == [Reference("link", "", 1)]


def test_the_lines_of_a_paragraph_count() -> None:
    assert [r.line for r in references("a\nb [c](d)\n[e](f) [g](h)\n\n`x\ny` [i](j)")] == [
        2,
        3,
        3,
        6,
    ]
