"""Link reference definitions at the beginning of a paragraph."""

import re
from html import unescape

from content.gfm.blocks import Definition

_DEFINITION = re.compile(
    r"""\[(?P<label>(?:[^\[\]\\]|\\.){1,999})\]:[ \t]*\n?[ \t]*
    (?P<target><[^<>\n]*>|[^\s<]\S*)
    (?:(?:[ \t]+|[ \t]*\n[ \t]*)
        (?P<title>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?
    [ \t]*(?:\n|$)""",
    re.VERBOSE | re.DOTALL,
)

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PROTECTED = re.compile(r"[\\<>\"&]")


def normalised(label: str) -> str:
    """A label as labels are compared: case and space aside."""
    return " ".join(label.split()).casefold()


def written(definition: Definition) -> str:
    """The definition as Markdown."""
    target = _PROTECTED.sub(r"\\\g<0>", definition.target)
    title = _PROTECTED.sub(r"\\\g<0>", definition.title)
    return f"[{definition.label}]: <{target}>" + (f' "{title}"' if title else "")


def _meant(text: str) -> str:
    return unescape(_ESCAPE.sub(r"\1", text))


def take(text: str, line: int) -> tuple[list[Definition], str]:
    """The definitions that text begins with, and what is left of it."""
    found = []
    start = 0
    while (match := _DEFINITION.match(text, start)) and match["label"].strip():
        target = _meant(match["target"].removeprefix("<").removesuffix(">"))
        title = _meant((match["title"] or "")[1:-1])
        found.append(Definition(match["label"], target, title, line))
        line += text.count("\n", start, match.end())
        start = match.end()
    return found, text[start:]
