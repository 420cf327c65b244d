"""Whether words cite an option by its letter, so that the options must keep their order."""

import re
from collections.abc import Collection

from quizzes.formats.markdown.layout import without_code

_NAMED = re.compile(
    r"\b(?:options?|answers?|choices?|distractors?|alternatives?|statements?|letters?)\s+"
    r"[(\"'“*_]*([A-Z])(?![\w'’-]|[*_]*\w)",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?<![\w'’-])([A-Z])(?:\s*,\s*[A-Z])*\s*,?\s*(?:and|or|&|nor)\s+([A-Z])(?![\w'’+#-])"
)
_VERDICT = re.compile(
    r"(?<![\w'’.-])([A-Z])\s+(?:is|are|was|would\s+be|isn['’]t|is\s+not)\s+"
    r"(?:(?:also|not|the|an?|clearly|simply|partly|only)\s+)*"
    r"(?:in)?(?:correct|wrong|right|false|true|valid|best|answer|key|distractor)\b"
)
_SIGNED = re.compile(r"(?<![\w'’])\(?([A-Z])\)(?!\w)")
_BOLD = re.compile(r"(?:\*\*|__)([A-Z])[.:)]?(?:\*\*|__)")
_PATTERNS = (_NAMED, _PAIR, _VERDICT, _SIGNED, _BOLD)


def cited(text: str, letters: Collection[str]) -> str:
    """The first letter of an option that the text cites; empty where it cites none.

    letters: those that the options bear, in upper case. The article "A" is no citation."""
    words = without_code(text)
    for pattern in _PATTERNS:
        for found in pattern.finditer(words):
            if all(letter in letters for letter in found.groups()):
                return found[1]
    return ""
