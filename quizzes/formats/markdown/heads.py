"""The forms of a question's head: `### Question 7`, `**Q7.** stem`, `#### 7. stem`, `7. stem`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from quizzes.formats.markdown.labels import key_label, label, reveal_label
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import Head, HeadStyle, KeyLabel, Mark
from quizzes.formats.markdown.options import choice
from quizzes.formats.words.announcing import QUESTION
from quizzes.formats.words.keys import only_letters

_DECORATION = re.compile(r"^(?:(?![\[(<`_$!|#~&])[^\w\s]|__(?=\w)|\s|#+\s|~~)+")
_LABELLED = re.compile(
    r"(?:(?:practice|sample|exam|quiz|review|mock|test|bonus|new|knowledge|check|multiple|choice)\s+)*"
    rf"({QUESTION})(?:\s*(?:no|number|nr|num)\b)?[\s.#№:]*"
    r"(\d+(?:\.\d+)*[a-z]?)(?:\s*(?:of|/)\s*\d+)?(?=\W|$)"
    r"(?P<close>[*_]*)\s*(?P<sep>[:.)\]：．、）]|[-–—](?=\s|$)|)(?P<close2>[*_]*)\s*",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\W*(?:multiple[- ]choice|single[- ]choice|multiple[- ]response|mcq|true (?:or|/) false)\W*",
    re.IGNORECASE,
)
_UNNUMBERED = re.compile(r"(?:question|q)[\s*_]*[:：.][*_]*\s*", re.IGNORECASE)
_BARE = re.compile(r"question\W*", re.IGNORECASE)
_NUMBER = re.compile(r"#?(\d{1,5}(?:\.\d{1,5})*)[\s*_]*(?:[.):：．、）]|[-–—](?=\s))(?!\d)[*_]*\s*")
_ITEM = re.compile(
    r"(?P<open>[*_]{0,2})(?P<n>\d{1,5})(?P<mid>[*_]{0,2})[.)．、）](?P<close>[*_]{0,2})"
    r"(?:\s+|$|(?<=[．、）])|(?=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]))"
)
_SETEXT = re.compile(r"\s{0,3}(=+|-{3,})\s*$")


def plain(text: str) -> str:
    """Text without the bullet, emphasis and pictures that stand before its first word."""
    return _DECORATION.sub("", text)


def mark_all(lines: Sequence[Line]) -> list[Mark | None]:
    """What each line may be. Underlined headings become headings on the way."""
    marks = [mark(line) for line in lines]
    for i, line in enumerate(lines):
        under = _SETEXT.match(line.raw) if line.kind is LineKind.RULE and i else None
        if not under or lines[i - 1].kind is not LineKind.TEXT:
            continue
        above, alone = lines[i - 1], i < 2 or lines[i - 2].kind is not LineKind.TEXT
        if alone and not above.quoted and marks[i - 1] is None and above.body[0] != "|":
            above.kind, above.level = LineKind.HEADING, 1 if under[1][0] == "=" else 2
            line.kind, line.raw = LineKind.BLANK, ""
            marks[i - 1] = mark(above)
    return marks


def mark(line: Line) -> Mark | None:
    """What the line may be; None for words, code, rules and comments."""
    if line.kind is LineKind.HEADING:
        return _heading(line)
    if line.kind is not LineKind.TEXT:
        return None
    if line.summary:
        return _summary(line.body)
    return choice(line.body) or _words(line.body) or _numbered(line)


def _heading(line: Line) -> Mark:
    words = plain(line.body)
    if found := label(words, apart=True) or _labelled(words, strong=True):
        return found
    if number := _NUMBER.match(words):
        opened = "**" in line.body[: len(line.body) - len(words)]
        rest = _whole(words[number.end() :], opened=opened)
        return Head(HeadStyle.NUMBERED_HEADING, number[1], rest)
    if words.isdigit():
        return Head(HeadStyle.NUMBERED_HEADING, words, "")
    return Head(HeadStyle.HEADING, "", line.body)


def _summary(body: str) -> Mark | None:
    words = plain(body)
    key = key_label(words, apart=True)
    if key and key.rest:
        return key
    return _labelled(words, strong=True) or reveal_label(words)


def _words(body: str) -> Mark | None:
    words = plain(body)
    if not words:
        return None
    before = body[: len(body) - len(words)]
    bold = "*" in before or "_" in before
    return label(words, apart=bold) or _labelled(words, strong=bold)


def _labelled(words: str, *, strong: bool) -> Head | KeyLabel | None:
    """A labelled head, or an answer key's entry where what follows the label is a key."""
    found = _LABELLED.match(words)
    if not found:
        return _without_number(words, strong=strong)
    rest = words[found.end() :]
    closed = bool(found["close"] or found["close2"])
    if not (strong or found["sep"] or not rest):
        return None
    key = key_label(plain(rest), apart=True)
    if key and not key.weak:
        return replace(key, number=found[2])
    word, sep = found[1].lower(), found["sep"]
    titled = word not in ("q", "mcq") and sep not in (".", ")", "") and not closed
    titled = titled or bool(_KIND.fullmatch(rest))
    rest = _whole(rest, opened=strong and not closed)
    return Head(HeadStyle.LABEL, found[2], rest, titled)


def _without_number(words: str, *, strong: bool) -> Head | None:
    if found := _UNNUMBERED.match(words):
        return Head(HeadStyle.LABEL, "", words[found.end() :])
    return Head(HeadStyle.LABEL, "", "") if strong and _BARE.fullmatch(words) else None


def _whole(rest: str, *, opened: bool) -> str:
    """A stem without the closing mark of emphasis that began before its label, or with an opening
    one where the emphasis ends amid it."""
    for sign in ("**", "__"):
        if opened and rest.endswith(sign) and rest.count(sign) == 1:
            return rest[: -len(sign)]
        if opened and rest.count(sign) % 2 and not rest.endswith(sign):
            return sign + rest
    return rest


def _numbered(line: Line) -> Head | None:
    found = _ITEM.match(line.body)
    if not found or line.column > 3:
        return None
    rest = line.body[found.end() :]
    if asked := _UNNUMBERED.match(plain(rest)):
        return Head(HeadStyle.LABEL, found["n"], plain(rest)[asked.end() :])
    opened = bool(found["open"]) and not (found["mid"] or found["close"])
    return Head(HeadStyle.NUMBERED, found["n"], _whole(rest, opened=opened))


def item_surface(body: str) -> str:
    """How a numbered item is set, its number and words aside: "1. x" and "22. y" are alike."""
    found = _ITEM.match(body)
    return "".join(c for c in found[0] if not (c.isdigit() or c.isspace())) if found else ""


def is_letters(line: Line) -> bool:
    """True for a line that holds option letters and nothing else."""
    return line.kind is LineKind.TEXT and only_letters(plain(line.body))
