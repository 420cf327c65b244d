"""facts.toml: what it gives and what it says of its faults; and where Markdown cites facts."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import CatalogueError
from content.drafts import FactDraft
from content.facts import cited, cited_among, is_address, read_facts

TODAY = date(2026, 11, 24)
GOOD = """\
# Chapter 4: Storage

[oak-height]
claim = "Height of the tallest oak"
value = "40 m"
source = "https://trees.example/oak"
checked_on = 2026-11-20

[elm-age]
claim = "Age of the oldest elm"
value = "400 years"
source = "https://trees.example/elm?a=b#c"
checked_on = 2025-01-31
good_for_days = 30
"""
OAK = FactDraft(
    slug="oak-height",
    claim="Height of the tallest oak",
    value="40 m",
    source="https://trees.example/oak",
    checked_on=date(2026, 11, 20),
    good_for_days=365,
    line=3,
)


def read(text: str) -> tuple[FactDraft, ...]:
    return read_facts(text, path="facts.toml", good_for_days=365, today=TODAY)


def problems(text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(text)
    return [str(problem) for problem in caught.value.problems]


def test_facts_are_read_in_their_order_with_their_lines() -> None:
    oak, elm = read(GOOD)
    assert oak == OAK
    assert (elm.slug, elm.line, elm.good_for_days) == ("elm-age", 9, 30)


def test_a_register_without_a_fact_is_one_all_the_same() -> None:
    assert read("# Chapter 1\n\n# Chapter 2\n") == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('claim = "Height of the tallest oak"', "", "facts.toml:3 – oak-height has no claim"),
        ('value = "40 m"', 'value = " "', "facts.toml:5 – value is empty"),
        ('value = "40 m"', "value = 40", "facts.toml:5 – value is no text"),
        ('"40 m"', f'"{"x" * 301}"', "facts.toml:5 – value has more than 300 characters"),
        ("https://trees.example/oak", "trees", "facts.toml:6 – source is no address of a page"),
        ("https://trees.example/oak", "https://a b", "facts.toml:6 – source is no address"),
        ("checked_on = 2026-11-20", "", "facts.toml:3 – the fact has no checked_on – add checked"),
        ("2026-11-20", '"2026-11-20"', "facts.toml:7 – checked_on is no date – write it like"),
        ("2026-11-20", "2026-11-20T08:00:00", "facts.toml:7 – checked_on is no date"),
        ("2026-11-20", "2062-11-20", "facts.toml:7 – checked_on lies in the future"),
        ("2026-11-20", "0001-01-01", "facts.toml:7 – checked_on lies too far back"),
        ("good_for_days = 30", "good_for_days = 0", "facts.toml:14 – good_for_days is no whole"),
        ("value = ", "worth = ", "facts.toml:3 – oak-height has no value"),
        ("[oak-height]", "[Oak]", "facts.toml:3 – Oak is no id of a fact"),
        ("[oak-height]", "[elm-age]", "facts.toml:9 – no valid TOML: Cannot declare"),
        ("[oak-height]", f"[{'x' * 81}]", "is no id of a fact"),
        ("# Chapter 4: Storage", "oak = 7", "facts.toml:1 – oak stands outside of a fact"),
        ("# Chapter 4: Storage", "[none]", "facts.toml:1 – the fact has no claim"),
        ("# Chapter 4: Storage", "[", "facts.toml:1 – no valid TOML"),
    ],
)
def test_each_mistake_is_told_with_its_line(old: str, new: str, told: str) -> None:
    assert old in GOOD
    assert any(told in problem for problem in problems(GOOD.replace(old, new, 1)))


def test_every_mistake_is_told_at_once() -> None:
    wrong = GOOD.replace('value = "40 m"', "value = 40").replace("30", "0")
    assert len(problems(wrong)) == 2


def test_a_clock_that_is_years_behind_refuses_nothing() -> None:
    facts = read_facts(GOOD, path="", good_for_days=365, today=date(2020, 1, 1))
    assert facts[0].checked_on == date(2026, 11, 20)


@given(st.text())
def test_whatever_stands_there_is_read_or_refused(text: str) -> None:
    with suppress(CatalogueError):
        assert all(fact.claim and fact.value and fact.source for fact in read(text))


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("https://example.org", True),
        ("http://example.org/a?b=c&d=%20#e", True),
        ("ftp://example.org", False),
        ("example.org", False),
        ("https://", False),
        ("https://a b", False),
        ("https://example.org/<a>", False),
        (f"https://example.org/{'x' * 500}", False),
        ("", False),
    ],
)
def test_an_address_is_one_of_a_page(text: str, yes: bool) -> None:
    assert is_address(text) is yes


@pytest.mark.parametrize(
    ("markdown", "found"),
    [
        ("It holds 50 TB. <!-- facts: a -->", [(1, "a")]),
        ("One.\n\nTwo. <!-- facts: a, b-2 -->\n", [(3, "a"), (3, "b-2")]),
        ("<!-- source: https://x.example; facts: a -->", [(1, "a")]),
        ("<!-- facts: a; checked 2026-11 -->", [(1, "a")]),
        ("<!--\nfacts: a,\n b\n-->", [(2, "a"), (2, "b")]),
        ("<!-- Facts = a -->", [(1, "a")]),
        ("<!-- facts: -->", []),
        ("<!-- the facts: a -->", []),
        ("facts: a", []),
        ("Write `<!-- facts: a -->` here.", []),
        ("```html\n<!-- facts: a -->\n```\n<!-- facts: b -->", [(4, "b")]),
        ("~~~\n```\n<!-- facts: a -->\n~~~\n<!-- facts: b -->", [(5, "b")]),
        ("```\n<!-- facts: a -->", []),
        ("a ` b\n\n<!-- facts: a --> ` c", [(3, "a")]),
        ("a ` b <!-- facts: a --> c", [(1, "a")]),
        ("``a ` <!-- facts: a -->`` <!-- facts: b -->", [(1, "b")]),
        ("<!-- a ` b --> <!-- facts: a --> `", [(1, "a")]),
        ("<!-- facts: a --> <!-- facts: b", [(1, "a")]),
    ],
)
def test_citations_are_found_with_their_lines(markdown: str, found: list[tuple[int, str]]) -> None:
    assert list(cited(markdown)) == found


@pytest.mark.parametrize("piece", ["`", "`a``", "<!--", "<!-- facts: a", "-->", "~~~\n", "> "])
def test_a_large_text_with_everything_left_open_is_gone_through_once(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    assert list(cited(text)) == []
    assert len(list(cited(f"{text} -->"))) <= 1


@given(st.lists(st.sampled_from(["`", "```\n", "<!-- facts: a -->", "\n", "~~~", "x", "-->"])))
def test_no_text_cites_what_it_does_not_name(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = list(cited(text))
    assert {slug for _line, slug in found} <= {"a"}
    assert all(1 <= line <= text.count("\n") + 1 for line, _slug in found)


def test_a_file_may_cite_what_it_names_anywhere() -> None:
    known = ["a", "b", "c-1", "d"]
    text = (
        b"x <!-- facts: a, c-1 --> `<!-- facts: d -->`\n### Q\n<!-- id: x; FACTS = b; level: 1 -->"
    )
    assert cited_among(known, text) == known
    assert cited_among(known, b"a b c-1 d facts") == []
    assert cited_among([], text) == []


@given(st.lists(st.sampled_from(["a", "b", "x-9"]), unique=True))
def test_what_is_cited_is_among_what_may_be(slugs: list[str]) -> None:
    text = f"One. <!-- facts: {', '.join(slugs)} -->"
    assert cited_among(["a", "b", "x-9"], text.encode()) == sorted(slugs)
    assert [slug for _line, slug in cited(text)] == slugs
