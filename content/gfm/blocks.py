"""What a Markdown text is made of: a tree of blocks that remember their lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a block is. Down to FOOTNOTE they hold blocks, from PARAGRAPH on they hold lines."""

    DOCUMENT = "document"
    QUOTE = "quote"
    LIST = "list"
    ITEM = "item"
    FOOTNOTE = "footnote"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    RULE = "rule"
    CODE = "code"
    HTML = "html"
    TABLE = "table"


@dataclass(slots=True, eq=False)
class Block:
    """A block with its first and last line, counted from 1.

    lines have lost what belongs to the containers around them. level is a heading's; info is what
    follows a fence, or a footnote's label; number is where an ordered list begins, or an item's own
    (None: a bullet); loose tells that a list's items are paragraphs of their own; offset is how far
    an item's content stands to the right of its container's."""

    kind: Kind
    line: int
    last: int
    children: list["Block"] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    level: int = 0
    info: str = ""
    number: int | None = None
    loose: bool = False
    offset: int = 0

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def walk(self) -> Iterator["Block"]:
        """This block and all within it, in the order of the text."""
        stack = [self]
        while stack:
            block = stack.pop()
            yield block
            stack.extend(reversed(block.children))


@dataclass(frozen=True, slots=True)
class Definition:
    """`[label]: target "title"`, as it stands on its line."""

    label: str
    target: str
    title: str
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A text as read. definitions and footnotes (which are no part of the tree) go by their label
    as `definitions.normalised` makes it; the first of a label counts. unclosed is a fence or a
    comment that nothing ends, so that it takes in all that follows."""

    root: Block
    definitions: Mapping[str, Definition]
    footnotes: Mapping[str, Block]
    unclosed: Block | None = None
