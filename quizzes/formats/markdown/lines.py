"""A quiz's text as lines that know what they are: code, comment, heading, rule or words."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from quizzes.formats.markdown.layout import Layout


class LineKind(Enum):
    """What a line is to Markdown, before anyone asks what it is to a question."""

    BLANK = auto()
    TEXT = auto()
    HEADING = auto()
    RULE = auto()
    CODE = auto()
    COMMENT = auto()
    LITERAL = auto()


@dataclass(slots=True)
class Line:
    """One line. raw is what a text keeps of it; body is raw without indent, quote marks and hashes.

    A comment and a guarded text (LITERAL) are one Line each, however many lines they span; the
    guarded text is in body, and raw is a token that stands for it until all else is read.
    column is where body begins in raw, quote marks not counted."""

    number: int
    kind: LineKind
    raw: str
    body: str = ""
    column: int = 0
    level: int = 0
    quoted: bool = False
    summary: bool = False


_FENCE = re.compile(r"(?:>\s?)*\s*(?:[-*+]\s+|\d{1,9}[.)]\s+)?(`{3,}|~{3,})([^`]*)$")
_CLOSER = re.compile(r"(?:>\s?)*\s*(`{3,}|~{3,})$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[Qq](?:uestion)?[ .]*\d)|$)(.*)$")
_HASHES = re.compile(r"(?:^|\s)#+\s*$")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$")
_SETEXT = re.compile(r" {0,3}=+[ \t]*$")
_QUOTE = re.compile(r"\s{0,3}((?:>\s?)+)")
_COMMENTS = re.compile(r"(?:\s*<!--.*?-->)+")
_GUARD = re.compile(r"\s*<!--\s*text(?:\s+(\w+))?\s*-->\s*$")
_GUARD_END = re.compile(r"\s*<!--\s*/text(?:\s+(\w+))?\s*-->\s*$")
# What exporters of word processors write, so that "1." and "A." begin no list.
_ESCAPED = re.compile(
    r"(\s*(?:>\s?)*(?:#{1,6}\s+|[-*+]\s+)?[*_]{0,2}\(?(?:\d{1,5}|[^\W\d_])[*_]{0,2})\\([.)])(?=[\s*_]|$)"
)
_LABELLED = re.compile(r"(?:#{1,6}\s*\W{0,4}|\*\*\W{0,4})(?:question|q)[ .#]*\d", re.IGNORECASE)


def scan(text: str, *, first_line: int = 1) -> list[Line]:
    """All lines of a text, numbered from first_line. Never fails."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\0", "\ufffd")
    return list(_Scanner(text.split("\n"), first_line).lines())


class _Scanner:
    def __init__(self, source: list[str], first_line: int) -> None:
        self.source = source
        self.first = first_line
        self.at = 0
        self.layout = Layout()
        self.closers = _last_closers(source)
        self.last_end = max((i for i, s in enumerate(source) if "-->" in s), default=-1)
        self.guard_ends = _guard_ends(source)

    def lines(self) -> Iterator[Line]:
        while self.at < len(self.source):
            text = self.source[self.at]
            if not text.strip():
                yield Line(self.first + self.at, LineKind.BLANK, "")
                self.at += 1
            elif fence := _fence(text):
                end = self._fence_end(self.at, fence)
                for i in range(self.at, end + 1):
                    words = self.source[i]
                    yield Line(self.first + i, LineKind.CODE, words, words.strip())
                self.at = end + 1
            elif text.lstrip().startswith("<!--") and self.at <= self.last_end:
                yield self._comment()
            else:
                text = _ESCAPED.sub(r"\1\2", text, count=1) if "\\" in text else text
                for piece, summary in self.layout.pieces(text):
                    yield _line(self.first + self.at, piece, summary)
                self.at += 1

    def _fence_end(self, at: int, fence: re.Match[str]) -> int:
        """Index of the line that ends the fence.

        An author who forgot to close one would lose every question below it: where a further
        fence opens and a question's head stands inside, the fence ends above that head."""
        mark = fence[1]
        head = 0
        for i in range(at + 1, self.closers.get(mark[0], -1) + 1):
            text = self.source[i]
            closer = _closer(text)
            if closer and closer[1][0] == mark[0] and len(closer[1]) >= len(mark):
                return i
            if not head and _LABELLED.match(text):
                head = i
            elif head and (inner := _fence(text)) and inner[2].strip():
                return head - 1
        return self._unclosed_end(at)

    def _unclosed_end(self, at: int) -> int:
        for i in range(at + 1, len(self.source)):
            if _LABELLED.match(self.source[i]):
                return i - 1
        return len(self.source) - 1

    def _comment(self) -> Line:
        """The comment or the guarded text that begins at this line."""
        number, guard = self.first + self.at, _GUARD.match(self.source[self.at])
        if guard and (end := self._guard_end(guard[1] or "")):
            literal = "\n".join(self.source[self.at + 1 : end])
            self.at = end + 1
            return Line(number, LineKind.LITERAL, f"\0{number}\0", literal)
        end = next(i for i in range(self.at, self.last_end + 1) if "-->" in self.source[i])
        words = "\n".join(self.source[self.at : end + 1]).lstrip().removeprefix("<!--")
        inside, _, after = words.partition("-->")
        self.at = end + 1
        if more := _COMMENTS.match(after):
            after = after[more.end() :]
        if after.strip():
            self.source[end] = after
            self.at = end
            if end == self.last_end and "-->" not in after:
                self.last_end = -1
        return Line(number, LineKind.COMMENT, "", inside.strip())

    def _guard_end(self, word: str) -> int | None:
        ends = self.guard_ends.get(word, [])
        after = bisect_right(ends, self.at)
        return ends[after] if after < len(ends) else None


def _line(number: int, text: str, summary: bool) -> Line:
    if not text.strip():
        return Line(number, LineKind.BLANK, "")
    if heading := _HEADING.match(text):
        body = _HASHES.sub("", heading[2]).strip()
        return Line(number, LineKind.HEADING, text, body, level=len(heading[1]))
    if _RULE.match(text) or _SETEXT.match(text):
        return Line(number, LineKind.RULE, text)
    rest, quoted = text, False
    if quote := _QUOTE.match(text):
        rest, quoted = text[quote.end() :], True
    body = rest.strip()
    if not body:
        return Line(number, LineKind.BLANK, text, quoted=True)
    column = len(rest.expandtabs(4)) - len(rest.expandtabs(4).lstrip())
    return Line(number, LineKind.TEXT, text, body, column, quoted=quoted, summary=summary)


def _fence(text: str) -> re.Match[str] | None:
    return _FENCE.match(text.strip()) if "```" in text or "~~~" in text else None


def _closer(text: str) -> re.Match[str] | None:
    return _CLOSER.match(text.strip()) if "```" in text or "~~~" in text else None


def _last_closers(source: list[str]) -> dict[str, int]:
    """For each fence character, the index of the last line that could close a fence."""
    found: dict[str, int] = {}
    for i, text in enumerate(source):
        if closer := _closer(text):
            found[closer[1][0]] = i
    return found


def _guard_ends(source: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for i, text in enumerate(source):
        if "/text" in text and (end := _GUARD_END.match(text)):
            found.setdefault(end[1] or "", []).append(i)
    return found
