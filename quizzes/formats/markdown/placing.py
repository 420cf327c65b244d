"""The places that an order or matches give to a question's options."""

from collections.abc import Iterator, Sequence

from content.drafts import shown
from quizzes.drafts import Kind
from quizzes.formats.judging import Found
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.places import read_matches, read_order
from quizzes.formats.words.keys import folded, same_words

_MARKUP = "*_` "


def place_options(
    parts: Parts, letters: Sequence[str], texts: Sequence[str], found: Found
) -> dict[int, int]:
    """The place of each option that the keys name, counted from 1; see OptionDraft.place.

    What keeps the places from being whole goes into found."""
    if parts.keys or any(option.is_right for option in parts.options):
        found.errors.append("two keys that differ – leave the right one")
        return {}
    by_letter = {folded(letter): i for i, letter in reversed([*enumerate(letters)])}
    every = []
    for key in parts.placings:
        if key.kind is Kind.ORDERING:
            every.append(dict(_ordered(key.rest, by_letter, texts, found)))
        else:
            every.append(dict(_matched(key.rest, by_letter, len(parts.answers), found)))
    kinds = {key.kind for key in parts.placings}
    if not found.errors and (len(kinds) > 1 or any(places != every[0] for places in every)):
        found.errors.append("two keys that differ – leave the right one")
    return every[0]


def _ordered(
    words: str, by_letter: dict[str, int], texts: Sequence[str], found: Found
) -> Iterator[tuple[int, int]]:
    steps = read_order(words)
    if not steps:
        said = shown(words.strip(_MARKUP))
        what = f"the order “{said}” cannot be read" if said else "the order is empty"
        found.errors.append(f"{what} – write the letters, as in “**Correct Order: C, A, B**”")
    for place, step in enumerate(steps, start=1):
        at = by_letter.get(folded(step.letter))
        if at is None:
            found.errors.append(_unknown("order", step.letter, by_letter))
            continue
        said = same_words(step.text)
        if said and not same_words(texts[at]).startswith(said):
            found.doubts.append(
                f"the order says {step.letter} but “{shown(step.text)}”, and option {step.letter} "
                f"is “{shown(texts[at])}” – make them agree"
            )
        yield at, place


def _matched(
    words: str, by_letter: dict[str, int], answers: int, found: Found
) -> Iterator[tuple[int, int]]:
    pairs = read_matches(words)
    if not pairs:
        said = shown(words.strip(_MARKUP))
        what = f"the matches “{said}” cannot be read" if said else "no matches are given"
        found.errors.append(f"{what} – write “**Correct Matches: A-2, B-1**”")
    seen: set[str] = set()
    for letter, number in pairs:
        at = by_letter.get(folded(letter))
        if at is None:
            found.errors.append(_unknown("key", letter, by_letter))
            continue
        if folded(letter) in seen:
            found.errors.append(f"option {letter} is matched twice – give each letter once")
        if not 1 <= number <= answers:
            there = f"the answers are 1 to {answers}" if answers else "there are no answers"
            how = "write the answers above the key, each as “1) text”"
            found.errors.append(f"the key names answer {number}, and {there} – {how}")
        seen.add(folded(letter))
        yield at, number


def _unknown(what: str, letter: str, by_letter: dict[str, int]) -> str:
    borne = shown(", ".join(by_letter))
    return f"the {what} names {letter}, which no option bears – options are {borne}"
