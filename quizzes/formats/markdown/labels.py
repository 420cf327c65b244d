"""The words that announce a key, an explanation or the options, in the clear or in a summary."""

import re
from dataclasses import replace

from quizzes.drafts import Kind
from quizzes.formats.markdown.marks import KeyLabel, Label, LabelKind
from quizzes.formats.markdown.places import kind_of_places
from quizzes.formats.words.announcing import (
    ANSWER,
    EXPLANATION,
    HIDDEN,
    OPTIONS,
    RIGHT,
    RIGHT_BEHIND,
)
from quizzes.formats.words.keys import is_bold_key, only_letters, read_key

_KEY = re.compile(
    rf"(?:the\s+)?(?:(?P<right>{RIGHT})\s*)?"
    rf"(?:(?P<answer>{ANSWER})|(?P<option>options?|choices?|responses?)"
    r"|(?P<soft>key|solution|lösung|correct))(?:\s*\(s\))?(?:\s+key)?"
    rf"(?:\s+(?:{RIGHT_BEHIND})\b)?"
    r"(?:\s+(?:to|for)\s+(?:question|q)\s*(?P<n>\d+)|\s+(?P<n2>\d+))?"
    r"(?P<close>[\s*_]*)"
    r"(?P<sep>[:：=]|[-–—](?=\s|[*_])|(?P<verb>is|are|est|ist|es)\b[:：]?|)[\s*_]*",
    re.IGNORECASE,
)
_UNMARKED = re.compile(r"^[^\w(]+")
# What the words of a key begin with: most lines begin otherwise.
_FIRST_LETTERS = frozenset("abcdegjklopqrstабвгопđ정답答参正標标")
_VERDICT = re.compile(
    r"(?:option|answer|choice)\s+\(?([A-Ja-j])\)?\s+is\s+(?:the\s+)?(?:correct|right|best)\b",
    re.IGNORECASE,
)
_PLACES = re.compile(
    r"(?:the\s+)?(?:(?:correct|right|proper)\s+)"
    r"(?:(?P<order>order|sequence|ordering)|match(?:es|ings?)?|pair(?:s|ings?)?)"
    r"(?P<close>[\s*_]*)(?P<sep>(?:is|are)?[:：=]|[-–—](?=\s|[*_])|)[\s*_]*",
    re.IGNORECASE,
)
_EXPLANATION = re.compile(
    r"(?:(?:detailed|brief|full|answer|short|overall|general)\s+)*"
    rf"(?:{EXPLANATION})(?:\s*\((?:s|why)\))?"
    r"(?P<close>[\s*_]*)(?P<sep>[:：]|[-–—](?=\s)|)(?P<close2>[*_]*)\s*",
    re.IGNORECASE,
)
_OPTIONS = re.compile(rf"(?:{OPTIONS})[*_:：]*$", re.IGNORECASE)
_REVEAL = re.compile(
    r"\W*(?:(?:click|tap|show|see|view|reveal|check|display|open|expand|hide|toggle|spoiler)\b.*"
    r"|(?:the\s+)?(?:answers?|solution|ответ|答案)"
    r"(?:\s*(?:&|and|\+|/|with)\s*(?:explanations?|rationale))?|explanations?"
    rf"|[^?？:：]{{0,40}}(?:{HIDDEN})[^?？:：]{{0,40}})\W*$",
    re.IGNORECASE,
)
_LETTER_BEHIND = re.compile(r"[\s*_(]*(?:option\s+)?(?:[A-J]\b|[a-j][).])")


def label(words: str, *, apart: bool) -> KeyLabel | Label | None:
    """The label that a line's words begin with.

    apart: the line is a heading or set in bold, so that a label needs no colon."""
    if _OPTIONS.match(words.rstrip()):
        return Label(LabelKind.OPTIONS)
    return key_label(words, apart=apart) or _explanation(words, apart=apart)


def reveal_label(words: str) -> Label | None:
    """The label in a summary that only says where to click."""
    return Label(LabelKind.REVEAL) if _REVEAL.match(words) else None


def key_label(words: str, *, apart: bool) -> KeyLabel | None:
    """The label of a key, with what follows it."""
    if placed := _places_label(words, apart=apart):
        return placed
    if verdict := _VERDICT.match(words):
        return KeyLabel(verdict[1], weak=True)
    found = _KEY.match(words) if words[:1].lower() in _FIRST_LETTERS else None
    if not found or not (found["answer"] or found["soft"] or found["right"]):
        return None
    rest, sep, closed = words[found.end() :], found["sep"], bool(found["close"].strip())
    if not (sep or closed) and rest and not words[found.end() - 1].isspace():
        return None
    strict = only_letters(rest)
    number = found["n"] or (found["n2"] if sep else "") or ""
    if (sep or closed) and not strict and (kind := kind_of_places(rest)):
        return KeyLabel(rest, number, kind=kind)
    if found["soft"] and not found["right"]:
        if inner := key_label(_UNMARKED.sub("", rest), apart=False) if sep and rest else None:
            return replace(inner, number=inner.number or number)
        return KeyLabel(rest, number) if sep and (strict or _begins_with_key(rest)) else None
    if found["verb"]:
        named = strict or _LETTER_BEHIND.match(rest)
        return KeyLabel(rest, number, weak=not (strict or _is_sentence(rest))) if named else None
    if sep or strict or closed:
        return KeyLabel(rest, number)
    return KeyLabel("", number) if not rest and apart else None


def _begins_with_key(rest: str) -> bool:
    """True for letters alone in bold, the label's or their own: "B.** it hoists", "**B** – it"."""
    inside, ends, _ = rest.partition("**")
    return is_bold_key(rest) or bool(ends and rest.count("**") % 2 and only_letters(inside))


def _is_sentence(rest: str) -> bool:
    """True where a key in bold is all that a sentence says: "B**. It hoists", "c) a sail.** It"."""
    inside, ends, after = rest.partition("**")
    closed = bool(ends) and rest.count("**") % 2 and (inside.endswith(".") or after[:1] == ".")
    return bool(closed) and any(not one.loose for one in read_key(inside).named)


def _places_label(words: str, *, apart: bool) -> KeyLabel | None:
    """The label of a key that gives an order or matches."""
    found = _PLACES.match(words)
    if not found:
        return None
    rest, closed = words[found.end() :], bool(found["close"].strip())
    kind = Kind.ORDERING if found["order"] else Kind.MATCHING
    sure = found["sep"] or closed or (apart and not rest) or kind_of_places(rest) is kind
    return KeyLabel(rest, kind=kind) if sure else None


def _explanation(words: str, *, apart: bool) -> Label | None:
    found = _EXPLANATION.match(words)
    if not found:
        return None
    rest, closed = words[found.end() :], bool(found["close"].strip())
    if found["sep"] in (":", "：") or closed or (apart and (found["sep"] or not rest)):
        return Label(LabelKind.EXPLANATION, rest)
    return None
