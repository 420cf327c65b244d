"""What a line must look like to begin a block, and to end one."""

import re
from dataclasses import dataclass

RULE = re.compile(r"([-*_])(?: *\1){2,} *$")
HEADING = re.compile(r"(#{1,6})(?:[ ]+|$)")
UNDERLINE = re.compile(r"(=+|-+) *$")
FENCE = re.compile(r"(`{3,})([^`]*)$|(~{3,})(.*)$")
FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,200})\]:[ ]*")
DELIMITERS = re.compile(r"\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$")

_ITEM = re.compile(r"(?:([-+*])|(\d{1,9})([.)]))( +|$)(.*)")
_TAG = (
    r"(?:<[A-Za-z][A-Za-z0-9-]*"
    r"(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?)*\s*/?>"
    r"|</[A-Za-z][A-Za-z0-9-]*\s*>)"
)
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|"
    "dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|"
    "hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|"
    "search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_LONE_TAG = re.compile(rf"{_TAG}\s*$")
_TO_BLANK_LINE = re.compile(rf"</?(?:{_BLOCK_TAGS})(?:\s|/?>|$)", re.IGNORECASE)
# What begins an HTML block that runs on over blank lines, and what ends it.
_TO_END_MARK = (
    (re.compile(r"<(?:script|pre|style|textarea)(?:\s|>|$)", re.IGNORECASE),
     re.compile(r"</(?:script|pre|style|textarea)>", re.IGNORECASE)),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<![A-Za-z]"), re.compile(r">")),
)  # fmt: skip
BLANK = re.compile(r"$")


def heading_words(rest: str) -> str:
    """What stands in a heading behind its hashes, without those that may close it."""
    words = rest.rstrip(" ")
    bare = words.rstrip("#")
    return bare.rstrip(" ") if bare[-1:] in ("", " ") else words


@dataclass(frozen=True, slots=True)
class Marker:
    """A list item's beginning: what keeps a list together, its number, the width to its content."""

    kind: str
    number: int | None
    width: int
    empty: bool


def read_marker(rest: str, *, in_paragraph: bool) -> Marker | None:
    """The marker that rest begins with. Only a bullet or a 1 with words ends a paragraph."""
    match = _ITEM.match(rest)
    if match is None:
        return None
    bullet, digits, delimiter, space, words = match.groups()
    empty = not words
    number = None if bullet else int(digits)
    if in_paragraph and (empty or number not in (None, 1)):
        return None
    padding = 1 if empty or len(space) > 4 else len(space)
    return Marker(bullet or delimiter, number, match.start(4) + padding, empty)


def html_end(rest: str, *, in_paragraph: bool) -> re.Pattern[str] | None:
    """What ends the HTML block that rest begins; None where it begins none."""
    for begin, end in _TO_END_MARK:
        if begin.match(rest):
            return end
    if _TO_BLANK_LINE.match(rest) or (not in_paragraph and _LONE_TAG.match(rest)):
        return BLANK
    return None
