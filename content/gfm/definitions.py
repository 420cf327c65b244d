"""Link reference definitions at the beginning of a paragraph."""

import re

from content.gfm.blocks import Definition

_DEFINITION = re.compile(
    r"""\[(?P<label>(?:[^\[\]\\]|\\.){1,999})\]:[ \t]*\n?[ \t]*
    (?P<target><[^<>\n]*>|[^\s<]\S*)
    (?:(?:[ \t]+|[ \t]*\n[ \t]*)
        (?P<title>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?
    [ \t]*(?:\n|$)""",
    re.VERBOSE | re.DOTALL,
)


def normalised(label: str) -> str:
    """A label as labels are compared: case and space aside."""
    return " ".join(label.split()).casefold()


def take(text: str, line: int) -> tuple[list[Definition], str]:
    """The definitions that text begins with, and what is left of it."""
    found = []
    start = 0
    while (match := _DEFINITION.match(text, start)) and match["label"].strip():
        target = match["target"].removeprefix("<").removesuffix(">")
        found.append(Definition(match["label"], target, (match["title"] or "")[1:-1], line))
        line += text.count("\n", start, match.end())
        start = match.end()
    return found, text[start:]
