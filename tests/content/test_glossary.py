"""glossary.md: its terms, and what is said of its faults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.drafts import Severity
from content.glossary import TermDraft, read_glossary

GOOD = """\
# Words of the sea

Some of them are old.

## Sloop
<!-- aliases: one-masted boat,
  cutter -->

A boat with one mast.

It is **common**.

### Where from

Holland.

## Trade wind

It blows all year.

```text
## no term
```

# Sources

Books.
"""


def read(text: str) -> list[TermDraft]:
    terms, problems = read_glossary(text, path="glossary.md")
    assert problems == []
    return list(terms)


def problems(text: str) -> list[str]:
    _terms, found = read_glossary(text, path="glossary.md")
    assert all(each.severity is Severity.ERROR for each in found)
    return [str(each) for each in found]


def test_terms_are_headings_of_the_second_level_with_what_stands_below() -> None:
    sloop, wind = read(GOOD)
    assert (sloop.slug, sloop.name, sloop.line) == ("sloop", "Sloop", 5)
    assert sloop.aliases == ("one-masted boat", "cutter")
    assert sloop.names == ("Sloop", "one-masted boat", "cutter")
    assert sloop.markdown == (
        "A boat with one mast.\n\nIt is **common**.\n\n### Where from\n\nHolland."
    )
    assert (wind.slug, wind.aliases) == ("trade-wind", ())
    assert wind.markdown.startswith("It blows all year.\n\n```text\n## no term")
    assert "Books" not in wind.markdown


@pytest.mark.parametrize(
    ("heading", "name", "slug"),
    [
        ("## `s3 sync`", "s3 sync", "s3-sync"),
        ("## **Bold** [link](x.md)", "Bold link", "bold-link"),
        ("Underlined\n---", "Underlined", "underlined"),
    ],
)
def test_a_name_is_the_headings_words(heading: str, name: str, slug: str) -> None:
    (term,) = read(f"{heading}\n\nWords.\n")
    assert (term.name, term.slug) == (name, slug)


def test_front_matter_is_none_of_it() -> None:
    (term,) = read("---\ntitle: x\n---\n\n## A\n\nWords.\n")
    assert (term.name, term.line) == ("A", 5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("# Words\n\nnone\n", "glossary.md:1 – the glossary has no term – write “## Term”"),
        ("- ## Sloop\n", "glossary.md:1 – the glossary has no term"),
        ("## Sloop\n\n## Wind\n\nBlows.\n", "glossary.md:1 – “Sloop” has no definition – write it"),
        ("## Sloop\n<!-- aliases: x -->\n", "glossary.md:1 – “Sloop” has no definition"),
        (
            "## A\n\nx\n\n## B\n<!-- aliases: c, a -->\n\ny\n",
            "glossary.md:5 – a is already a name of “A” – leave it to one of them",
        ),
        ("## A\n\nx\n\n## a\n\ny\n", "glossary.md:5 – a is already a name of “A”"),
        (f"## {'x' * 121}\n\nx\n", "glossary.md:1 – a name of more than 120 characters – shorten"),
        (f"## A\n\n{'x' * 2001}\n", "glossary.md:1 – “A” has more than 2000 characters – define"),
        ("## ![](x.png)\n\nx\n", "glossary.md:1 – a heading without words – name the term in it"),
    ],
)
def test_each_mistake_is_told_with_its_line(text: str, told: str) -> None:
    assert [each for each in problems(text) if told in each]


@given(
    st.lists(st.sampled_from(["## A\n", "# B\n", "<!-- aliases: x,", "-->", "\n", "w", "```\n"]))
)
def test_any_text_gives_terms_or_reasons(pieces: list[str]) -> None:
    terms, found = read_glossary("".join(pieces), path="g.md")
    assert found or all(term.name and term.markdown for term in terms)
