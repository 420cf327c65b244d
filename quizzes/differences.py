"""What differs between two wordings of a question, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from quizzes.drafts import Kind, OptionDraft, QuestionDraft

# Word by word costs the square of the length; beyond this the lines are compared instead.
MOST_WORDS = 1_500
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


class Part(StrEnum):
    """Which part of a question a change is in."""

    KIND = "kind"
    STEM = "stem"
    OPTION = "option"
    RATIONALE = "rationale"
    KEY = "key"
    PLACE = "place"
    ANSWER = "answer"
    ORDER = "order"
    EXPLANATION = "explanation"
    SHUFFLE = "shuffle"


class Fate(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with one fate."""

    fate: Fate
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A part that differs. letter names the option in the newer wording, or in the older one if the
    newer has it no more; of an answer it is the number. before and after say what was and is
    ticked, an order of letters, a kind, or where an option belongs: in which place, or to which
    answer."""

    part: Part
    letter: str = ""
    pieces: Sequence[Piece] = ()
    before: bool | str | None = None
    after: bool | str | None = None


def differences(old: QuestionDraft, new: QuestionDraft) -> list[Change]:
    """Every change from old to new, in the order of the form; empty where there is none."""
    changes = [Change(Part.KIND, before=old.kind, after=new.kind)] if old.kind != new.kind else []
    changes += _text(Part.STEM, old.stem, new.stem)
    pairs = _paired(old.options, new.options)
    for before, after in pairs:
        changes += _option(before, after)
        belonged, belongs = _place(old, before), _place(new, after)
        if belonged != belongs and (option := after or before):
            changes.append(Change(Part.PLACE, option.letter, before=belonged, after=belongs))
    for number, (text, other) in enumerate(zip_longest(old.answers, new.answers, fillvalue=""), 1):
        changes += _text(Part.ANSWER, text, other, str(number))
    order = "".join(before.letter for before, after in pairs if before and after)
    if order != "".join(sorted(order)):
        now = [before.letter if before else "+" for before, after in pairs if after]
        was = [option.letter for option in old.options]
        changes.append(Change(Part.ORDER, before=" ".join(was), after=" ".join(now)))
    changes += _text(Part.EXPLANATION, old.explanation, new.explanation)
    if old.shuffle != new.shuffle:
        changes.append(Change(Part.SHUFFLE, before=old.shuffle, after=new.shuffle))
    return changes


def _place(draft: QuestionDraft, option: OptionDraft | None) -> str:
    """Where the option belongs, in words; "" in a choice question."""
    if option is None or option.place is None:
        return ""
    in_range = draft.kind is Kind.MATCHING and option.place <= len(draft.answers)
    return draft.answers[option.place - 1] if in_range else str(option.place)


def pieces(old: str, new: str) -> list[Piece]:
    """old and new as one text with what was removed and what was added."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            found.append(Piece(Fate.SAME, "".join(after[new_from:new_to])))
            continue
        if old_to > old_from:
            found.append(Piece(Fate.REMOVED, "".join(before[old_from:old_to])))
        if new_to > new_from:
            found.append(Piece(Fate.ADDED, "".join(after[new_from:new_to])))
    return found


def _text(part: Part, old: str, new: str, letter: str = "") -> list[Change]:
    return [] if old == new else [Change(part, letter, pieces(old, new))]


def _option(old: OptionDraft | None, new: OptionDraft | None) -> list[Change]:
    option = new or old
    if option is None:
        return []
    was_key = old.is_key if old else None
    is_key = new.is_key if new else None
    letter = option.letter
    changes = _text(Part.OPTION, old.text if old else "", new.text if new else "", letter)
    if bool(was_key) != bool(is_key):
        changes.append(Change(Part.KEY, letter, before=bool(was_key), after=bool(is_key)))
    was, now = (old.rationale if old else ""), (new.rationale if new else "")
    return changes + _text(Part.RATIONALE, was, now, letter)


def _paired(
    old: Sequence[OptionDraft], new: Sequence[OptionDraft]
) -> list[tuple[OptionDraft | None, OptionDraft | None]]:
    """Each new option with the old one that it was: by its text, else by its letter."""
    left = list(old)
    known: dict[int, OptionDraft] = {}
    for place, option in enumerate(new):
        same = next((other for other in left if other.text == option.text), None)
        if same is not None:
            left.remove(same)
            known[place] = same
    for place, option in enumerate(new):
        if place not in known:
            near = next((other for other in left if other.letter == option.letter), None)
            if near is not None:
                left.remove(near)
                known[place] = near
    found = [(known.get(place), option) for place, option in enumerate(new)]
    return [*found, *((option, None) for option in left)]
