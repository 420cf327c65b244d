"""Python-Markdown as this house uses it: blocks as GitHub sees them, inline markup by patterns."""

import re
import string
import xml.etree.ElementTree as etree
from html import unescape

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import (
    HTML_RE,
    IMAGE_REFERENCE_RE,
    REFERENCE_RE,
    ImageReferenceInlineProcessor,
    InlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)
from markdown.util import AtomicString, code_escape
from pymdownx.betterem import BetterEmExtension
from pymdownx.tilde import DeleteSubExtension

from content import short_codes
from content.elements import FOOTNOTE, Elements, Options, reference_key
from content.sanitising import TAGS

# Patterns begin with a plain character, since the search for that is many times faster.
_LABEL = re.compile(r"\[([^\[\]]*)\]")
_EMPHASIS = re.compile(r"[*_~]")
_BACKTICKS = r"\\.|`+"
# Ends before Python-Markdown's own marks, which stand for what other patterns have found.
_ADDRESS = r"(?:https?://|www\.)[^\s<>\"\x02\x03]{1,2000}"
_IN_WORD = re.compile(r"[A-Za-z0-9@/]")
_HOST = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+|https?://localhost")
_ENTITY_AT_END = re.compile(r"&#?[A-Za-z0-9]{1,40};$")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)")


def convert(source: str, options: Options) -> str:
    """HTML of source, not yet sanitised. A new Markdown object each time, so nothing stays over."""
    extensions: list[Extension] = [Dialect(options)]
    if _EMPHASIS.search(source):  # they take half of the time of a short text
        extensions = [BetterEmExtension(), DeleteSubExtension(subscript=False), *extensions]
    return Markdown(extensions=extensions).convert(source)


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
        patterns.register(Reference(REFERENCE_RE, md), "reference", 170)
        patterns.register(ImageReference(IMAGE_REFERENCE_RE, md), "image_reference", 140)
        patterns.register(ShortReference(REFERENCE_RE, md), "short_reference", 130)
        patterns.register(ShortImageReference(IMAGE_REFERENCE_RE, md), "short_image_ref", 125)
        patterns.register(CodeSpan(_BACKTICKS, md), "backtick", 190)
        patterns.register(InlineTag(md, elements), "html", 90)
        patterns.register(HardBreak(r"\n", md), "linebreak", 100)
        patterns.register(Address(_ADDRESS, md), "address", 85)
        patterns.register(FootnoteMark(md, elements), "footnote", 175)
        patterns.register(Emoji(short_codes.PATTERN, md), "emoji", 75)


class _Labels(ReferenceInlineProcessor):
    """Labels as GitHub compares them: they may hold code, and follow the text without a space."""

    RE_LINK = _LABEL

    def evalId(self, data: str, index: int, text: str) -> tuple[str | None, int, bool]:
        label, end, handled = super().evalId(data, index, text)
        return label and reference_key(unescape(self.unescape(label))), end, handled


class Reference(_Labels):
    """`[text][label]`"""


class ShortReference(_Labels, ShortReferenceInlineProcessor):
    """`[label]`"""


class ImageReference(_Labels, ImageReferenceInlineProcessor):
    """`![alt][label]`"""


class ShortImageReference(_Labels, ShortImageReferenceInlineProcessor):
    """`![label]`"""


class CodeSpan(InlineProcessor):
    """`code` between runs of backticks of one length; a run without its like is text."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        if m[0][0] == "\\":
            return None, None, None
        end = re.compile(rf"(?<!`){m[0]}(?!`)").search(data, m.end())
        if end is None:
            return None, None, None
        code = data[m.end() : end.start()].replace("\n", " ")
        if code.strip() and code[0] == code[-1] == " ":
            code = code[1:-1]
        element = etree.Element("code")
        element.text = AtomicString(code_escape(code))
        return element, m.start(), end.end()


class HardBreak(InlineProcessor):
    """A line that two spaces or a backslash end."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        start = m.start()
        while start and data[start - 1] == " ":
            start -= 1
        if m.start() - start >= 2:
            return etree.Element("br"), start, m.end()
        if start == m.start() and data[start - 1 : start] == "\\":
            return etree.Element("br"), start - 1, m.end()
        return None, None, None


class Address(InlineProcessor):
    """A bare address made a link; punctuation after it and a bracket around it stay outside."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        address = m[0]
        if _IN_WORD.match(data[m.start() - 1 : m.start()]):
            return None, None, None
        while address[-1] in "?!.,:;*_~'" or (
            address[-1] == ")" and address.count(")") > address.count("(")
        ):
            entity = _ENTITY_AT_END.search(address)
            address = address[: entity.start() if entity else -1]
        if not _HOST.match(address):
            return None, None, None
        element = etree.Element("a")
        element.text = AtomicString(address)
        element.set("href", address if ":" in address[:6] else f"http://{address}")
        return element, m.start(), m.start() + len(address)


class InlineTag(InlineProcessor):
    """Tags in text: kept where they can be markup; others, as <instance-id>, are text.

    Comments are hidden, and so are instructions (<?xml …?>) where tags are markup."""

    def __init__(self, md: Markdown, elements: Elements) -> None:
        super().__init__(HTML_RE, md)
        self._elements = elements

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[str | None, int | None, int | None]:
        name = _TAG_NAME.match(m[0])
        if name is None:
            hidden = m[0].startswith("<!--") or self._elements.takes_tags(0)
            return ("", m.start(0), m.end(0)) if hidden else (None, None, None)
        if name[1].lower() in TAGS and self._elements.takes_tags(1):
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
