"""The tree while it grows: which containers are open, and which leaf takes the next line."""

from itertools import pairwise

from content.gfm import definitions
from content.gfm.blocks import Block, Definition, Document, Kind


class Tree:
    """Blocks with a last path of open ones: containers down from the root, then perhaps a leaf."""

    def __init__(self) -> None:
        self._root = Block(Kind.DOCUMENT, 1, 1)
        self._definitions: dict[str, Definition] = {}
        self._footnotes: dict[str, Block] = {}
        self.open = [self._root]
        self.leaf: Block | None = None

    @property
    def in_paragraph(self) -> bool:
        return self.leaf is not None and self.leaf.kind is Kind.PARAGRAPH

    def add(self, leaf: Block) -> None:
        """Put a leaf into the innermost container; what was open in its place ends."""
        self.close_leaf()
        self._end_list()
        self.open[-1].children.append(leaf)
        self.leaf = leaf

    def nest(self, container: Block) -> None:
        """Open a container within the innermost one."""
        self.close_leaf()
        if container.kind is not Kind.ITEM:
            self._end_list()
        self.open[-1].children.append(container)
        self.open.append(container)

    def close(self, depth: int) -> None:
        """End the leaf, and the containers below the first depth ones."""
        self.close_leaf()
        while len(self.open) > depth:
            self._end_container()

    def close_leaf(self) -> None:
        leaf, self.leaf = self.leaf, None
        if leaf is None:
            return
        if leaf.kind is Kind.PARAGRAPH:
            self.take_definitions(leaf)
            leaf.lines[-1:] = [line.rstrip() for line in leaf.lines[-1:]]
        elif leaf.kind is Kind.CODE:
            del leaf.lines[leaf.last - leaf.line + 1 :]  # blank lines after indented code

    def take_definitions(self, leaf: Block) -> None:
        """Take link definitions off a paragraph's head; a paragraph of nothing else goes."""
        if not leaf.lines[0].startswith("["):
            return
        text = leaf.text
        found, rest = definitions.take(text, leaf.line)
        if not found:
            return
        for definition in found:
            self._definitions.setdefault(definitions.normalised(definition.label), definition)
        leaf.line += text.count("\n", 0, len(text) - len(rest))
        leaf.lines = rest.split("\n") if rest else []
        if not rest:
            self.open[-1].children.pop()

    def finish(self, *, unclosed: Block | None) -> Document:
        """End all that is open and give what has grown."""
        self.close(1)
        self._settle(self._root)
        return Document(self._root, self._definitions, self._footnotes, unclosed)

    def _end_list(self) -> None:
        if self.open[-1].kind is Kind.LIST:
            self._end_container()

    def _end_container(self) -> None:
        container = self.open.pop()
        self._settle(container)
        if container.kind is Kind.LIST:
            container.loose = _is_loose(container)
        elif container.kind is Kind.FOOTNOTE:
            self.open[-1].children.pop()
            self._footnotes.setdefault(definitions.normalised(container.info), container)

    @staticmethod
    def _settle(container: Block) -> None:
        if container.children:
            container.last = max(container.last, container.children[-1].last)


def _is_loose(list_block: Block) -> bool:
    """Whether a blank line stands between the items, or between the blocks of one of them."""
    return _has_gap(list_block.children) or any(_has_gap(i.children) for i in list_block.children)


def _has_gap(blocks: list[Block]) -> bool:
    return any(after.line - before.last > 1 for before, after in pairwise(blocks))
