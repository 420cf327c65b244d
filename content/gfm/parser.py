"""Reads lines into blocks, in one pass and in time that grows with the text alone.

For each line: which of the open containers does it go on with; which new blocks does it begin; to
which leaf does the rest belong. This is the strategy that the CommonMark specification describes in
its appendix. Containers nested deeper than DEPTH are read as text."""

import re

from content.gfm import starts, tables
from content.gfm.blocks import Block, Document, Kind
from content.gfm.tree import Tree

DEPTH = 40
_CODE_INDENT = 4


def parse(text: str) -> Document:
    """The blocks of text. Lines end with a line feed alone."""
    parser = _Parser()
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        parser.feed(_Line(number, line))
    return parser.finish(unclosed=parser.open_ended)


class _Line:
    """A line and what the containers have left of it. Columns count with tabs expanded."""

    __slots__ = ("first", "indent", "number", "raw", "rest", "text")

    def __init__(self, number: int, raw: str) -> None:
        self.number = number
        self.raw = raw
        self.go_on_with(raw.expandtabs(4) if "\t" in raw else raw)

    def go_on_with(self, text: str) -> None:
        self.text = text
        self.rest = text.lstrip(" ")
        self.indent = len(text) - len(self.rest)
        self.first = self.rest[:1]

    def drop(self, columns: int) -> None:
        self.go_on_with(self.text[columns:])


class _Parser(Tree):
    def __init__(self) -> None:
        super().__init__()
        self._fence: re.Pattern[str] | None = None
        self._html_end: re.Pattern[str] | None = None
        self._begin = {
            ">": (self._quote,),
            "#": (self._heading,),
            "`": (self._fenced,),
            "~": (self._fenced,),
            "<": (self._html,),
            "=": (self._underline,),
            "-": (self._underline, self._rule, self._item),
            "*": (self._rule, self._item),
            "_": (self._rule,),
            "+": (self._item,),
            "[": (self._footnote,),
            **dict.fromkeys("0123456789", (self._item,)),
        }

    @property
    def open_ended(self) -> Block | None:
        """The open leaf, if only a mark of its own can end it."""
        ends = {Kind.CODE: self._fence, Kind.HTML: self._html_end}
        end = ends.get(self.leaf.kind) if self.leaf else None
        return None if end in (None, starts.BLANK) else self.leaf

    def feed(self, line: _Line) -> None:
        """Take the next line."""
        matched = self._match(line)
        whole = matched == len(self.open)
        if whole and self.leaf is not None and self._goes_on_verbatim(self.leaf, line):
            return
        opened = self._open_blocks(line, matched)
        if opened is None:
            return
        lazy = bool(line.first) and not (whole or opened) and self.in_paragraph
        if not (whole or opened or lazy):
            self.close(matched)
        if not line.first:
            self._blank(line)
        elif self.leaf is not None and self.leaf.kind in (Kind.PARAGRAPH, Kind.TABLE):
            self._append(self.leaf, line.rest, line.number)
        else:
            self.add(Block(Kind.PARAGRAPH, line.number, line.number, lines=[line.rest]))

    def _match(self, line: _Line) -> int:
        """How many of the open containers the line belongs to; what marks them is taken off."""
        for depth, block in enumerate(self.open):
            if block.kind is Kind.QUOTE:
                if line.indent >= _CODE_INDENT or line.first != ">":
                    return depth
                line.go_on_with(line.rest[1:].removeprefix(" "))
                block.last = line.number
            elif block.kind in (Kind.ITEM, Kind.FOOTNOTE):
                if line.indent >= block.offset:
                    line.drop(block.offset)
                elif line.first or not block.children:
                    return depth
        return len(self.open)

    def _goes_on_verbatim(self, leaf: Block, line: _Line) -> bool:
        """Whether the line belongs to the fence or the HTML block that is open."""
        if leaf.kind is Kind.CODE and self._fence is not None:
            text = line.raw if len(self.open) == 1 else line.text
            if line.indent < _CODE_INDENT and self._fence.match(line.rest):
                leaf.last = line.number
                self.close_leaf()
            else:
                kept = text[min(line.indent, leaf.offset) :] if leaf.offset else text
                self._append(leaf, kept, line.number)
            return True
        if leaf.kind is not Kind.HTML or self._html_end is None:
            return False
        if line.first or self._html_end is not starts.BLANK:
            self._append(leaf, line.text, line.number)
            self._end_html(line)
            return True
        return False

    def _end_html(self, line: _Line) -> None:
        end = self._html_end
        if end is not None and end is not starts.BLANK and end.search(line.text):
            self.close_leaf()

    @staticmethod
    def _append(leaf: Block, text: str, number: int) -> None:
        leaf.lines.append(text)
        leaf.last = number

    def _blank(self, line: _Line) -> None:
        if self.leaf is not None and self.leaf.kind is Kind.CODE:
            self.leaf.lines.append(line.text[_CODE_INDENT:])
        else:
            self.close_leaf()

    def _open_blocks(self, line: _Line, matched: int) -> bool | None:
        """Whether the line opened containers; None where it is used up."""
        opened = False
        while line.first:
            direct = matched == len(self.open) and self.in_paragraph
            if line.indent >= _CODE_INDENT:
                if self.in_paragraph:
                    return opened
                self._indented(line, matched)
                return None
            for begin in self._begin.get(line.first, ()):
                used = begin(line, matched, direct)
                if used is not None:
                    break
            else:
                return None if direct and self._table(line) else opened
            if used:
                return None
            opened, matched = True, len(self.open)
        return opened

    # Each of these opens one kind of block where the line begins it. They answer True where the
    # line is used up, False where it goes on within the block, None where it is something else.
    # direct: an open paragraph would take the line otherwise.

    def _leaf(self, kind: Kind, line: _Line, matched: int) -> Block:
        self.close(matched)
        leaf = Block(kind, line.number, line.number)
        self.add(leaf)
        return leaf

    def _indented(self, line: _Line, matched: int) -> None:
        leaf = self.leaf
        if leaf is None or leaf.kind is not Kind.CODE or matched < len(self.open):
            leaf = self._leaf(Kind.CODE, line, matched)
            self._fence = None
        self._append(leaf, line.text[_CODE_INDENT:], line.number)

    def _quote(self, line: _Line, matched: int, direct: bool) -> bool | None:
        if matched >= DEPTH:
            return None
        self.close(matched)
        self.nest(Block(Kind.QUOTE, line.number, line.number))
        line.go_on_with(line.rest[1:].removeprefix(" "))
        return False

    def _heading(self, line: _Line, matched: int, direct: bool) -> bool | None:
        match = starts.HEADING.match(line.rest)
        if match is None:
            return None
        leaf = self._leaf(Kind.HEADING, line, matched)
        leaf.level = len(match[1])
        leaf.lines.append(starts.heading_words(line.rest[match.end() :]))
        self.close_leaf()
        return True

    def _underline(self, line: _Line, matched: int, direct: bool) -> bool | None:
        leaf = self.leaf
        if not direct or leaf is None or not starts.UNDERLINE.match(line.rest):
            return None
        self.take_definitions(leaf)
        if not leaf.lines:
            self.leaf = None
            return None
        leaf.kind = Kind.HEADING
        leaf.level = 1 if line.first == "=" else 2
        leaf.lines[-1] = leaf.lines[-1].rstrip()
        leaf.last = line.number
        self.leaf = None
        return True

    def _rule(self, line: _Line, matched: int, direct: bool) -> bool | None:
        if not starts.RULE.match(line.rest):
            return None
        self._leaf(Kind.RULE, line, matched)
        self.close_leaf()
        return True

    def _fenced(self, line: _Line, matched: int, direct: bool) -> bool | None:
        match = starts.FENCE.match(line.rest)
        if match is None:
            return None
        mark = match[1] or match[3]
        leaf = self._leaf(Kind.CODE, line, matched)
        leaf.info = (match[2] or match[4] or "").strip()
        leaf.offset = line.indent
        self._fence = re.compile(rf"{mark[0]}{{{len(mark)},}} *$")
        return True

    def _html(self, line: _Line, matched: int, direct: bool) -> bool | None:
        end = starts.html_end(line.rest, in_paragraph=self.in_paragraph)
        if end is None:
            return None
        self._append(self._leaf(Kind.HTML, line, matched), line.text, line.number)
        self._html_end = end
        self._end_html(line)
        return True

    def _item(self, line: _Line, matched: int, direct: bool) -> bool | None:
        marker = starts.read_marker(line.rest, in_paragraph=direct)
        if marker is None or matched >= DEPTH:
            return None
        self.close(matched)
        if self.open[-1].kind is not Kind.LIST or self.open[-1].info != marker.kind:
            self.nest(Block(Kind.LIST, line.number, line.number, info=marker.kind,
                            number=marker.number))  # fmt: skip
        offset = line.indent + marker.width
        self.nest(Block(Kind.ITEM, line.number, line.number, number=marker.number, offset=offset))
        line.drop(offset)
        return False

    def _footnote(self, line: _Line, matched: int, direct: bool) -> bool | None:
        match = starts.FOOTNOTE.match(line.rest)
        if match is None or direct or matched >= DEPTH:
            return None
        self.close(matched)
        label = match[1]
        self.nest(Block(Kind.FOOTNOTE, line.number, line.number, info=label, offset=_CODE_INDENT))
        line.go_on_with(line.rest[match.end() :])
        return False

    def _table(self, line: _Line) -> bool:
        """Make a table of the paragraph's last line where this line is the rule under a head."""
        leaf = self.leaf
        if leaf is None or not starts.DELIMITERS.match(line.rest):
            return False
        head = leaf.lines[-1]
        columns = len(tables.cells(line.rest))
        if len(tables.cells(head)) != columns or columns > tables.MOST_COLUMNS:
            return False
        first = leaf.last
        if len(leaf.lines) > 1:
            leaf.lines.pop()
            leaf.last -= 1
        else:
            self.open[-1].children.pop()
            self.leaf = None
        self.add(Block(Kind.TABLE, first, line.number, lines=[head, line.rest], level=columns))
        return True
