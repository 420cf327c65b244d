"""Makes Python-Markdown's tree of elements from the blocks that GitHub would see."""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.util import STX, AtomicString

from content import gfm, highlighting, short_codes
from content.gfm import Block, Kind, definitions, tables

# Inline text with more signs or characters is shown as it stands: no author writes it, and the
# patterns for links and emphasis take time that grows with the square of their number.
MOST_SIGNS = 2_000
MOST_CHARACTERS = 50_000
# So is raw HTML with more tags: to sanitise them takes such time too where they are nested.
MOST_TAGS = 5_000

_SIGNS = re.compile(r"[\[*_`<~]")
_MARKUP = re.compile(r"[\[*_`<~\\&]")
_SHORT_CODE = re.compile(short_codes.PATTERN)
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\] *$", re.IGNORECASE)
_TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
_COMMENT = re.compile(r"<!--.*?(?:-->|$)", re.DOTALL)
# GitHub would swallow the rest of the text.
_UNENDED = re.compile(r"\s*<(?:\?(?!.*\?>)|![A-Za-z](?!.*>))", re.DOTALL)
_LONE_IMAGE = re.compile(r"\s*<img\s[^<>]*>\s*", re.IGNORECASE)
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")


def reference_key(label: str) -> str:
    """What a label goes by; Python-Markdown has made its code spans elements by then."""
    return definitions.normalised(label.replace("`", ""))


def is_plain(text: str) -> bool:
    """Whether no inline markup can be in text."""
    if _MARKUP.search(text) or "  \n" in text or "www." in text:
        return False
    return ":" not in text or ("://" not in text and not _SHORT_CODE.search(text))


@dataclass(frozen=True, slots=True)
class Options:
    """How one text is to be read.

    anchors: ids for the headings, in order; an empty one leaves its heading without. under: the
    level of the heading that the text stands under, so that no level is skipped; 0 keeps the
    levels. scope makes footnotes' ids unique on a page. short: the text is a stem, an option or
    such: tags in it are text to read, and headings are strong paragraphs."""

    anchors: Sequence[str] = ()
    under: int = 0
    scope: str = ""
    short: bool = False


class Elements(BlockParser):
    """A block parser that takes its blocks from `content.gfm`."""

    def __init__(self, md: Markdown, options: Options) -> None:
        super().__init__(md)
        self._options = options
        self._anchors = iter(options.anchors)
        self._levels: list[int] = []
        self._defined: dict[str, Block] = {}
        self._tags_left = MOST_TAGS
        self._noted: dict[str, int] = {}
        self._build = {
            Kind.QUOTE: self._quote,
            Kind.LIST: self._list,
            Kind.PARAGRAPH: self._paragraph,
            Kind.HEADING: self._heading,
            Kind.RULE: self._rule,
            Kind.CODE: self._code,
            Kind.HTML: self._raw,
            Kind.TABLE: self._table,
        }

    def parseDocument(self, lines: Iterable[str]) -> "etree.ElementTree[etree.Element | None]":
        document = gfm.parse("\n".join(lines))
        for definition in document.definitions.values():
            self.md.references[reference_key(definition.label)] = (
                definition.target,
                definition.title,
            )
        self._defined = dict(document.footnotes)
        root = etree.Element(self.md.doc_tag)
        self._fill(root, document.root.children)
        self._footnotes(root)
        return etree.ElementTree(root)

    def number_of(self, label: str) -> int | None:
        """The number of a footnote that the text defines and refers to."""
        return self._noted.get(definitions.normalised(label))

    def takes_tags(self, count: int) -> bool:
        """Whether so many more raw tags are taken as markup."""
        self._tags_left -= count
        return not self._options.short and self._tags_left >= 0

    def note_id(self, number: int) -> str:
        return f"fn-{self._options.scope}-{number}"

    def _fill(self, parent: etree.Element, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._build[block.kind](parent, block)

    def _inline(self, element: etree.Element, text: str) -> None:
        """Give the element text with inline markup in it."""
        if "[^" in text:
            for match in FOOTNOTE.finditer(text):
                label = definitions.normalised(match[1])
                if label in self._defined:
                    self._noted.setdefault(label, len(self._noted) + 1)
        if is_plain(text):
            element.text = AtomicString(text)  # spares a search for each pattern
        elif len(text) <= MOST_CHARACTERS and len(_SIGNS.findall(text)) <= MOST_SIGNS:
            element.text = text
        else:
            for start in range(0, len(text), MOST_CHARACTERS):
                part = AtomicString(text[start : start + MOST_CHARACTERS])
                etree.SubElement(element, "span").text = part

    def _paragraph(self, parent: etree.Element, block: Block) -> None:
        self._inline(etree.SubElement(parent, "p"), block.text)

    def _heading(self, parent: etree.Element, block: Block) -> None:
        if self._options.short:
            self._inline(etree.SubElement(etree.SubElement(parent, "p"), "strong"), block.text)
            return
        element = etree.SubElement(parent, f"h{self._level(block.level)}")
        anchor = next(self._anchors, "")
        if anchor:
            element.set("id", anchor)
        self._inline(element, block.text)

    def _level(self, level: int) -> int:
        """The level to show, one below what the heading stands under."""
        if not self._options.under:
            return level
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return min(self._options.under + len(self._levels), 6)

    def _rule(self, parent: etree.Element, block: Block) -> None:
        etree.SubElement(parent, "hr")

    def _quote(self, parent: etree.Element, block: Block) -> None:
        first = block.children[0] if block.children else None
        alert = _ALERT.match(first.lines[0]) if first and first.kind is Kind.PARAGRAPH else None
        if first is None or alert is None:
            self._fill(etree.SubElement(parent, "blockquote"), block.children)
            return
        name = alert[1].lower()
        aside = etree.SubElement(parent, "aside", {"class": f"callout callout-{name}"})
        etree.SubElement(aside, "p", {"class": "callout-title"}).text = name.capitalize()
        if len(first.lines) > 1:
            self._inline(etree.SubElement(aside, "p"), "\n".join(first.lines[1:]))
        self._fill(aside, block.children[1:])

    def _list(self, parent: etree.Element, block: Block) -> None:
        element = etree.SubElement(parent, "ul" if block.number is None else "ol")
        if block.number not in (None, 1):
            element.set("start", str(block.number))
        for item in block.children:
            self._item(etree.SubElement(element, "li"), item, loose=block.loose)

    def _item(self, element: etree.Element, item: Block, *, loose: bool) -> None:
        blocks = item.children
        if (
            blocks
            and blocks[0].kind is Kind.PARAGRAPH
            and (task := _TASK.match(blocks[0].lines[0]))
        ):
            element.set("class", "task-list-item")
            state = "open" if task[1] == " " else "done"
            etree.SubElement(element, "span", {"class": f"task-{state}"})
            blocks[0].lines[0] = blocks[0].lines[0][task.end() :]
        for block in blocks:
            if loose or block.kind is not Kind.PARAGRAPH:
                self._build[block.kind](element, block)
            else:
                self._tight(element, block)

    def _tight(self, element: etree.Element, block: Block) -> None:
        """Put a paragraph's text straight into a list item, after what stands in it already."""
        carrier = etree.Element("p")
        self._inline(carrier, block.text)
        if len(element):
            element[-1].tail = carrier.text
        else:
            element.text = carrier.text
        element.extend(carrier)

    def _stash(self, parent: etree.Element, html: str) -> None:
        """Put HTML in that Python-Markdown does not touch."""
        etree.SubElement(parent, "p").text = AtomicString(self.md.htmlStash.store(html))

    def _code(self, parent: etree.Element, block: Block) -> None:
        name = highlighting.language(block.info)
        code = highlighting.highlighted("".join(f"{line}\n" for line in block.lines), name)
        attribute = f' data-lang="{escape(name)}"' if name else ""
        self._stash(parent, f"<pre{attribute}><code>{code}</code></pre>")

    def _raw(self, parent: etree.Element, block: Block) -> None:
        is_text = len(block.text) > MOST_CHARACTERS or _UNENDED.match(block.text)
        if self.takes_tags(block.text.count("<")) and not is_text:
            # Without the comment, Python-Markdown would put a paragraph around some tags.
            lone = _LONE_IMAGE.fullmatch(block.text)
            self._stash(parent, block.text.strip() if lone else f"<!-- -->{block.text}")
        elif words := _COMMENT.sub("", block.text).strip():
            self._inline(etree.SubElement(parent, "p"), words)

    def _table(self, parent: etree.Element, block: Block) -> None:
        aligned = tables.alignments(block.lines[1])
        table = etree.SubElement(parent, "table")
        head = etree.SubElement(etree.SubElement(table, "thead"), "tr")
        self._row(head, "th", tables.padded(block.lines[0], block.level), aligned)
        rows = block.lines[2:]
        body = etree.SubElement(table, "tbody") if rows else table
        for row in rows:
            cells = tables.padded(row, block.level)
            self._row(etree.SubElement(body, "tr"), "td", cells, aligned)

    def _row(
        self, parent: etree.Element, tag: str, cells: Sequence[str], aligned: Sequence[str]
    ) -> None:
        for text, side in zip(cells, aligned, strict=True):
            cell = etree.SubElement(parent, tag, {"align": side} if side else {})
            self._inline(cell, text)

    def _footnotes(self, root: etree.Element) -> None:
        """Put the footnotes that the text refers to at its end, in the order of their marks."""
        if not self._noted:
            return
        section = etree.SubElement(root, "section", {"class": "footnotes"})
        notes = etree.SubElement(section, "ol")
        shown = 0
        while shown < len(self._noted):  # a footnote may refer to another
            label = list(self._noted)[shown]
            shown += 1
            note = etree.SubElement(notes, "li", {"id": self.note_id(shown)})
            self._fill(note, self._defined[label].children)
            last = note[-1] if len(note) else None
            if last is None or last.tag != "p" or (last.text or "").startswith(STX):
                last = etree.SubElement(note, "p")
            target = f"#{self.note_id(shown).replace('fn-', 'fnref-', 1)}"
            back = etree.SubElement(last, "a", {"class": "footnote-back", "href": target})
            back.text = AtomicString("↩")
