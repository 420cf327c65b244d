"""The images and links of a Markdown text, with their lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from content import gfm
from content.gfm import Block, Document, Kind

_HIDDEN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)|<!--.*?(?:-->|$)", re.DOTALL)
_MARKDOWN = re.compile(
    r"""(?<!\\)(?P<image>!)?\[[^\[\]]{0,2000}\]
    \([ \n]*(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*))
    (?:[ \n]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \n]*\)""",
    re.VERBOSE,
)
# The outer part of a link around an image: [![alt](image)](target)
_AROUND = re.compile(r"\]\([ \n]*<?([^\s()<>]+)>?(?:[ \n]+(?:\"[^\"]*\"|'[^']*'))?[ \n]*\)")
_HTML = re.compile(
    r"<(?P<tag>img|a)\s(?:[^<>]*?\s)?(?:src|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """An image or a link: its target as written, and its line."""

    kind: Literal["image", "link"]
    target: str
    line: int


def references(text: str) -> Sequence[Reference]:
    """All images and links, in the order of their lines; none from code or comments."""
    return of(gfm.parse(text))


def of(document: Document) -> Sequence[Reference]:
    found = [reference for block in _leaves(document) for reference in _in_block(block)]
    found += [Reference("link", d.target, d.line) for d in document.definitions.values()]
    return sorted(found, key=lambda reference: reference.line)


def _leaves(document: Document) -> Iterator[Block]:
    for root in (document.root, *document.footnotes.values()):
        for block in root.walk():
            if block.lines and block.kind is not Kind.CODE:
                yield block


def _in_block(block: Block) -> Iterator[Reference]:
    text = _HIDDEN.sub(lambda match: "\n" * match[0].count("\n"), block.text)
    if block.kind is not Kind.HTML:
        for match in _MARKDOWN.finditer(text):
            target = match["pointed"] or match["bare"] or ""
            line = block.line + text.count("\n", 0, match.start())
            yield Reference("image" if match["image"] else "link", unescape(target), line)
            around = _AROUND.match(text, match.end())
            if around:
                yield Reference("link", unescape(around[1]), line)
    for match in _HTML.finditer(text):
        line = block.line + text.count("\n", 0, match.start())
        target = next(group for group in match.groups()[1:] if group is not None)
        yield Reference(
            "image" if match["tag"].lower() == "img" else "link", unescape(target), line
        )
