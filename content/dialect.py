"""Python-Markdown as this house uses it: blocks as GitHub sees them, inline markup by patterns."""

import re
import string
import xml.etree.ElementTree as etree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import HTML_RE, InlineProcessor, SubstituteTagInlineProcessor
from markdown.util import AtomicString

from content import short_codes
from content.elements import FOOTNOTE, Elements, Options

# Tags that authors mean as markup. Any other, such as <instance-id>, is read as text.
_INLINE = "a abbr b br cite code del em i img ins kbd mark q s samp small span strong sub sup u var"
INLINE_TAGS = frozenset(_INLINE.split())
_BREAK = r"(?: {2,}|\\)\n"
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")


def convert(source: str, options: Options) -> str:
    """HTML of source, not yet sanitised. A new Markdown object each time, so nothing stays over."""
    md = Markdown(
        extensions=["pymdownx.betterem", "pymdownx.tilde", "pymdownx.magiclink", Dialect(options)],
        extension_configs={"pymdownx.tilde": {"subscript": False}},
    )
    return md.convert(source)


class Dialect(Extension):
    """What this house changes in Python-Markdown."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self._options = options

    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.deregister("normalize_whitespace")
        md.preprocessors.deregister("html_block")
        md.ESCAPED_CHARS = list(string.punctuation)
        elements = Elements(md, self._options)
        md.parser = elements
        patterns = md.inlinePatterns
        patterns.register(InlineTag(md, short=self._options.short), "html", 90)
        patterns.register(SubstituteTagInlineProcessor(_BREAK, "br"), "linebreak", 100)
        patterns.register(FootnoteMark(md, elements), "footnote", 175)
        patterns.register(Emoji(short_codes.PATTERN, md), "emoji", 75)


class InlineTag(InlineProcessor):
    """Tags within text: kept, or read as text. Comments go."""

    def __init__(self, md: Markdown, *, short: bool) -> None:
        super().__init__(HTML_RE, md)
        self._tags = frozenset() if short else INLINE_TAGS

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        name = _TAG_NAME.match(m[0])
        if name is None:
            return "", m.start(0), m.end(0)
        if name[1].lower() in self._tags:
            return self.md.htmlStash.store(m[0]), m.start(0), m.end(0)
        return None, None, None


class FootnoteMark(InlineProcessor):
    """`[^label]` where the text defines that footnote."""

    def __init__(self, md: Markdown, elements: Elements) -> None:
        super().__init__(FOOTNOTE.pattern, md)
        self._elements = elements
        self._marked: set[int] = set()

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        number = self._elements.number_of(m[1])
        if number is None:
            return None, None, None
        note = self._elements.note_id(number)
        mark = etree.Element("sup", {"class": "footnote-mark"})
        if number not in self._marked:
            mark.set("id", note.replace("fn-", "fnref-", 1))
            self._marked.add(number)
        etree.SubElement(mark, "a", {"href": f"#{note}"}).text = AtomicString(str(number))
        return mark, m.start(0), m.end(0)


class Emoji(InlineProcessor):
    """`:rocket:` as the character it stands for."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        character = short_codes.emoji(m[1])
        return (character, m.start(0), m.end(0)) if character else (None, None, None)
