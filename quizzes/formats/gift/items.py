"""A GIFT file divided into its questions.

Blank lines part them, but in the wild some stand between braces, and some are missing between
questions. A brace that is never closed ends with its paragraph and takes no neighbour in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from quizzes.formats.gift.marks import hidden

_NAME = re.compile(r"[ \t]*::(?!:).*?::")
_CATEGORY = re.compile(r"[ \t]*\$CATEGORY:")
_BRACE = re.compile(r"[{}]")


@dataclass(slots=True)
class Item:
    """A question's lines with escapes hidden, and the comments above it and in it.

    line is the first that is no comment; crowded: no blank line stands above it."""

    line: int
    crowded: bool = False
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def items(text: str) -> Iterator[Item]:
    """The questions of a file, and whatever else stands between blank lines."""
    return _Divider([hidden(line) for line in text.split("\n")]).divide()


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("//")


class _Divider:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._next_brace, self._next_words, self._opens = _look_ahead(lines)
        self._item: Item | None = None
        self._comments: list[str] = []
        self._is_open = False

    def divide(self) -> Iterator[Item]:
        for i, line in enumerate(self._lines):
            if _is_comment(line):
                self._comments.append(line)
                continue
            blank = not line.strip()
            crowds = not blank and self._begins_another(i)
            if self._item and (crowds or (blank and not self._goes_on_behind(i))):
                yield self._end(self._item, keep_comments=crowds)
            if _CATEGORY.match(line) or (blank and not self._item):
                self._comments = []
            elif self._item or not blank:
                self._take(i, line, crowded=crowds)
        if self._item:
            yield self._end(self._item, keep_comments=False)

    def _end(self, item: Item, *, keep_comments: bool) -> Item:
        """The item, complete. Comments behind it are the next one's if that crowds it."""
        if not keep_comments:
            item.comments += self._comments
            self._comments = []
        self._item, self._is_open = None, False
        return item

    def _take(self, i: int, line: str, *, crowded: bool) -> None:
        if self._item is None:
            self._item = Item(i + 1, crowded)
        if self._is_open or not self._item.lines:
            self._item.comments += self._comments
            self._comments = []
        self._item.lines.append(line)
        for brace in _BRACE.findall(line):
            self._is_open = brace == "{"

    def _begins_another(self, i: int) -> bool:
        """Whether the line, right below another's, is the first of a new question."""
        if self._item is None:
            return False
        line = self._lines[i]
        if _NAME.match(line) or _CATEGORY.match(line):
            return True
        above = self._item.lines[-1].rstrip()
        return not self._is_open and above.endswith("}") and self._opens[i]

    def _goes_on_behind(self, i: int) -> bool:
        """Whether a question with an open brace goes on behind the blank line."""
        below = self._next_words[i]
        if not self._is_open or below is None or _NAME.match(below) or _CATEGORY.match(below):
            return False
        return self._next_brace[i] == "}" or below.lstrip().startswith(("=", "~", "#"))


def _look_ahead(lines: Sequence[str]) -> tuple[list[str], list[str | None], list[bool]]:
    """For each line: the first brace in it or below, the first words in it or below, and whether
    it or a line below in the same paragraph has an opening brace."""
    brace, words, opens = "", None, False
    braces: list[str] = []
    below: list[str | None] = []
    open_below: list[bool] = []
    for line in reversed(lines):
        comment = _is_comment(line)
        if not line.strip():
            opens = False
        elif not comment:
            words = line
            if found := _BRACE.search(line):
                brace = found[0]
            opens = opens or "{" in line
        braces.append(brace)
        below.append(words)
        open_below.append(opens)
    return braces[::-1], below[::-1], open_below[::-1]
