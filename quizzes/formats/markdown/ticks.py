"""Signs behind an option that say whether it is right: `B) t ✅`, `t **(Correct)**`, `c) t ❌`."""

import re

_END = r"\s*(?:{signs}|(?P<open>\*\*|__|[*_])?[(\[](?:{words})[)\]](?(open)(?P=open)))\s*$"
_RIGHT = re.compile(
    _END.format(signs="[✅✔☑✓]\ufe0f?", words=r"correct(?:\s+answer)?"), re.IGNORECASE
)
_WRONG = re.compile(_END.format(signs="[❌✗✘✖]\ufe0f?", words="incorrect|wrong"), re.IGNORECASE)


def tick(text: str) -> bool | None:
    """What the sign behind an option's text says; None where there is none, or no other text."""
    for pattern, says in ((_RIGHT, True), (_WRONG, False)):
        found = pattern.search(text)
        if found and text[: found.start()].strip():
            return says
    return None


def without_tick(text: str) -> str:
    """An option's text without the sign behind it."""
    return text if tick(text) is None else _WRONG.sub("", _RIGHT.sub("", text))
