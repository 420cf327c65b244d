"""How large a picture is drawn, read from the first bytes of files made here."""

import struct
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.sizes import MOST, size_of

ENDINGS = (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")


def png(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\2\0\0\0"
    )


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0"


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 4) + b"ab\xff\xc0" + frame + b"\xff\xd9"


def webp(width: int, height: int) -> bytes:
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", 10) + b"\0\0\0\0" + sides
    return b"RIFF" + struct.pack("<I", 4 + len(chunk)) + b"WEBP" + chunk


def svg(root: str, before: str = "", inside: str = "") -> bytes:
    return f"{before}<svg {root}>{inside}</svg>".encode()


@pytest.mark.parametrize(
    ("made", "ending"),
    [(png, ".png"), (gif, ".gif"), (jpeg, ".jpg"), (jpeg, ".jpeg"), (webp, ".webp")],
)
@pytest.mark.parametrize("size", [(1, 1), (640, 360), (31, 9000)])
def test_pictures_of_points(
    made: Callable[[int, int], bytes], ending: str, size: tuple[int, int]
) -> None:
    assert size_of(made(*size), ending=ending) == size


@pytest.mark.parametrize(
    ("root", "size"),
    [
        ('width="760" height="430"', (760, 430)),
        ('viewBox="0 0 760 430" width="760" height="430" role="img"', (760, 430)),
        ("width='76px' height='4.4e1'", None),
        ('width="10.4" height="20.6px"', (10, 21)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="2.54cm" height="25.4mm"', (96, 96)),
        ('viewBox="0 0 300 150"', (300, 150)),
        ('viewBox="-10,-10, 40.2 , 20"', (40, 20)),
        ('viewBox="0 0 300 150" width="100%" height="100%"', (300, 150)),
        ('viewBox="0 0 300 150" width="600"', (600, 300)),
        ('viewBox="0 0 300 150" height="75"', (150, 75)),
        ('width="600"', None),
        ('width="auto" height="auto"', None),
        ('viewBox="0 0 0 150"', None),
        ('viewBox="0 0 300"', None),
        ('viewBox="0 0 -3 4"', None),
        ('width="0" height="10"', None),
        (f'width="{MOST + 1}" height="10"', None),
        (f'width="{"9" * 500}" height="10"', None),
        ("", None),
    ],
)
def test_drawings(root: str, size: tuple[int, int] | None) -> None:
    assert size_of(svg(root), ending=".svg") == size


def test_a_drawings_parts_are_not_its_size() -> None:
    part = '<rect width="5" height="6" stroke-width="7"/>'
    assert size_of(svg('viewBox="0 0 30 20"', inside=part), ending=".svg") == (30, 20)
    assert size_of(svg("", inside=part), ending=".svg") is None


def test_what_stands_before_a_drawing_is_passed_over() -> None:
    before = (
        '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<!-- <svg width="1" height="1"> made by hand -->\n'
    )
    root = 'xmlns="http://www.w3.org/2000/svg"\n  width="30"\n  height = "20"'
    assert size_of(svg(root, before=before), ending=".svg") == (30, 20)
    assert size_of(b"\xef\xbb\xbf" + svg(root), ending=".svg") == (30, 20)


def test_what_is_none_has_no_size() -> None:
    for ending in ENDINGS:
        for content in (b"", b"no picture", b"\x89PNG\r\n\x1a\n rest", b"<svg", b"\xff\xd8\xff"):
            assert size_of(content, ending=ending) is None, (ending, content)


@given(
    st.sampled_from([png(3, 4), gif(3, 4), jpeg(3, 4), webp(3, 4), svg('viewBox="0 0 3 4"')]),
    st.integers(0, 60),
    st.binary(max_size=40),
    st.sampled_from(ENDINGS),
)
def test_a_broken_file_breaks_nothing(whole: bytes, cut: int, rest: bytes, ending: str) -> None:
    found = size_of(whole[:cut] + rest, ending=ending)
    assert found is None or all(1 <= side <= MOST for side in found)
