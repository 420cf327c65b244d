"""XML to a tree whose elements know their lines; no DOCTYPE, no entity, nothing from elsewhere."""

import codecs
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from content.drafts import Problem, Severity, shown
from content.sources import Refused, decode

MOST_BYTES = 16 * 1024 * 1024
MOST_DEPTH = 100
MOST_NODES = 300_000
MOST_QUESTIONS = 50_000
"""How many questions one file or package may hold."""

_VOID = {"br", "hr", "img", "col"}
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_SINGLE_BYTE = {"iso8859-1", "cp1252", "iso8859-15"}
# Atomic, since there are many ways to take a row of comments for fewer and longer ones.
_ROOT = re.compile(
    r"(?>\s*+(?><\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>))*+"
    r"\s*+<([\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)


@dataclass(slots=True)
class Node:
    """An element. name and the attributes' names are without their namespaces; line is that of its
    start tag's `<`."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["Node | str"] = field(default_factory=list)

    @property
    def nodes(self) -> Iterator["Node"]:
        """The elements right inside."""
        return (child for child in self.children if isinstance(child, Node))

    def all(self, *names: str) -> list["Node"]:
        """The elements right inside that bear one of the names."""
        return [node for node in self.nodes if node.name in names]

    def find(self, *path: str) -> "Node | None":
        """The first element under the path of names, one inside the other."""
        node: Node | None = self
        for name in path:
            node = next(iter(node.all(name)), None) if node else None
        return node

    def deep(self, *names: str) -> Iterator["Node"]:
        """The elements of these names at any depth, in order; none inside another of them."""
        waiting = list(reversed(list(self.nodes)))
        while waiting:
            node = waiting.pop()
            if node.name in names:
                yield node
            else:
                waiting.extend(reversed(list(node.nodes)))

    def text(self, *path: str) -> str:
        """All words under the path, without white space around them; "" where there is none."""
        node = self.find(*path)
        return "".join(node.words()).strip() if node else ""

    def own_text(self) -> str:
        """The words right inside, without those of elements in it."""
        return "".join(child for child in self.children if isinstance(child, str)).strip()

    def words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, Node):
                yield from child.words()
            else:
                yield child

    def get(self, name: str) -> str:
        """An attribute; "" where there is none."""
        return self.attributes.get(name, "").strip()

    def inner(self) -> str:
        """What stands inside, as HTML."""
        return "".join(
            child.outer() if isinstance(child, Node) else escape(child, quote=False)
            for child in self.children
        )

    def outer(self) -> str:
        attributes = "".join(f' {name}="{escape(v)}"' for name, v in self.attributes.items())
        end = "" if self.name in _VOID else f"</{self.name}>"
        return f"<{self.name}{attributes}>{self.inner()}{end}"


def parse(data: bytes, *, path: str) -> Node:
    """The file's root. Raises Refused, with the line, where it is no XML or not to be read."""
    text = decode(_in_utf8(data, path), path=path, cap=MOST_BYTES)
    body = text.lstrip()
    builder = _Builder(path, lines_before=text[: len(text) - len(body)].count("\n"))
    parser = XMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    builder.parser = parser.parser
    try:
        parser.feed(body.encode())
        parser.close()
    except DefusedXmlException:
        how = "take it out: what it declares is not read"
        raise _refused(path, builder.line, "a DOCTYPE", how) from None
    except ParseError as error:
        line = builder.lines_before + error.position[0]
        what = f"the XML is broken: {shown(str(error).partition(':')[0])}"
        raise _refused(path, line, what, "export the file anew, or mend this line") from None
    return next(builder.document.nodes)


def refuse_too_many(count: int, *, path: str) -> None:
    """Raises Refused where a file holds more questions than any bank has."""
    if count > MOST_QUESTIONS:
        raise _refused(path, 0, f"more than {MOST_QUESTIONS:,} questions", "split the file")


def root_name(data: bytes) -> str:
    """The name of the root element as a glance at the file's beginning gives it; "" for no XML."""
    head = data[:8_192]
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if head.startswith(mark):
            head = head[len(mark) :].decode(encoding, "replace").encode()
    found = _ROOT.match(head.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace"))
    return found[2] if found else ""


class _Builder:
    """Takes what the parser finds; refuses what is too deep or too much."""

    def __init__(self, path: str, *, lines_before: int) -> None:
        # Holds the root, without which expat refuses the text.
        self.document = Node("", {}, 0)
        self.parser: Any = None  # expat's own, which knows the line
        self.lines_before = lines_before
        self._path = path
        self._open = [self.document]
        self._count = 0

    @property
    def line(self) -> int:
        return self.lines_before + int(self.parser.CurrentLineNumber)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.line
        named = {_local(name): value for name, value in attributes.items()}
        node = Node(_local(tag), named, line)
        self._count += 1 + len(named)
        if self._count > MOST_NODES:
            what = f"more than {MOST_NODES:,} elements and attributes"
            raise _refused(self._path, line, what, "split the file")
        if len(self._open) > MOST_DEPTH:
            what = f"elements inside one another, deeper than {MOST_DEPTH}"
            raise _refused(self._path, line, what, "check what made the file")
        self._open[-1].children.append(node)
        self._open.append(node)

    def end(self, tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        self._open[-1].children.append(text)

    def close(self) -> None:
        return None


def _local(name: str) -> str:
    return sys.intern(name.rpartition("}")[2])


def _in_utf8(data: bytes, path: str) -> bytes:
    """The data as it is, or from the encoding that its declaration names."""
    declared = _DECLARED.match(data[:200])
    if declared is None:
        return data
    name = declared[1].decode()
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    if encoding in ("utf-8", "utf-16", "ascii") or len(data) > MOST_BYTES:
        return data
    if encoding in _SINGLE_BYTE:
        return data.decode(encoding, "replace").encode()
    what = f"the encoding {shown(name)} is not read"
    raise _refused(path, 1, what, "save the file as UTF-8")


def _refused(path: str, line: int, what: str, how: str) -> Refused:
    return Refused(Problem(path, line, what, how, Severity.ERROR))
