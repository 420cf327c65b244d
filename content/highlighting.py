"""Code coloured by classes, for the style sheet to draw."""

from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES
from pygments.util import ClassNotFound

CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
# Longer code is shown without colours: some lexers take time that grows faster than the code.
# The comments between its parts keep the sanitiser from handling it as one long text.
MOST_CHARACTERS = 50_000
_FORMATTER = HtmlFormatter(nowrap=True)


def language(info: str) -> str:
    """The language that a fence names, such as bash in "bash title=x" or "{.bash}"; "" for none."""
    words = info.strip("{} ").split()
    name = words[0].split(",")[0].lstrip(".").lower() if words else ""
    return name if name.replace("-", "").replace("+", "").replace("#", "").isalnum() else ""


def highlighted(code: str, name: str) -> str:
    """code, its lines ended, as HTML for a `<code>`; plain where the language is not known."""
    lexer = _lexer(name) if 0 < len(code) <= MOST_CHARACTERS else None
    if lexer is None:
        parts = range(0, len(code), MOST_CHARACTERS)
        return "<!-- -->".join(escape(code[i : i + MOST_CHARACTERS], quote=False) for i in parts)
    html: str = highlight(code, lexer, _FORMATTER)
    return html


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    try:
        return get_lexer_by_name(name, stripnl=False) if name else None
    except ClassNotFound:
        return None
