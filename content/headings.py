"""The headings of a Markdown text, with the anchors that GitHub gives them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape

from content import short_codes
from content.gfm import Document, Kind

_LONGEST = 1_000
_LONGEST_TITLE = 300
_LONGEST_SLUG = 150
_NESTED = 4
_HIDDEN = "\ue000"  # stands for a code span, in which nothing is markup
_MARKED = re.compile(rf"[`*_~\[\]<>&:\\!{_HIDDEN}]")
_RAW = re.compile(r"\s*<h([1-6])(?:\s[^<>]*)?>(.*?)</h\1>\s*", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_DROPPED = re.compile(
    r"<!--.*?-->|!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])|</?[a-zA-Z][^<>]*>", re.DOTALL
)
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_EMPHASIS = re.compile(
    r"(?<!\\)(\*{1,3}|~~)(?=[^\s*])(.+?)(?<=[^\s\\])\1"
    r"|(?<![\w\\])(_{1,3})(?=\S)(.+?)(?<=[^\s\\])\3(?!\w)"
)
_SHORT_CODE = re.compile(short_codes.PATTERN)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its words alone, its anchor and its lines.

    slug is empty where there are no words, as in a heading of images. top: it stands in no list
    and no quote. raw: it is written as HTML, alone in its block."""

    level: int
    title: str
    slug: str
    line: int
    last: int
    top: bool
    raw: bool = False


def find(document: Document) -> Sequence[Heading]:
    """All headings, in the order of the text."""
    slugs = Slugs()
    top = {id(block) for block in document.root.children}
    found = []
    for block in document.root.walk():
        raw = _RAW.fullmatch(block.text) if block.kind is Kind.HTML else None
        if block.kind is Kind.HEADING or raw:
            title = plain(raw[2] if raw else block.text)[:_LONGEST_TITLE]
            found.append(
                Heading(
                    level=int(raw[1]) if raw else block.level,
                    title=title,
                    slug=slugs.take(slug_of(title)[:_LONGEST_SLUG] or "section") if title else "",
                    line=block.line,
                    last=block.last,
                    top=id(block) in top,
                    raw=raw is not None,
                )
            )
    return found


class Slugs:
    """Anchors already given in a file: the next of the same name gets -1, -2 and so on."""

    def __init__(self) -> None:
        self._count: dict[str, int] = {}

    def take(self, slug: str) -> str:
        free = slug
        while free in self._count:
            self._count[slug] += 1
            free = f"{slug}-{self._count[slug]}"
        self._count[free] = 0
        return free


def slug_of(title: str) -> str:
    """The anchor of a heading as GitHub makes it, repeats aside."""
    return _NOT_IN_SLUG.sub("", title.lower()).replace(" ", "-")


def plain(markdown: str) -> str:
    """The words of a short text, without its inline markup; images give none."""
    if not _MARKED.search(markdown):
        return " ".join(markdown[:_LONGEST].split())
    codes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        codes.append(match[2])
        return _HIDDEN

    text = _CODE.sub(hide, " ".join(markdown[:_LONGEST].replace(_HIDDEN, "").split()))
    text = _AUTOLINK.sub(r"\1", text)
    text = _LINK.sub(r"\1", _DROPPED.sub("", text))
    for _ in range(_NESTED):
        text, changed = _EMPHASIS.subn(r"\2\4", text)
        if not changed:
            break
    text = _SHORT_CODE.sub(lambda match: short_codes.emoji(match[1]) or match[0], text)
    text = unescape(_ESCAPE.sub(r"\1", text))
    return re.sub(_HIDDEN, lambda _: codes.pop(0), text).strip()
