"""Whether a paragraph that belongs to no question asks one, be it without a question mark."""

import re

_MARKED = re.compile(r"[?？؟][\s*_)\"'”’]*$|_{3,}", re.MULTILINE)
# "Ready to test yourself?" asks for no answer.
_GREETS = re.compile(
    r"\b(?:ready|how well|how much do you|how many did you|how did you|do you (?:know|remember)"
    r"|can you|did you|have you|test your)",
    re.IGNORECASE,
)
# No sentence is longer, and patterns take time that grows with the square of some of it.
_LONGEST = 1000
_EMPHASIS = re.compile(r"\*+|(?<!\w)_{1,2}(?=\w)|(?<=\w)_{1,2}(?!\w)")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])[*_)\"”’]*\s+(?=\W{0,3}[^\W\d_a-zа-я])")
_CUE = re.compile(
    r"[(\[][*_ ]*(?:select|choose|pick)\s+(?:\w+\s+)?(?:one|two|three|four|\d|all)\b[^)\]]*[)\]]"
    r"|\b(?:of|from|among)\s+the\s+following\b|^\W*true\s*(?:or|/)\s*false\b"
    r"|\bfill\s+in\s+the\s+(?:blank|gap)",
    re.IGNORECASE,
)
_WHICH = re.compile(
    r"^\W*(?:in\s+|for\s+|to\s+|with\s+|from\s+|on\s+|at\s+)?which\s+(?!(?:is|are|was|were|means|makes)\b)\w+\s+\w+"
    r"|^\W*what\s+(?:(?:is|are|was|were)\s+(?:the|an?)|do|does|did|should)\s+\w+"
    r"|^\W*(?:how|why|when|where)\s+(?:do|does|did|should|must)\s+\w+",
    re.IGNORECASE,
)
_TASK = re.compile(
    r"^\W*(?:please\s+)?(?:choose|select|pick|identify|name|mark|tick)\s+"
    r"(?:the|one|two|three|four|all|every|any|which|what)\b.{0,200}?"
    r"\b(?:that|which|who|whose|to|for|of|in|on|with|from|used|where|when)\b\s+\w",
    re.IGNORECASE | re.DOTALL,
)
# "Choose the best answer for each question." says how a quiz goes.
_RULES = re.compile(
    r"\b(?:answers?|questions?|letters?|links?|each|every|your|quiz|quizzes|tests?|exams?)\b",
    re.IGNORECASE,
)
# "What a rope is" is whole.
_UNFINISHED = re.compile(
    r"^(?!\W*(?:what|how|who|where)\b).*\w\s+(?:are|were|(?:is|was|be|by|called|named|known\s+as"
    r"|using|uses|means|provides|requires|stands\s+for)\s?[:–—-]?)$",
    re.IGNORECASE | re.DOTALL,
)


def seems_asked(paragraph: str) -> bool:
    """True where the words ask something, set a task to choose, or leave a sentence to complete."""
    if _GREETS.search(paragraph):
        return False
    return bool(_MARKED.search(paragraph)) or ends_in_a_task(paragraph)


def ends_in_a_task(paragraph: str) -> bool:
    """True where the last sentence, without a question mark, sets a task or is to be completed."""
    words = " ".join(_EMPHASIS.sub("", paragraph).split())
    last = _SENTENCE_END.split(words)[-1]
    if len(last) > _LONGEST:
        return False
    if _CUE.search(last) or _UNFINISHED.search(last):
        return not _RULES.search(last)
    return bool(_WHICH.match(last) or (_TASK.match(last) and not _RULES.search(last)))
