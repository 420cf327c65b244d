"""Options without a letter of the usual form: `1. t`, `- t ✅`, `A.t`. Each becomes an option like
others, but only where nothing else of its question can be one and the key leaves no doubt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from quizzes.formats.markdown.heads import item_surface
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
    OptionStyle,
)
from quizzes.formats.markdown.ticks import tick, without_tick
from quizzes.formats.words.cues import asks
from quizzes.formats.words.keys import only_letters, same_words

LETTERS = "ABCDEFGHIJ"
_NEAR = 60
_TIGHT = re.compile(r"(?:[-*+]\s+)?(?P<letter>[A-Za-z])\.(?P<text>[^\s.].*)$", re.DOTALL)
_BULLET = re.compile(r"[-*+]\s+(?P<text>\S.*)$", re.DOTALL)
# Where a number may be the answer itself.
_COUNTS = re.compile(
    r"\bhow (?:many|much|often|long|far|old)\b|\bnumber\b|\bcount\b|\border\b", re.I
)
_EMPHASIS = re.compile(r"\*\*|__|`")
_NUMBERS = re.compile(
    r"(?:(?:options?|choices?|numbers?|answers?)\s+)?(\(?\d{1,2}[.)]?(?:(?:\s*[,&]\s*|\s+and\s+)\(?\d{1,2}[.)]?)*)$",
    re.IGNORECASE,
)
_WITH_TEXT = re.compile(r"\(?(\d{1,2})\s*[.):]\s*(\S.*)$", re.DOTALL)


def take_bare_options(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    """Marks the lines that are such options, in place; their keys name letters from here on."""
    _take_tight(lines, marks)
    for start, end in _questions(lines, marks):
        if any(isinstance(mark, Choice) for mark in marks[start:end]):
            continue
        labels = (i for i in range(start + 1, end) if _is_label(marks[i]))
        below = next(labels, end)
        if not _take_numbered(lines, marks, start + 1, below, end):
            _take_bullets(lines, marks, start + 1, below, end)


def _questions(lines: Sequence[Line], marks: Sequence[Mark | None]) -> Iterator[tuple[int, int]]:
    """From each question's own heading or label to the next heading, label or end."""
    start = -1
    for i, mark in enumerate(marks):
        is_head = isinstance(mark, Head) and mark.style is not HeadStyle.NUMBERED
        if not is_head and not isinstance(mark, Cut):
            continue
        if start >= 0:
            yield start, i
        sure = isinstance(mark, Head) and (mark.style is not HeadStyle.HEADING or asks(mark.rest))
        start = i if sure else -1
    if start >= 0:
        yield start, len(lines)


def _is_label(mark: Mark | None) -> bool:
    return isinstance(mark, KeyLabel) or (
        isinstance(mark, Label) and mark.kind is not LabelKind.OPTIONS
    )


def _is_list(lines: Sequence[Line], places: Sequence[int], end: int) -> bool:
    """True for items that stand together, the last of them above line end."""
    column = lines[places[0]].column
    at = {*places}
    return all(
        lines[i].column == column if i in at else _is_inside(lines[i], column)
        for i in range(places[0], end)
    )


def _is_inside(line: Line, column: int) -> bool:
    if line.kind in (LineKind.BLANK, LineKind.COMMENT):
        return True
    return line.kind is LineKind.TEXT and line.column > column


# Numbers


def _take_numbered(
    lines: Sequence[Line], marks: list[Mark | None], start: int, below: int, end: int
) -> bool:
    """Takes the numbered items above line below, where a key or their own signs single some out."""
    items = [
        (i, mark)
        for i, mark in enumerate(marks[start:below], start=start)
        if isinstance(mark, Head) and mark.style is HeadStyle.NUMBERED
    ]
    texts = [head.rest for _, head in items]
    if [head.number for _, head in items] != [str(n + 1) for n in range(len(items))]:
        return False
    if not 2 <= len(items) <= len(LETTERS) or any(map(asks, texts)):
        return False
    if len({item_surface(lines[i].body) for i, _ in items}) > 1:
        return False
    if not _is_list(lines, [i for i, _ in items], below):
        return False
    keys = [i for i in range(below, end) if _is_key(marks[i])]
    if len(keys) > 1 or not (keys or any(map(tick, texts))):
        return False
    stem = " ".join(line.body for line in lines[start - 1 : items[0][0]])
    for at in keys:
        key = marks[at]
        if not isinstance(key, KeyLabel) or key.kind is not None:
            return False
        letters = _letters(key.rest, texts, may_count=bool(_COUNTS.search(stem)))
        if not letters:
            return False
        marks[at] = replace(key, rest=letters)
    for n, (i, head) in enumerate(items):
        marks[i] = Choice(OptionStyle.LETTER, LETTERS[n], head.rest)
    return True


def _is_key(mark: Mark | None) -> bool:
    return isinstance(mark, KeyLabel) and (bool(mark.rest) or mark.weak or mark.kind is not None)


def _letters(key: str, texts: Sequence[str], *, may_count: bool) -> str:
    """The letters of the options that a key names by number or by letter.

    Empty where it is neither, or may as well be an option's text, an order or a sum."""
    words = " ".join(_EMPHASIS.sub("", key).split()).rstrip(" .✅✔")
    if (whole := _whole(words, texts)) and not (only_letters(words) or words.isdigit()):
        return ", ".join(LETTERS[place] for place in whole)
    if only_letters(words):
        named = [c for c in re.split(r"[^\w]+|\band\b", words) if c]
        every = [c.upper() for word in named for c in word]
        numbers = [LETTERS.find(c) + 1 for c in every]
    elif (found := _NUMBERS.match(words)) and not may_count:
        named = re.findall(r"\d+", found[1])
        numbers = [int(number) for number in named]
    elif found := _WITH_TEXT.match(words):
        named, numbers = [], [int(found[1])]
        if not 1 <= numbers[0] <= len(texts):
            return ""
        if same_words(found[2]) != same_words(texts[numbers[0] - 1]):
            return ""
    else:
        return ""
    plain = {same_words(text) for text in texts}
    if any(same_words(word) in plain for word in [*named, words]):
        return ""
    if len({*numbers}) == len(texts) or not all(1 <= n <= len(texts) for n in numbers):
        return ""
    return ", ".join(LETTERS[number - 1] for number in numbers)


def _whole(key: str, texts: Sequence[str]) -> Sequence[int]:
    """The options whose whole text a key is, or whose texts stand in it with semicolons between."""
    same = [same_words(text) for text in texts]
    for parts in ([key], key.split(";")):
        places = [[i for i, text in enumerate(same) if text == same_words(part)] for part in parts]
        if all(len(bearers) == 1 for bearers in places):
            return [bearers[0] for bearers in places]
    return ()


# Bullets


def _take_bullets(
    lines: Sequence[Line], marks: list[Mark | None], start: int, below: int, end: int
) -> None:
    """Takes the one list above line below in which signs, or a key that is the whole text of some,
    tell the right items from the others."""
    found = {
        i: item["text"]
        for i in range(start, below)
        if lines[i].kind is LineKind.TEXT and (item := _BULLET.match(lines[i].body))
    }
    if len(found) < 2 or any(marks[i] for i in found):
        return
    texts = [*found.values()]
    keys = [mark for mark in marks[below:end] if isinstance(mark, KeyLabel) and _is_key(mark)]
    if keys:
        named = _whole(keys[0].rest, texts) if len(keys) == 1 and not keys[0].kind else ()
        says = [i in named for i in range(len(texts))]
    else:
        says = [tick(text) is True for text in texts]
        texts = [without_tick(text) for text in texts]
    if True not in says or all(says) or not _is_list(lines, [*found], below):
        return
    for i, text, is_right in zip(found, texts, says, strict=True):
        marks[i] = Choice(OptionStyle.BOX, "", text, is_right)


# Letters without a space


def _take_tight(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    run: list[tuple[int, str, str]] = []
    for i, line in enumerate(lines):
        mark = marks[i]
        if line.kind is LineKind.BLANK:
            continue
        letter, text = "", ""
        if isinstance(mark, Choice) and mark.style is OptionStyle.LETTER:
            letter = mark.letter
        elif mark is None and line.kind is LineKind.TEXT and (found := _TIGHT.match(line.body)):
            letter, text = found["letter"], found["text"]
        if letter and run and ord(letter[0]) == ord(run[-1][1][0]) + 1:
            run.append((i, letter, text))
            continue
        _make_options(run, marks)
        run = [(i, letter, text)] if letter in ("A", "a") else []
    _make_options(run, marks)


def _make_options(run: Sequence[tuple[int, str, str]], marks: list[Mark | None]) -> None:
    """Makes a run of letters options, where no others stand in the same question."""
    if len(run) < 2 or not any(text for _, _, text in run):
        return
    first, last = run[0][0], run[-1][0]
    above, below = marks[max(first - _NEAR, 0) : first], marks[last + 1 : last + _NEAR]
    if _meets_option(below) or _meets_option(above[::-1]):
        return
    for i, letter, text in run:
        if text:
            marks[i] = Choice(OptionStyle.LETTER, letter, text)


def _meets_option(marks: Sequence[Mark | None]) -> bool:
    """True where an option comes before anything that a question begins or ends with."""
    first = next((m for m in marks if m is not None), None)
    return isinstance(first, Choice)
