"""Which words of a chapter's HTML are marked as terms of the glossary."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.terms import NOTE, Terms

TERMS = Terms(
    [
        ("az", ["Availability Zone", "AZ"]),
        ("region", ["Region"]),
        ("zone", ["zone"]),
        ("cicd", ["CI/CD"]),
        ("r-and-d", ["R&D"]),
        ("it", ["IT"]),
        ("box", ["box"]),
    ]
)
OPEN = rf'<button type="button" class="term" popovertarget="{NOTE}([^"]+)">'
BUTTON = re.compile(rf"{OPEN}(.*?)</button>", re.DOTALL)


def marked(html: str, seen: set[str] | None = None) -> list[tuple[str, str]]:
    """The slugs that are marked in the HTML, with the words."""
    found = BUTTON.findall(TERMS.marked(html, set() if seen is None else seen))
    return [(slug, re.sub(r".*<span>(.*)</span>.*", r"\1", words)) for slug, words in found]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>An Availability Zone is here.</p>", [("az", "Availability Zone")]),
        ("<p>Two availability zones.</p>", [("az", "availability zones")]),
        ("<p>availability\nzones</p>", [("az", "availability\nzones")]),
        ("<p>Availability-Zone</p>", [("az", "Availability-Zone")]),
        ("<p>An AZ, two AZs</p>", [("az", "AZ")]),
        ("<p>azs and it</p>", []),
        ("<p>IT is IT.</p>", [("it", "IT")]),
        ("<p>Boxes</p>", [("box", "Boxes")]),
        ("<p>boxed, unbox, box_2</p>", []),
        ("<p>CI/CD and R&amp;D</p>", [("cicd", "CI/CD"), ("r-and-d", "R&amp;D")]),
        ("<p>Regions, a region, Regional</p>", [("region", "Regions")]),
        ("<ul><li>zone</li></ul><table><td>Region</td></table>",
         [("zone", "zone"), ("region", "Region")]),
        ("zone", [("zone", "zone")]),
        ("", []),
    ],
)  # fmt: skip
def test_the_first_mention_of_a_term_is_marked(html: str, found: list[tuple[str, str]]) -> None:
    assert marked(html) == found


@pytest.mark.parametrize(
    "html",
    [
        "<h4>Region</h4>",
        '<a href="x">Region</a>',
        "<code>Region</code>",
        "<pre><span>Region</span> zone</pre>",
        "<summary>Region</summary>",
        "<kbd>Region</kbd>",
        "<button>a <b>Region</b></button>",
        '<img alt="Region" src="x">',
    ],
)
def test_what_is_to_the_letter_or_pressed_is_left_alone(html: str) -> None:
    assert marked(html) == []
    assert marked(f"<p>{html} Region</p>") == [("region", "Region")]


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("<p>a (zone), b</p>", ("(", "),")),
        ("<p>the zone's box</p>", ("", "'s")),
        ("<p>“Zone.” Yes</p>", ("“", ".”")),
        ("<p>a zone.</p>", ("", ".")),
        ("<p>zone-wide, a (small) zone here</p>", None),
        ("<li>a <b>zone</b>, b</li>", None),
    ],
)
def test_signs_stay_with_their_word(html: str, kept: tuple[str, str] | None) -> None:
    done = Terms([("zone", ["zone"])]).marked(html, set())
    assert re.sub(r"</?(?:span|button)[^>]*>", "", done) == html
    found = re.search(r"<button[^>]*>([^<]*)<span>zone</span>([^<]*)</button>", done, re.IGNORECASE)
    assert (found.groups() if found else None) == kept


def test_what_was_seen_before_is_left_alone() -> None:
    seen = {"region"}
    assert marked("Region zone", seen) == [("zone", "zone")]
    assert seen == {"region", "zone"}
    assert marked("Region zone AZ", seen) == [("az", "AZ")]


def test_the_longest_name_wins_even_where_it_was_seen() -> None:
    assert marked("Availability Zone, zone", {"az"}) == [("zone", "zone")]


def test_a_heading_names_terms_without_marking_them() -> None:
    assert TERMS.named("Regions & Availability Zones") == {"region", "az"}
    assert TERMS.named("R&D") == {"r-and-d"}
    assert TERMS.named("Nothing") == set()


def test_without_a_term_nothing_changes() -> None:
    none = Terms([])
    assert not none
    assert none.marked("<p>Region</p>", set()) == "<p>Region</p>"


PIECES = [
    "<p>",
    "</p>",
    "<code>",
    "</code>",
    "Region",
    " ",
    "zone",
    "&amp;",
    "AZ",
    "x",
    "<b>",
    "</b>",
]


@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_only_buttons_are_added_one_a_term(pieces: list[str]) -> None:
    html = "".join(pieces)
    seen: set[str] = set()
    after = TERMS.marked(html, seen)
    assert BUTTON.sub(r"\2", after) == html
    slugs = [slug for slug, _words in BUTTON.findall(after)]
    assert sorted(slugs) == sorted(seen)
