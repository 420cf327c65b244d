"""A page's template joined with the one that it extends and those that it includes into one text.

Django goes through a page's inheritance anew at each request: it looks up every block, opens a
scope for it, and copies what the block has drawn from level to level, whole chapters among it.
Joined beforehand, a page is one list of nodes."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Source = Callable[[str], str | None]
"""Gives a template's text by its name; None where it is not one that may be joined."""

_EXTENDS = re.compile(r'\s*\{% extends "([^"]+)" %\}')
_INCLUDE = re.compile(r'\{% include "([^"]+)"(?: with ((?:\w+=[^\s%]+ )+)| )%\}')
_LOAD = re.compile(r"\{% load [\w ]+ %\}")
_BLOCK = re.compile(r"\{% (?:block (\w+)|endblock(?: \w+)?) %\}")


@dataclass(frozen=True, slots=True)
class _Block:
    name: str
    content: "_Tree"


_Tree = list[str | _Block]


def joined(source: str, of: Source) -> str:
    """The text of a template with its parents and its includes set in."""
    return _with_includes(_with_parents(source, of), of, within=())


def _with_parents(source: str, of: Source) -> str:
    """The outermost parent with each block as the template nearest to the page has it."""
    blocks: dict[str, _Tree] = {}
    loads = ""
    text = source
    while extends := _EXTENDS.match(text):
        parent = of(extends[1])
        if parent is None or "block.super" in text:
            return source
        tree = _parsed(text[extends.end() :])
        blocks = {block.name: block.content for block in _every(tree)} | blocks
        loads += "".join(_LOAD.findall("".join(part for part in tree if isinstance(part, str))))
        text = parent
    return loads + _filled(_parsed(text), blocks) if text is not source else source


def _parsed(source: str) -> _Tree:
    open_: list[tuple[str, _Tree]] = [("", [])]
    place = 0
    for tag in _BLOCK.finditer(source):
        open_[-1][1].append(source[place : tag.start()])
        place = tag.end()
        if tag[1]:
            open_.append((tag[1], []))
        else:
            block = _Block(*open_.pop())
            open_[-1][1].append(block)
    return [*open_[0][1], source[place:]]


def _every(tree: _Tree) -> Iterator[_Block]:
    for part in tree:
        if isinstance(part, _Block):
            yield part
            yield from _every(part.content)


def _filled(tree: _Tree, blocks: dict[str, _Tree]) -> str:
    return "".join(
        part if isinstance(part, str) else _filled(blocks.get(part.name, part.content), blocks)
        for part in tree
    )


def _with_includes(source: str, of: Source, *, within: tuple[str, ...]) -> str:
    def set_in(include: re.Match[str]) -> str:
        name, values = include[1], include[2]
        text = of(name) if name not in within else None
        if text is None or _EXTENDS.match(text):
            return include[0]
        text = _with_includes(text, of, within=(*within, name))
        return f"{{% with {values}%}}{text}{{% endwith %}}" if values else text

    return _INCLUDE.sub(set_in, source)
