"""The colours of the style sheets: readable in both themes, and services apart for every eye."""

import re
from collections.abc import Mapping
from functools import cache
from itertools import combinations, pairwise, product
from math import cos, dist, radians, sin
from pathlib import Path
from types import MappingProxyType

import pytest
from django.conf import settings

from content.hues import HUES
from content.outline import Outline, outline

STATIC = Path(settings.BASE_DIR) / "static"
LIGHT, DARK = 0, 1
THEMES = (LIGHT, DARK)
BACKGROUNDS = ("paper", "surface", "sunk")
Rgb = tuple[float, float, float]
# Distances in Oklab, of which 0.02 is about the least that anyone sees.
APART, FAR_APART = 0.05, 0.08
APART_FOR_FULL_SIGHT = 0.09

# Machado, Oliveira and Fernandes 2009, complete deficiency, on linear RGB.
EYES = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
    "full": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
}


def css() -> str:
    return "".join((STATIC / name).read_text() for name in ("studyapp.css", "quiz.css"))


def linear(lightness: float, chroma: float, hue: float) -> Rgb:
    """Linear sRGB of an OKLCH colour, clipped to what a screen shows."""
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    x = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    y = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    z = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z
    green = -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z
    blue = -0.0041960863 * x - 0.7034186147 * y + 1.7076147010 * z
    return (clip(red), clip(green), clip(blue))


def clip(part: float) -> float:
    return min(1.0, max(0.0, part))


def oklab(colour: Rgb) -> Rgb:
    red, green, blue = colour
    x = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    y = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    z = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * x + 0.7936177850 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.4285922050 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.8086757660 * z,
    )


def contrast(one: Rgb, other: Rgb) -> float:
    """WCAG 2's ratio, 1 to 21."""
    lights = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def parsed(value: str, own: Mapping[str, str] = MappingProxyType({})) -> tuple[Rgb, Rgb]:
    """The two colours of a light-dark(oklch(…), oklch(…)); own: custom properties named in it."""
    plain = re.sub(r"var\(--(\w+)\)", lambda found: own[found[1]], value)
    made = [
        linear(*map(float, inner.split()[:3])) for inner in re.findall(r"oklch\(([^()]*)\)", plain)
    ]
    return made[LIGHT], made[DARK]


def token(name: str, own: Mapping[str, str] = MappingProxyType({})) -> tuple[Rgb, Rgb]:
    match = re.search(rf"--{name}: (light-dark\(.*\));", css())
    assert match, name
    return parsed(match[1], own)


@cache
def hues() -> dict[int, Mapping[str, str]]:
    """Each hue's custom properties by its number."""
    return {
        int(number): dict(re.findall(r"--(\w+): ([\d.]+);", block))
        for number, block in re.findall(r"\.service-hue-(\d+) \{([^}]*)\}", css())
    }


def seen(hue: int, eye: str, theme: int) -> Rgb:
    """A service's colour in Oklab, as that eye sees it."""
    colour = token("service-fill", hues()[hue])[theme]
    red, green, blue = (
        clip(sum(part * weight for part, weight in zip(colour, row, strict=True)))
        for row in EYES[eye]
    )
    return oklab((red, green, blue))


@cache
def apart(one: int, other: int, *eyes: str) -> float:
    """How far two hues are from each other, for the eye and in the theme that sees it least."""
    return min(
        dist(seen(one, eye, theme), seen(other, eye, theme))
        for eye in eyes or EYES
        for theme in THEMES
    )


def test_there_are_twelve_hues() -> None:
    assert sorted(hues()) == list(range(1, HUES + 1))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "ink-soft", "accent", "good", "bad", "caution"])
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_text_stands_out_seven_to_one(name: str, background: str, theme: int) -> None:
    assert contrast(token(name)[theme], token(background)[theme]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["accent", "good", "bad", "caution"])
def test_text_stands_out_on_its_own_tint(name: str, theme: int) -> None:
    tint = token(f"{name}-tint")[theme]
    assert contrast(token("ink")[theme], tint) >= 7
    assert contrast(token(name)[theme], tint) >= 7


@pytest.mark.parametrize("theme", THEMES)
def test_a_main_button_can_be_read(theme: int) -> None:
    assert contrast(token("on-accent")[theme], token("accent")[theme]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_edges_of_controls_stand_out_three_to_one(background: str, theme: int) -> None:
    assert contrast(token("line-strong")[theme], token(background)[theme]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hue", sorted(hues()))
def test_every_service_can_be_read_and_seen(hue: int, theme: int) -> None:
    own = hues()[hue]
    assert contrast(token("service", own)[theme], token("service-tint", own)[theme]) >= 4.5
    for background in BACKGROUNDS:
        assert contrast(token("service-fill", own)[theme], token(background)[theme]) >= 3


def test_any_two_hues_look_apart() -> None:
    for one, other in combinations(sorted(hues()), 2):
        assert apart(one, other) >= APART, (one, other)
        assert apart(one, other, "full") >= APART_FOR_FULL_SIGHT, (one, other)


def test_hues_that_follow_each_other_look_far_apart() -> None:
    for hue in hues():
        assert apart(hue, hue % HUES + 1) >= FAR_APART, hue


@pytest.mark.django_db
@pytest.mark.words
class TestShippedCourse:
    @pytest.fixture
    def book(self, shipped_course: None) -> Outline:
        return outline("clf-c02")

    def test_neighbours_in_the_catalogue_look_apart(self, book: Outline) -> None:
        for one, other in pairwise(book.services.values()):
            assert apart(one.hue, other.hue) >= APART, (one.name, other.name)

    def test_services_of_one_category_look_apart(self, book: Outline) -> None:
        for one, other in combinations(book.services.values(), 2):
            if one.category == other.category:
                assert apart(one.hue, other.hue) >= APART, (one.name, other.name)

    def test_services_of_one_section_look_apart(self, book: Outline) -> None:
        for chapter in book.chapters:
            for section in chapter.sections:
                for one, other in combinations(section.services, 2):
                    assert apart(one.hue, other.hue) >= APART, (one.name, other.name)

    def test_the_two_that_were_once_alike(self, book: Outline) -> None:
        hue = {service.slug: service.hue for service in book.services.values()}
        assert apart(hue["rds"], hue["aurora"]) >= FAR_APART


def test_code_can_be_read_in_every_colour() -> None:
    background = token("code")
    block = css().split(".code {")[1].split("\n  }\n")[0]
    colours = re.findall(r"color: (light-dark\(.*\));", block)
    assert len(colours) >= 6
    for value, theme in product(colours, THEMES):
        assert contrast(parsed(value)[theme], background[theme]) >= 4.5, value


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("level", ["strong", "fair", "weak"])
def test_numbers_on_the_map_can_be_read(level: str, theme: int) -> None:
    match = re.search(rf"level-{level} \{{\s*background: (light-dark\(.*\));", css())
    assert match
    assert contrast(token("ink")[theme], parsed(match[1])[theme]) >= 4.5
