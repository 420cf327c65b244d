"""Questions whether a statement is true, which are written without their two options."""

import re

_PAIRS = (
    ("True", "False"),
    ("Verdadero", "Falso"),
    ("Verdadeiro", "Falso"),
    ("Vrai", "Faux"),
    ("Vero", "Falso"),
    ("Wahr", "Falsch"),
    ("Richtig", "Falsch"),
    ("Верно", "Неверно"),
)
_WORD = re.compile(r"[^\W\d_]+")


def truth_options(key: str, *, asked: str) -> tuple[str, str] | None:
    """The two options of a question that asks which of two words is so, and whose key is one.

    None where the key is none of them, or where what is asked does not name both."""
    said = key.casefold().strip(" .!")
    pairs = [p for p in _PAIRS if said in (p[0].casefold(), p[1].casefold())]
    named = {word.casefold() for word in _WORD.findall(asked)} if pairs else set()
    return next((p for p in pairs if {p[0].casefold(), p[1].casefold()} <= named), None)
