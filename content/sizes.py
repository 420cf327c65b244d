"""How large a picture is drawn, read from its first bytes."""

import re
from io import BytesIO

import imagesize

MOST = 65_535
HEAD = 64 * 1024
Size = tuple[int, int]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:\w+:)?svg((?:\s+[\w:.-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)\s*/?>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_LENGTH = re.compile(r"\s*\+?(\d{0,9}(?:\.\d{1,9})?)\s*(px|pt|pc|in|cm|mm|q)?\s*", re.IGNORECASE)
_PIXELS = {"px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4}
_PIXELS["q"] = _PIXELS["mm"] / 4


def size_of(content: bytes, *, ending: str) -> Size | None:
    """Width and height in CSS pixels, 1..MOST; None where the file does not say.

    ending: the file's, such as ".svg". A picture taken sideways is as it will be shown."""
    if ending == ".svg":
        return _of_svg(content[:HEAD].decode(errors="replace"))
    return _whole(*imagesize.get(BytesIO(content)))


def _of_svg(text: str) -> Size | None:
    """What the root element says: width and height, else its view box."""
    if (root := _ROOT.search(_COMMENT.sub("", text))) is None:
        return None
    said = {name: double or single for name, double, single in _ATTRIBUTE.findall(root[1])}
    width, height = _pixels(said.get("width", "")), _pixels(said.get("height", ""))
    box = [_pixels(part) for part in re.split(r"[\s,]+", said.get("viewBox", "").strip())[2:]]
    drawn = (box[0], box[1]) if len(box) == 2 else (None, None)
    if width is not None and height is not None:
        return _whole(width, height)
    if drawn[0] and drawn[1]:
        # One of them says how large, and the view box in which proportion.
        if width is not None:
            return _whole(width, width * drawn[1] / drawn[0])
        if height is not None:
            return _whole(height * drawn[0] / drawn[1], height)
        return _whole(drawn[0], drawn[1])
    return None


def _pixels(length: str) -> float | None:
    """A length that stands for itself; None for a share of something else, or nonsense."""
    found = _LENGTH.fullmatch(length)
    if found is None or not found[1]:
        return None
    return float(found[1]) * _PIXELS[(found[2] or "px").lower()]


def _whole(width: float, height: float) -> Size | None:
    sides = (round(width), round(height))
    return sides if all(1 <= side <= MOST for side in sides) else None
