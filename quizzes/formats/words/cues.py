"""What a stem's words ask for: whether they ask at all, and for how many answers."""

import re
from dataclasses import dataclass

_NUMBERS = {
    "one": 1, "1": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4,
    "five": 5, "5": 5, "six": 6, "6": 6,
}  # fmt: skip
_COUNT = r"(one|two|three|four|five|six|[1-6])\b"
_VERB = r"(?:select|choose|pick|mark|check|tick|identify|name|give)"
_EXACT = re.compile(
    rf"\b{_VERB}\s+(?:(?:only|exactly|any|up\s+to|the|best|correct|at\s+least)\s+)*{_COUNT}"
    rf"|\b(?:which|what)\s+(?:are\s+)?(?:the\s+)?{_COUNT}(?!\s+of\s+(?:these|the\s+following)\s+is)"
    rf"|[(\[]\W{{0,5}}{_COUNT}(?:\s+correct)?\s+(?:answers|options|choices)"
    rf"|\b{_COUNT}\s+(?:answers?|options|choices)\s+(?:are|is)\s+(?:correct|right)",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    rf"\b{_VERB}\s+(?:all|every|multiple|several|any|as\s+many)\b|\b(?:all|any)\s+that\s+apply\b"
    r"|\b(?:multiple|several|more\s+than\s+one)\s+(?:correct\s+)?(?:answers?|choices?|options|select)\b"
    r"|\bmulti(?:ple)?[- ](?:select|response|answers?)\b|\bwhich\s+of\s+.{0,60}\bare\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"\bsingle[- ](?:correct\s+)?(?:answer|choice|select)\b", re.IGNORECASE)
_ASKS = re.compile(r"[?？؟](?:[\s)*_\"'”’]|$)|_{3,}|\.\.\.\s*$|…\s*$")
_LEAD_IN = re.compile(
    r"\b(?:why|incorrect|wrong|other|rationales?|distractors?|(?:the|each)\s+options?)\b.{0,80}[:：?]\W*$",
    re.IGNORECASE,
)
_ALL_ABOVE = re.compile(r"\b(?:all|none|both|any|neither|either)\b.{0,80}\babove\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cue:
    """How many answers the words ask for; count is None where they say only "several"."""

    count: int | None


def asks(text: str) -> bool:
    """True where the words read as a question or as a task to choose."""
    return bool(_ASKS.search(text)) or cue(text) is not None


def ends_asking(text: str) -> bool:
    """True where the last sentence is a question, or says how many to choose."""
    return text.rstrip(' *_)"”').endswith(("?", "？", "؟")) or cue(text) is not None


def is_lead_in(text: str) -> bool:
    """True for words that announce why options are wrong or right."""
    return bool(_LEAD_IN.search(text))


def cue(text: str) -> Cue | None:
    """The cue in a stem, if it has one."""
    if exact := _EXACT.search(text):
        word = next(group for group in exact.groups() if group)
        return Cue(_NUMBERS[word.lower()])
    if _SINGLE.search(text):
        return Cue(1)
    return Cue(None) if _SEVERAL.search(text) else None


def depends_on_order(text: str) -> bool:
    """True for an option such as "all of the above", which has no sense elsewhere."""
    return bool(_ALL_ABOVE.search(text))
