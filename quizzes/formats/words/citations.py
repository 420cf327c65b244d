"""Whether words cite an option by its letter, so that the options must keep their order."""

import re
from collections.abc import Collection

from quizzes.formats.words.code import without_code

_BLANK = re.compile(r"\n\s*\n")
_L = r"([^\W\d_])(?![\w'’])"
_ALONE = re.compile(rf"(?<![\w'’]){_L}")
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
    if not any(letter in letters for letter in _ALONE.findall(text)):
        return ""
    paragraphs = _BLANK.split(without_code(text))
    return next(filter(None, (_cited(" ".join(p.split()), letters) for p in paragraphs)), "")


def _cited(words: str, letters: Collection[str]) -> str:
    if not any(letter in letters for letter in _ALONE.findall(words)):
        return ""
    for pattern in (_NAMED, _PAIR, _VERDICT, _SIGNED, _COMPARED, _BOLD):
        for found in pattern.finditer(words):
            if not all(letter in letters for letter in found.groups()):
                continue
            if found[1] != "a" or pattern is _SIGNED:
                return found[1]
    return ""
