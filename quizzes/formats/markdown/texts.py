"""Lines put together as the Markdown of one part of a question."""

import re
import textwrap
from collections.abc import Sequence

from quizzes.formats.markdown.lines import Line, LineKind

_LINK = re.compile(r"!?\[[^\[\]]*\](?:\([^()]*\))?")
_WAY_BACK = re.compile(r"[^\w\[\]]*\[[^\[\]]*\]\(#[^()\s]*\)[^\w\[\]]*$")
_BULLET = re.compile(r"^[-*+][ \t]+(?=\S)", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]", re.MULTILINE)
_WORD = re.compile(r"[^\W\d_]")


def count_words(lines: Sequence[Line]) -> int:
    """How many lines hold words of their own: headings and lists of links do not."""
    return sum(map(_counts, lines))


def first_words(lines: Sequence[Line]) -> int:
    """The number of the first line that holds words of its own; 0 where none does."""
    return next((line.number for line in lines if _counts(line)), 0)


def _counts(line: Line) -> bool:
    kinds = (LineKind.TEXT, LineKind.CODE, LineKind.LITERAL)
    return line.kind in kinds and _has_own_words(line.body)


def _has_own_words(text: str) -> bool:
    if "[" in text:
        text = _LINK.sub("", _LINK.sub("", text))
    return bool(_WORD.search(text))


def is_way_back(text: str) -> bool:
    """True for a line that only links to another place of the same page, such as "Back to top"."""
    return "](#" in text and bool(_WAY_BACK.match(text))


def has_words(line: Line | str) -> bool:
    return bool(line.strip()) if isinstance(line, str) else line.kind is not LineKind.BLANK


def is_picture(line: Line) -> bool:
    return line.kind is LineKind.CODE or line.body.startswith("![")


def indent_of(raw: str) -> int:
    return len(raw) - len(raw.lstrip())


def option_text(first: str, body: Sequence[Line]) -> str:
    below = joined(list(body))
    if not below:
        return first
    if not first:
        return below
    near = body[0].kind is not LineKind.BLANK and body[0].kind is not LineKind.CODE
    return first + ("\n" if near else "\n\n") + below


def joined(lines: Sequence[Line | str]) -> str:
    """Lines as one text: no blank lines around it, no common indent, no common quote mark."""
    words = [line for line in lines if has_words(line)]
    quoted = all(isinstance(w, Line) and w.quoted for w in words)
    texts: list[str] = []
    for line in lines:
        if not has_words(line) and texts and not texts[-1].strip():
            continue
        raw = line if isinstance(line, str) else line.raw
        texts.append(raw.lstrip().removeprefix(">").removeprefix(" ") if quoted else raw)
    text = "\n".join(texts)
    if _INDENTED.search(text):
        text = textwrap.dedent(text)
    return text.strip("\n").rstrip()


def unlisted(text: str) -> str:
    """The words of an item of a list that stands alone, without its bullet."""
    bullet = _BULLET.match(text)
    if not bullet or _BULLET.search(text, bullet.end()):
        return text
    return textwrap.dedent(" " * bullet.end() + text[bullet.end() :])


def unbolded(text: str) -> str:
    """A stem that is wholly bold, without the bold."""
    for sign in ("**", "__"):
        inner = text[2:-2]
        wholly = text.startswith(sign) and text.endswith(sign) and sign not in inner
        if wholly and inner and inner == inner.strip() and "\n\n" not in inner:
            return inner
    return text
