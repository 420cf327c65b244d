"""GIFT's escapes: a character behind a backslash is no mark, and `\\n` is a line feed.

While a text is taken apart, such a character has a stand-in, which no decoded text can hold."""

import re

_ESCAPE = re.compile(r"\\([\\:#={}~n])")
_BASE = 0xD800
_STAND_INS = {_BASE + ord(c): c for c in ":#={}~\n"}
_ESCAPES = str.maketrans({c: f"\\{c}" for c in "\\:#={}~"} | {"\n": "\\n"})


def hidden(text: str) -> str:
    """Text with stand-ins for what is escaped, so that every mark left in it is one."""
    return _ESCAPE.sub(_stand_in, text)


def shown(text: str) -> str:
    """Text with what the stand-ins stand for."""
    return text.translate(_STAND_INS)


def escaped(text: str) -> str:
    """Text on one line and without marks."""
    return text.translate(_ESCAPES)


def _stand_in(escape: re.Match[str]) -> str:
    sign = escape[1]
    return sign if sign == "\\" else chr(_BASE + ord("\n" if sign == "n" else sign))
