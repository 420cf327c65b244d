"""Answer keys that stand apart from their questions, and whose entries name them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizzes.formats.markdown.heads import plain
from quizzes.formats.markdown.labels import key_label
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import (
    Choice,
    Cut,
    Head,
    HeadStyle,
    KeyLabel,
    Label,
    LabelKind,
    Mark,
)
from quizzes.formats.words.announcing import ANSWER, RIGHT, RIGHT_BEHIND
from quizzes.formats.words.keys import only_letters, read_key

_SECTION = re.compile(
    rf"(?:the\s+)?(?:(?:{RIGHT})\s*)?(?:{ANSWER}|solutions?|answer\s*(?:keys?|sheet)|keys?|lösungen)"
    rf"(?:\s+(?:{RIGHT_BEHIND}))?(?:[与及和]解析)?"
    r"(?:\s+key)?(?:\s*(?:&|and|with|\+|/)\s*(?:detailed\s+)?(?:explanations?|rationales?|answers?))?"
    r"(?:\s+(?:to|for)\b[^.?]{0,60})?(?:\s+section)?\W*$",
    re.IGNORECASE,
)
# "Quiz 2 Answers", "Answer Key (Part 1)".
_NAMED = re.compile(
    r"(?:[\w ]{1,60}?\s*[:–—-]?\s*)?\b(?:answers?(?:\s+keys?)?|keys?|solutions?)"
    r"(?:\s+(?:and|&)\s+(?:explanations?|rationales?))?(?:\s*[:(–—-]+\s*[\w ]{1,60}\)?)?\W*$",
    re.IGNORECASE,
)
# Kinds of questions and no key: "Short Answer".
_KIND = re.compile(
    r"\b(?:short|long|brief|open|free|written|one[- ]word|single|multiple|numerical)[\s-]+"
    r"answers?\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"(?:very )?(?:easy|medium|moderate|hard|difficult|beginner|intermediate|advanced|\d+)\W*",
    re.IGNORECASE,
)
_L = "[A-Ja-jА-Зα-θΑ-Θа-з]"
_PAIR = re.compile(
    rf"[*_(]*(?:q\.?\s*)?(\d{{1,5}})\s*[.):–—-]*\s*[*_(]*({_L}(?:\s*[,&/]\s*{_L})*)\b[*_)]*",
    re.IGNORECASE,
)
_PAIRS = re.compile(rf"\W*(?:{_PAIR.pattern}[\s,;|/]*){{2,}}\.?$", re.IGNORECASE)
_ENTRY = re.compile(r"(?:question\s*|q\.?\s*)?#?(\d{1,5})[\s*_]*[.):–—-]+[*_]*\s*", re.IGNORECASE)
_CELL = re.compile(r"[*_]*(?:question|q)?[.\s]*(\d{1,5})[.)]?[*_]*", re.IGNORECASE)
_RUN = re.compile(r"[*_()]{20}")  # would take the patterns of pairs the square of its length
_PAIR_STARTS = frozenset("0123456789Qq*-(")
_NEAR = 60
_LONGEST_TITLE = 160
_LONGEST_NAME = 80
_DEEPEST = 6
_LETTERS = re.compile(rf"[*_`(\[]*{_L}[*_`)\]]*(?:\W|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """What an answer key says of one question. [start, end) are its lines; names, what stands
    above it and may name the question's section, the nearest first."""

    start: int
    end: int
    key: KeyLabel
    names: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """One answer key: the lines [start, end) and its entries.

    is_line: it is a line such as "Answers: 1-A, 2-B" below the questions, and no section."""

    start: int
    end: int
    entries: Sequence[Entry]
    is_line: bool = False


def find_answer_keys(lines: Sequence[Line], marks: Sequence[Mark | None]) -> list[AnswerKey]:
    """The answer keys of a text, in order."""
    return _Finder(lines, marks).found()


def covered(
    lines: Sequence[Line], marks: Sequence[Mark | None], keys: Sequence[AnswerKey]
) -> tuple[list[Line], list[Mark | None]]:
    """The lines and marks with every answer key blanked, and a cut where each began."""
    new_lines, new_marks = list(lines), list(marks)
    for key in keys:
        for i in range(key.start, key.end):
            new_lines[i] = replace(lines[i], kind=LineKind.BLANK, raw="", body="")
            new_marks[i] = None
        new_marks[key.start] = Cut()
    return new_lines, new_marks


def _pairs(text: str) -> list[KeyLabel]:
    """The keys of several questions in one line: "1-A, 2-B"; none where it is anything else."""
    words = " ".join(text.split()).strip("[]")
    if words[:1] not in _PAIR_STARTS or _RUN.search(words) or not _PAIRS.match(words):
        return []
    return [KeyLabel(rest, number) for number, rest in _PAIR.findall(words)]


class _Finder:
    def __init__(self, lines: Sequence[Line], marks: Sequence[Mark | None]) -> None:
        self.lines = lines
        self.marks = marks
        self.number = ""

    def found(self) -> list[AnswerKey]:
        keys: list[AnswerKey] = []
        at = 0
        while at < len(self.lines):
            key = self._key(at)
            if key:
                keys.append(key)
                at = key.end
            else:
                mark = self.marks[at]
                if isinstance(mark, Head) and mark.number:
                    self.number = mark.number
                at += 1
        return keys

    def _key(self, at: int) -> AnswerKey | None:
        mark = self.marks[at]
        if isinstance(mark, KeyLabel) and mark.number and mark.number != self.number:
            entries = self._entries(at, level=0)
            return AnswerKey(at, entries[-1].end, entries)
        if isinstance(mark, KeyLabel) and self._is_line(at, mark):
            pairs = _pairs(mark.rest)
            return AnswerKey(at, at + 1, [Entry(at, at + 1, key) for key in pairs], is_line=True)
        line = self.lines[at]
        if not self._announces(line, mark):
            return None
        first = at + 1
        while first < len(self.lines) and (self._is_empty(first) or self._is_name(first, line)):
            first += 1
        if first == len(self.lines) or not self._entry(first):
            return None
        entries = self._entries(at + 1, level=line.level, title=line.body)
        return AnswerKey(at, entries[-1].end, entries) if entries else None

    def _announces(self, line: Line, mark: Mark | None) -> bool:
        if len(line.body) > _LONGEST_TITLE:
            return False
        if line.kind is LineKind.HEADING or line.summary:
            words = plain(line.body)
            is_named = isinstance(mark, Head) and mark.style is HeadStyle.HEADING
            if isinstance(mark, KeyLabel):
                is_named = not (mark.number or mark.kind or read_key(mark.rest).named)
            if _SECTION.match(words):
                return True
            return bool(is_named and _NAMED.match(words) and not _KIND.search(words))
        set_apart = line.body.startswith(("**", "__")) or line.body.endswith(":")
        return line.kind is LineKind.TEXT and set_apart and bool(_SECTION.match(plain(line.body)))

    def _is_empty(self, at: int) -> bool:
        line = self.lines[at]
        if line.kind is LineKind.TEXT:
            mark = self.marks[at]
            reveals = isinstance(mark, Label) and mark.kind is LabelKind.REVEAL
            return reveals or (line.body.startswith("|") and not self._row(line))
        return line.kind in (LineKind.BLANK, LineKind.RULE, LineKind.COMMENT)

    def _is_line(self, at: int, mark: KeyLabel) -> bool:
        """True for answers to several questions behind one label, with no numbered list above
        that they might match options with."""
        if mark.number or mark.kind or len(_pairs(mark.rest)) < 2:
            return False
        above = next((i for i in range(at - 1, -1, -1) if not self._is_empty(i)), at)
        head = self.marks[above]
        return not (isinstance(head, Head) and head.style is HeadStyle.NUMBERED)

    def _is_name(self, at: int, title: Line) -> bool:
        """True for a line in a key that may name the section whose answers follow."""
        line, mark = self.lines[at], self.marks[at]
        if line.kind is LineKind.HEADING:
            is_plain = isinstance(mark, Head) and mark.style is HeadStyle.HEADING
            return is_plain and line.level > (title.level or _DEEPEST)
        apart = line.body.startswith(("**", "__")) or line.body.endswith(":")
        is_words = line.kind is LineKind.TEXT and mark is None and len(line.body) < _LONGEST_NAME
        return is_words and apart and not self._entry(at)

    def _entries(self, first: int, *, level: int, title: str = "") -> list[Entry]:
        """The entries from a line on, to the end of the section or to the next question."""
        starts: list[tuple[int, KeyLabel, Sequence[str]]] = []
        names = [(0, title)]
        stops: list[int] = []
        at = first
        while at < len(self.lines) and not self._ends(at, level=level):
            if found := self._entry(at):
                above = [name for _, name in reversed(names)]
                starts.extend((at, key, above) for key in found)
            elif title and self._is_name(at, self.lines[first - 1]):
                depth = self.lines[at].level or _DEEPEST + 1
                names = [*((deep, name) for deep, name in names if deep < depth)]
                names.append((depth, self.lines[at].body))
                if self.lines[at].kind is LineKind.HEADING:
                    stops.append(at)
            at += 1
        ends = [*(start for start, _, _ in starts[1:]), at][: len(starts)]
        for n, (start, _, _) in enumerate(starts):
            after = bisect_right(stops, start)
            ends[n] = min([ends[n], *stops[after : after + 1]])
        return [
            Entry(start, max(end, start + 1), key, above)
            for (start, key, above), end in zip(starts, ends, strict=True)
        ]

    def _ends(self, at: int, *, level: int) -> bool:
        line, mark = self.lines[at], self.marks[at]
        if isinstance(mark, Cut):
            return True
        if line.kind is not LineKind.HEADING and not isinstance(mark, Head):
            return False
        if self._entry(at):
            return not isinstance(mark, KeyLabel) and self._has_options(at)
        if line.kind is not LineKind.HEADING:
            return False
        return line.level <= level or (not level and isinstance(mark, Head))

    def _has_options(self, at: int) -> bool:
        """True where what looks like an entry is a question: a stem and options before any key."""
        mark = self.marks[at]
        stem = isinstance(mark, Head) and bool(mark.rest) and not _LETTERS.match(mark.rest)
        first = ""
        for i in range(at + 1, min(at + _NEAR, len(self.lines))):
            mark = self.marks[i]
            is_section = self.lines[i].kind is LineKind.HEADING and isinstance(mark, Head)
            if is_section or isinstance(mark, KeyLabel | Cut):
                return False
            if isinstance(mark, Head) and self._entry(i):
                return False
            if isinstance(mark, Choice):
                if first and stem:
                    return mark.letter != first
                first = mark.letter or "box"
                stem = stem and first.casefold() in ("a", "box")
            elif self.lines[i].kind is LineKind.TEXT and not first:
                stem = True
        return False

    def _entry(self, at: int) -> list[KeyLabel]:
        """The keys of the questions that a line names."""
        line, mark = self.lines[at], self.marks[at]
        if isinstance(mark, KeyLabel):
            return [mark] if mark.number else []
        if line.kind is LineKind.TEXT:
            if row := self._row(line):
                return row
            if pairs := _pairs(line.body):
                return pairs
        if isinstance(mark, Head) and mark.number:
            is_item = mark.style is HeadStyle.NUMBERED
            label = key_label(plain(mark.rest), apart=True) if is_item else None
            if label and not label.weak:
                return [replace(label, number=mark.number)]
            is_key = not is_item or _LETTERS.match(mark.rest)
            return [KeyLabel(mark.rest, mark.number)] if is_key else []
        if line.kind is LineKind.TEXT and (found := _ENTRY.match(plain(line.body))):
            rest = plain(line.body)[found.end() :]
            return [KeyLabel(rest, found[1])] if _LETTERS.match(rest) else []
        return []

    def _row(self, line: Line) -> list[KeyLabel]:
        """The questions and their keys in a table's row: one with its reason, or several."""
        if not line.body.startswith("|"):
            return []
        cells = [cell.strip() for cell in line.body.strip("| ").split("|")]
        number = _CELL.fullmatch(cells[0])
        if not number or len(cells) < 2 or not read_key(cells[1]).named:
            return []
        letters = [cell.replace("**", "").replace("__", "") for cell in cells[1::2]]
        numbers = [found[1] for cell in cells[::2] if (found := _CELL.fullmatch(cell))]
        if len(cells) == 2 * len(numbers) and all(map(only_letters, letters)):
            return list(map(KeyLabel, letters, numbers))
        after = " ".join(cell for cell in cells[2:] if not _LEVEL.fullmatch(cell)).strip()
        return [KeyLabel(letters[0] + (f"** {after}" if after else ""), number[1])]
