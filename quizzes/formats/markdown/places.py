"""Orders and matches: "C, A, B" or "C → A → B", and "A-2, B-1" or "A → 2; B → 1"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.drafts import Kind
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import Answer, Choice, Head, HeadStyle, KeyLabel, Mark

_EMPHASIS = re.compile(r"\*\*|__|`|</?(?:b|strong|i|em|code)>", re.IGNORECASE)
_ARROW = r"(?:→|➔|➜|⇒|⟶|[-=–—]*>)"
_ORDER_SPLIT = re.compile(rf"\s*(?:{_ARROW}|[,;，；、]|\bthen\b|\s[-–—]\s)\s*(?:and\s+|then\s+)?")
_ONE = re.compile(r"(?:\d{1,2}[.)]\s*)?[(\[]?([^\W\d_])(?:[)\].:：）]+\s*(\S.*)?)?$", re.DOTALL)
_ARROWS = re.compile(rf"\(?[^\W\d_]\)?(?:\s*{_ARROW}\s*\(?[^\W\d_]\)?)+[.\s]*$")
_JOINT = rf"(?:{_ARROW}|[-–—=:：]|\b(?:to|with|is)\b)"
_MATCH = re.compile(rf"[(\[]?([^\W\d_])[)\].]?\s*{_JOINT}?\s*[(\[]?(\d{{1,3}})[)\].]?")
_MATCH_SPLIT = re.compile(
    r"\s*[,;，；、|]\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|\s+(?=[^\W\d_][^\w\s])"
)
_JOINED = re.compile(r"[A-Z]{2,26}$")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Step:
    """An option of an order, with the words that follow its letter, if any."""

    letter: str
    text: str = ""


def _plain(words: str) -> str:
    return " ".join(_EMPHASIS.sub("", words[:_LONGEST]).split()).rstrip(" .。✅")


def kind_of_places(words: str) -> Kind | None:
    """The kind that a key's words tell by themselves: arrows for an order, pairs for matches."""
    if len(words) > _LONGEST or not any(c in words for c in "0123456789>→➔➜⇒⟶"):
        return None
    if _ARROWS.match(_plain(words)):
        return Kind.ORDERING
    pairs = read_matches(words)
    return Kind.MATCHING if len(pairs) > 1 else None


def read_order(words: str) -> Sequence[Step]:
    """The options in their right order; empty where the words are no order."""
    plain = _plain(words)
    if _JOINED.match(plain):
        return [Step(letter) for letter in plain]
    found = [_ONE.match(piece) for piece in _ORDER_SPLIT.split(plain)]
    return [Step(one[1], one[2] or "") for one in found if one] if all(found) else []


def read_matches(words: str) -> Sequence[tuple[str, int]]:
    """Each option's letter with its answer's number; empty where the words are no matches."""
    found = [_MATCH.fullmatch(piece) for piece in _MATCH_SPLIT.split(_plain(words)) if piece]
    return [(one[1], int(one[2])) for one in found if one] if all(found) else []


def mark_answers(lines: Sequence[Line], marks: list[Mark | None]) -> None:
    """Marks the numbered lines above each key of matches as the answers they are, in place."""
    for at, mark in enumerate(marks):
        if isinstance(mark, KeyLabel) and mark.kind is Kind.MATCHING:
            for place in _answers_above(lines, marks, at):
                head = marks[place]
                if isinstance(head, Head):
                    marks[place] = Answer(head.rest)


def _answers_above(lines: Sequence[Line], marks: Sequence[Mark | None], at: int) -> Sequence[int]:
    """The lines above a key that count up from 1; none where they do not."""
    found: list[int] = []
    number = 0
    for i in range(at - 1, -1, -1):
        mark = marks[i]
        if isinstance(mark, Head) and mark.style is HeadStyle.NUMBERED:
            if number not in (0, int(mark.number) + 1):
                return []
            found.append(i)
            number = int(mark.number)
            if number == 1:
                return found
        elif isinstance(mark, Head | Choice | KeyLabel) or lines[i].kind is LineKind.RULE:
            return []
    return []
