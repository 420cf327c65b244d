"""The images and links of a Markdown text, with their lines."""

import re
from collections.abc import Iterator, Sequence
from html import unescape

from content import gfm
from content.drafts import Reference
from content.gfm import Block, Document, Kind

_HIDDEN = re.compile(r"(?<![`\\])(`+)(?!`)(.+?)(?<!`)\1(?!`)|<!--.*?(?:-->|$)", re.DOTALL)
_MARKDOWN = re.compile(
    r"""(?<!\\)(?P<image>!)?\[[^\[\]]{0,2000}\]
    \([ \n]*+(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>[^\s()<]*(?:\([^\s()]*\)[^\s()]*)*))
    (?:[ \n]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \n]*\)""",
    re.VERBOSE,
)
# The outer part of a link around an image: [![alt](image)](target)
_AROUND = re.compile(r"\]\([ \n]*+<?([^\s()<>]+)>?(?:[ \n]+(?:\"[^\"]*\"|'[^']*'))?[ \n]*\)")
_MAY_BE_HTML = re.compile("<[aAiI]")
_HTML = re.compile(
    r"<(?P<tag>img|a)\s(?:[^<>]*?\s)?(?:src|href)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))",
    re.IGNORECASE,
)


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
    text = block.text
    if "](" not in text and not _MAY_BE_HTML.search(text):
        return
    text = _HIDDEN.sub(lambda match: "\n" * match[0].count("\n"), text)
    if block.kind is not Kind.HTML:
        for match, line in _with_lines(_MARKDOWN, text, block.line):
            target = match["pointed"] or match["bare"] or ""
            yield Reference("image" if match["image"] else "link", unescape(target), line)
            around = _AROUND.match(text, match.end())
            if around:
                yield Reference("link", unescape(around[1]), line)
    for match, line in _with_lines(_HTML, text, block.line):
        target = next(group for group in match.groups()[1:] if group is not None)
        is_image = match["tag"].lower() == "img"
        yield Reference("image" if is_image else "link", unescape(target), line)


def _with_lines(
    pattern: re.Pattern[str], text: str, line: int
) -> Iterator[tuple[re.Match[str], int]]:
    """The matches in text, which begins on line, with the lines they begin on."""
    position = 0
    for match in pattern.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        yield match, line
