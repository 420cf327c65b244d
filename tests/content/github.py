"""Compares our reading of Markdown with that of cmark-gfm, the parser that GitHub uses.

Both results go through our sanitiser and are then told as nested blocks: tag, and for what holds
text the text itself with its inline tags, space collapsed. Left out are wrappers and colours, what
figures and callouts are made of here, and captions."""

import re
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options

from content.dressing import Image
from content.rendering import render
from content.sanitising import sanitised

_LEFT_OUT = {"div", "span", "input", "section"}
_ALIKE = {"figure": "p", "aside": "blockquote"}
_VOID = {"br", "hr", "img", "input"}
_KEPT_ATTRIBUTES = {"a": "href", "img": "alt", "ol": "start", "td": "align", "th": "align"}


class _Blocks(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._depth = 0
        self._verbatim = False
        self._caption = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LEFT_OUT:
            return
        self._caption = self._caption or tag == "figcaption"
        tag = _ALIKE.get(tag, tag)
        name = _KEPT_ATTRIBUTES.get(tag, "")
        value = dict(attrs).get(name)
        self._write(f"<{tag} {value}>" if value else f"<{tag}>", opens=True)
        self._verbatim = self._verbatim or tag == "pre"
        if tag not in _VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _LEFT_OUT or tag in _VOID:
            return
        if tag == "figcaption":
            self._caption = False
        tag = _ALIKE.get(tag, tag)
        self._depth -= 1
        self._verbatim = self._verbatim and tag != "pre"
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data if self._verbatim else re.sub(r"\s+", " ", data))

    def _write(self, text: str, *, opens: bool = False) -> None:
        if self._caption or text == "</figcaption>":
            return
        if self._depth == 0 and (opens or not self.blocks):
            self.blocks.append("")
        self.blocks[-1] += text


def blocks(html: str) -> list[str]:
    """The blocks of a page's top level, comparable."""
    parser = _Blocks()
    parser.feed(html)
    around = re.compile(
        r"\s*(</?(?:p|ul|ol|li|h\d|pre|blockquote|t\w+|hr|br|details|summary)\b[^>]*>)\s*"
    )
    found = [around.sub(r"\1", block).strip() for block in parser.blocks]
    return [block for block in found if block]


def ours(markdown: str) -> list[str]:
    html = render(markdown, image=Image, link=lambda target: target)
    callout = re.compile(r"<blockquote><p>(Note|Tip|Important|Warning|Caution)</p><p>")
    return [
        callout.sub(lambda match: f"<blockquote><p>[!{match[1].upper()}] ", block)
        for block in blocks(html)
    ]


def theirs(markdown: str) -> list[str]:
    options = Options.CMARK_OPT_UNSAFE | Options.CMARK_OPT_FOOTNOTES
    html = sanitised(cmarkgfm.github_flavored_markdown_to_html(markdown, options))
    return blocks(html.replace("<a></a>", ""))  # places to jump to: here headings alone are such
