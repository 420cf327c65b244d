"""Whether words cite an option by its letter, so that the options must keep their order."""

import re
from collections.abc import Collection
from functools import lru_cache

from quizzes.formats.words.code import without_code

_BLANK = re.compile(r"\n\s*\n")
_LETTER = re.compile(r"[^\W\d_]")
_L = r"([^\W\d_])(?![\w'’])"
_NAMED = re.compile(
    r"\b(?i:options?|answers?|choices?|distractors?|alternatives?|statements?|letters?) "
    rf"(?:(?:is|are) )?[(\"'“*_]*{_L}"
)
_PAIR = re.compile(
    rf"(?<![\w'’-]){_L}(?: ?, ?[^\W\d_](?!\w)){{0,8}} ?,? ?(?:and|or|&|nor) {_L}(?![+#-])"
)
_VERDICT = re.compile(
    rf"(?<![\w'’.-]){_L} (?:is|are|was|would be|isn['’]t|is not) "
    r"(?:(?:also|not|the|an?|clearly|simply|partly|only) ){0,4}"
    r"(?:in)?(?:correct|wrong|right|false|true|valid|best|answer|key|distractor)\b"
)
_SIGNED = re.compile(r"(?<![\w'’])\(?([^\W\d_])\)(?!\w)")
_COMPARED = re.compile(
    r"\b(?i:unlike|than|like|versus|vs\.?|except|besides|whereas|while|only|not|neither|either) "
    r"\(?([^\W\d_a-z])(?![\w'’+#-])"
)
_BOLD = re.compile(r"(?:\*\*|__)([^\W\d_])[.:)]?(?:\*\*|__)")


def cited(text: str, letters: Collection[str]) -> str:
    """The first letter of an option that the text cites; empty where it cites none.

    letters: those that the options bear, as written. The article "a" is no citation."""
    alone = _alone("".join(sorted(set(filter(_LETTER.fullmatch, letters)))))
    if alone is None or not alone.search(text):
        return ""
    paragraphs = (" ".join(p.split()) for p in _BLANK.split(without_code(text)))
    return next(filter(None, (_cited(p, letters) for p in paragraphs if alone.search(p))), "")


@lru_cache(maxsize=128)
def _alone(letters: str) -> re.Pattern[str] | None:
    """Finds one of the letters as a word of its own; quick, since it begins with the letter."""
    return re.compile(rf"[{letters}](?<![\w'’].)(?![\w'’])") if letters else None


def _cited(words: str, letters: Collection[str]) -> str:
    for pattern in (_NAMED, _PAIR, _VERDICT, _SIGNED, _COMPARED, _BOLD):
        for found in pattern.finditer(words):
            if not all(letter in letters for letter in found.groups()):
                continue
            if found[1] != "a" or pattern is _SIGNED:
                return found[1]
    return ""
