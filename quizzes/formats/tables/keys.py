"""Which options a cell names: by letter, by number or by text, and never by a guess."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from content.drafts import shown
from quizzes.formats.words.keys import folded, read_key, same_words

_BETWEEN = re.compile(r"[,;/|&\s]+")
_BETWEEN_TEXTS = re.compile(r"[;|\n]")
_MOST = 100
_LONGEST = 2000
_PAIR = re.compile(r"(.+)-(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as a key may name it. number is its column's, as keys count."""

    letter: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """Places in the list of options, in the key's order. problem keeps the question out."""

    places: Sequence[int] = ()
    problem: str = ""
    hint: str = ""


def named_by(cell: str, choices: Sequence[Choice]) -> Named:
    """The options that a key names in any way; a problem where two ways differ, or none fits."""
    if not cell.strip():
        return Named()
    texts = _by_text(cell, choices)
    labels = named_by_label(cell, choices)
    if texts.places and labels.places and set(texts.places) != set(labels.places):
        what = f"the key “{shown(cell)}” names one option by its place and another by its text"
        return Named(problem=f"{what} – write the option's letter before its text, as in “B) …”")
    if labels.places:
        return labels
    if texts.places or texts.problem:
        return texts
    return _by_letter_and_text(cell, choices)


def named_by_label(cell: str, choices: Sequence[Choice]) -> Named:
    """The options whose letters, or else whose numbers, are all that the cell holds."""
    words = _words(cell)
    numbers = {str(choice.number): i for i, choice in enumerate(choices)}
    joined = list(words[0]) if len(words) == 1 and words[0].isupper() else []
    for labels, tried in (
        (_letters(choices), words),
        (_folded(choices), [folded(word) for word in words]),
        (_letters(choices), joined),
        (numbers, words),
    ):
        if tried and all(word in labels for word in tried):
            return Named(tuple(dict.fromkeys(labels[word] for word in tried)))
    return Named(problem=_unknown(cell))


def named_by_letter(cell: str, choices: Sequence[Choice]) -> Named:
    """The options whose letters stand in the cell, exactly so."""
    words = _words(cell)
    labels = _letters(choices)
    if all(word in labels for word in words):
        return Named(tuple(labels[word] for word in words))
    return Named(problem=_unknown(cell))


def paired(cell: str, choices: Sequence[Choice]) -> dict[int, int] | None:
    """Places of options with the numbers of their answers, as in “A-2, B-1”; None if it is not."""
    labels, pairs = _letters(choices), {}
    for word in _words(cell):
        pair = _PAIR.fullmatch(word)
        if pair is None or pair[1] not in labels or labels[pair[1]] in pairs:
            return None
        pairs[labels[pair[1]]] = int(pair[2])
    return pairs


def _words(cell: str) -> list[str]:
    return [word for word in _BETWEEN.split(cell) if word and word.casefold() != "and"]


def _letters(choices: Sequence[Choice]) -> dict[str, int]:
    return {choice.letter: i for i, choice in enumerate(choices)}


def _folded(choices: Sequence[Choice]) -> dict[str, int]:
    return {folded(choice.letter): i for i, choice in enumerate(choices)}


def _by_text(cell: str, choices: Sequence[Choice]) -> Named:
    texts = [same_words(choice.text) for choice in choices]
    for parts in ([cell], _BETWEEN_TEXTS.split(cell)):
        wanted = [same_words(part) for part in parts if part.strip()][:_MOST]
        found = [[i for i, text in enumerate(texts) if text == words] for words in wanted]
        if found and all(found):
            if any(len(bearers) > 1 for bearers in found):
                what = f"the key “{shown(cell)}” is the text of two options"
                return Named(problem=f"{what} – write the letter of the right one")
            return Named(tuple(dict.fromkeys(bearers[0] for bearers in found)))
    return Named()


def _by_letter_and_text(cell: str, choices: Sequence[Choice]) -> Named:
    """A key such as “B) Paris”. A text that is not the option's is worth a word."""
    whole = [i for i, c in enumerate(choices) if same_words(c.letter + c.text) == same_words(cell)]
    if len(whole) == 1:
        return Named(whole)
    labels, places, hint = _folded(choices), [], ""
    for named in read_key(" ".join(cell[:_LONGEST].split())).named:
        place = labels.get(folded(named.letter))
        if place is None:
            return Named(problem=_unknown(cell))
        wanted = same_words(choices[place].text)
        if not wanted.startswith(same_words(named.text)):
            if named.loose:
                return Named(problem=_unknown(cell))
            choice = choices[place]
            hint = (
                f"the key says “{shown(named.text)}” of option {choice.letter}, which reads "
                f"“{shown(choice.text)}” – make them agree"
            )
        places.append(place)
    if not places:
        return Named(problem=_unknown(cell))
    return Named(tuple(dict.fromkeys(places)), hint=hint)


def _unknown(cell: str) -> str:
    return (
        f"the key “{shown(cell)}” names no option – write the letter, the number or the whole text "
        "of each right one"
    )
