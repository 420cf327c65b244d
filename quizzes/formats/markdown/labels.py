"""The words that announce a key, an explanation or the options, in the clear or in a summary."""

import re

from quizzes.drafts import Kind
from quizzes.formats.markdown.marks import KeyLabel, Label, LabelKind
from quizzes.formats.markdown.places import kind_of_places
from quizzes.formats.words.keys import only_letters

_RIGHT = (
    r"correct|right|suggested|expected|proper|best|правильный|верный|richtige|korrekte|正确|正確"
)
_ANSWER = (
    r"answers?|ans|ответы?|antwort(?:en)?|respuestas?|réponses?|respostas?|risposte?|risposta"
    r"|odpowied[źz]i?|答案|正解|答え"
)
_KEY = re.compile(
    rf"(?:the\s+)?(?:(?P<right>{_RIGHT})\s*)?"
    rf"(?:(?P<answer>{_ANSWER})|(?P<option>options?|choices?|responses?)"
    r"|(?P<soft>key|solution|lösung|correct))(?:\s*\(s\))?(?:\s+key)?"
    r"(?:\s+(?:to|for)\s+(?:question|q)\s*(?P<n>\d+)|\s+(?P<n2>\d+))?"
    r"(?P<close>[\s*_]*)"
    r"(?P<sep>[:：=]|[-–—](?=\s|[*_])|(?P<verb>is|are|est|ist|es)\b[:：]?|)[\s*_]*",
    re.IGNORECASE,
)
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
    r"(?:explanations?|rationales?|reason(?:ing)?|justification|feedback|why"
    r"|объяснение|пояснение|erklärung|explicación|explication|explicação|spiegazione"
    r"|解析|解説|解释)(?:\s*\((?:s|why)\))?"
    r"(?P<close>[\s*_]*)(?P<sep>[:：]|[-–—](?=\s)|)(?P<close2>[*_]*)\s*",
    re.IGNORECASE,
)
_OPTIONS = re.compile(
    r"(?:options|choices|answer\s+(?:options|choices)|possible\s+answers)[*_:：]*$", re.IGNORECASE
)
_REVEAL = re.compile(
    r"\W*(?:(?:click|tap|show|see|view|reveal|check|display|open|expand|hide|toggle|spoiler)\b.*"
    r"|(?:the\s+)?(?:answers?|solution|ответ|答案)"
    r"(?:\s*(?:&|and|\+|/|with)\s*(?:explanations?|rationale))?|explanations?)\W*$",
    re.IGNORECASE,
)
_LETTER_THEN_VERB = re.compile(r"[\s*_(]*(?:option\s+)?[A-J]\b")


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
    found = _KEY.match(words)
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
        return KeyLabel(rest, number) if strict and sep else None
    if found["verb"]:
        named = strict or _LETTER_THEN_VERB.match(rest)
        return KeyLabel(rest, number, weak=not strict) if named else None
    if sep or strict or closed:
        return KeyLabel(rest, number)
    return KeyLabel("", number) if not rest and apart else None


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
