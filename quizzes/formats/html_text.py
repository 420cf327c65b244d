"""Words that Markdown must take as words: escaped where it would see markup, and only there."""

import re

from content import short_codes

_SIGNS = re.compile(
    r"""
    (?P<entity>&(?=\#?[A-Za-z0-9]+;))
    |(?P<tag><(?=[A-Za-z/!?]))
    |\\(?=[!-/:-@\[-`{-~]|\n|$)
    |(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])
    |\*(?!\s)|(?<!\s)\*
    |`
    |~(?=~)|(?<=~)~
    |\](?=[(:\[])
    |(?P<emoji>:(?=([a-z0-9_+-]{1,40}):))
    """,
    re.VERBOSE,
)
# What at the start of a line begins a block.
_BLOCK = re.compile(
    r"""
    ^(?:
    (?P<number>\d{1,9})(?=[.)](?:\s|$))
    |(?=\#{1,6}(?:\s|$)|>|[-+*](?:\s|$)|=+[ ]*$|~~~)
    |(?=[|:\-][ |:\-]*$)
    |(?=\[(?:[ xX]\]\s|\^))
    )
    """,
    re.VERBOSE | re.MULTILINE,
)


def escaped(text: str) -> str:
    """Markdown that shows the text; newlines stay soft breaks."""
    return at_line_starts(inline(text))


def inline(text: str) -> str:
    """Without regard to what begins a line, since the text may not."""
    return _SIGNS.sub(_escape, text)


def at_line_starts(markdown: str) -> str:
    """A paragraph whose lines begin no block."""
    return _BLOCK.sub(lambda found: f"{found['number'] or ''}\\", markdown)


def _escape(sign: re.Match[str]) -> str:
    if sign["entity"]:
        return "&amp;"
    if sign["tag"]:
        return "&lt;"
    if sign["emoji"] and not short_codes.emoji(sign[4]):
        return sign[0]
    return "\\" + sign[0]
