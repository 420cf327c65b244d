"""Signs beside an option that say whether it is right: `B) t ✅`, `t **(Correct)**`, `c) ❌ t`."""

import re

_MAY_SAY = re.compile(r"[(\[✅✔☑✓❌✗✘✖]")
_BRACKETS = r"(?P<open>\*\*|__|[*_])?[(\[](?:{words})[)\]](?(open)(?P=open))"
_SIGN = rf"(?:{{signs}}|{_BRACKETS})"
_RIGHT = {"signs": "[✅✔☑✓]\ufe0f?", "words": r"correct(?:\s+answer)?"}
_WRONG = {"signs": "[❌✗✘✖]\ufe0f?", "words": "incorrect|wrong"}
_SAYS = [
    (re.compile(form.format(sign=_SIGN.format(**words)), re.IGNORECASE), says)
    for words, says in ((_RIGHT, True), (_WRONG, False))
    for form in (r"{sign}$", r"^{sign}\s*(?=[^\W_]|\S*[^\W_])")
]


def tick(text: str) -> bool | None:
    """What the sign beside an option's text says; None where there is none, or no other text."""
    text = text.strip()
    if not _MAY_SAY.search(text):
        return None
    for pattern, says in _SAYS:
        found = pattern.search(text)
        if found and (text[: found.start()] + text[found.end() :]).strip():
            return says
    return None


def without_tick(text: str) -> str:
    """An option's text without the sign beside it."""
    if tick(text) is None:
        return text
    for pattern, _ in _SAYS:
        text = pattern.sub("", text.strip()).rstrip()
    return text
