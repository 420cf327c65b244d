"""The words of QTI 1.2: `<material>`, however deep, with what it says of its form."""

import re
from collections.abc import Collection, Iterator
from html import escape

from quizzes.formats.html import Texts, from_plain
from quizzes.formats.trees import Node

_TEXTS = ("mattext", "matemtext", "mat_formattedtext", "formatted_text")
_HTML = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|div|span|img|ul|ol|li|code|pre|table)\b[^<>]*>", re.I
)


def words_of(node: Node, texts: Texts, *, without: Collection[str] = ()) -> str:
    """The Markdown of all material inside, but for what stands in elements named in without."""
    pieces = (_markdown(each, texts) for each in _pieces(node, without))
    return "\n\n".join(piece for piece in pieces if piece)


def _pieces(node: Node, without: Collection[str]) -> Iterator[Node]:
    for child in node.nodes:
        if child.name in without:
            continue
        if child.name in _TEXTS or child.name == "matimage":
            yield child
        else:
            yield from _pieces(child, without)


def _markdown(piece: Node, texts: Texts) -> str:
    if piece.name == "matimage":
        return texts.html(f'<img alt="{escape(piece.get("label"))}">')
    words = "".join(piece.words())
    form = (piece.get("texttype") or piece.get("type")).lower()
    if any(piece.nodes):  # XHTML that is not escaped
        return texts.html(piece.inner())
    if form in ("text/html", "html", "smart_text", "text/xhtml"):
        return texts.html(words)
    # Some programs say nothing, or that HTML is plain.
    return texts.html(words) if not form and _HTML.search(words) else from_plain(words)
