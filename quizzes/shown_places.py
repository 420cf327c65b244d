"""Matching and ordering questions as a learner is shown them, counted as `quizzes.places` says.

As in `quizzes.shown`, what tells the key is here only where it may be seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from quizzes.drafts import Kind
from quizzes.grading import Given
from quizzes.places import Layout, twice
from quizzes.wordings import OptionWords, Words

NOTHING = SafeString("")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PLAIN_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What an option may be given: an answer, or a place in an order, which has no HTML. number
    counts as the page does; text is what a list to choose from says."""

    number: int
    html: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """An option by its number on the page, and the number of the answer that it was given.

    text: its words without markup. fault: "missing" or "twice", where somebody should look again.
    state, right, rationale and what they show are empty until they may be seen; state is "key"
    where it belongs, else "wrong"."""

    number: int
    letter: str
    html: SafeString
    text: str
    given: int | None = None
    fault: str = ""
    state: str = ""
    right: int | None = None
    given_html: SafeString = NOTHING
    right_html: SafeString = NOTHING
    rationale: SafeString = NOTHING


def answers_of(words: Words, seen: Layout) -> tuple[AnswerRow, ...]:
    """All that an option may be given, in the order shown."""
    if words.kind is Kind.ORDERING:
        return tuple(AnswerRow(place, NOTHING, str(place)) for place in seen.answers)
    html = {answer.position: answer.html for answer in words.answers}
    return tuple(
        AnswerRow(number, html[place], f"{number}. {plain(html[place])}")
        for number, place in enumerate(seen.answers, 1)
    )


def asked(words: Words, seen: Layout, given: Given, *, refused: bool) -> tuple[PlacedRow, ...]:
    """The options before they are graded; refused: say what a whole answer lacks.

    An order shows each option in the place that it was given, and the others where there is room.
    """
    numbers = seen.posted(given)
    shared = twice(given) if words.kind is Kind.ORDERING else frozenset()
    by_id = {option.id: option for option in words.options}
    rows = []
    for number, pk in enumerate(seen.options, 1):
        fault = "twice" if pk in shared else "missing" if refused and pk not in given else ""
        html = by_id[pk].html
        letter = _letter(words, by_id[pk], number)
        rows.append(PlacedRow(number, letter, html, plain(html), numbers.get(number), fault))
    return tuple(_arranged(rows) if words.kind is Kind.ORDERING else rows)


def told(words: Words, seen: Layout, given: Given) -> tuple[PlacedRow, ...]:
    """The graded options with what was given and what is right; an order is the right one."""
    numbers = seen.posted(given)
    right = seen.posted(words.answer_key.places)
    html = {number: row.html for number, row in enumerate(answers_of(words, seen), 1)}
    by_id = {option.id: option for option in words.options}
    rows = []
    for number, pk in enumerate(seen.options, 1):
        option, place = by_id[pk], numbers.get(number)
        rows.append(
            PlacedRow(
                number=number,
                # Words that cite a letter are read now, and may tell the order.
                letter=option.letter if not words.shuffle else _letter(words, option, number),
                html=option.html,
                text=plain(option.html),
                given=place,
                state="key" if option.place and given.get(pk) == option.place else "wrong",
                right=right.get(number),
                given_html=html[place] if place else NOTHING,
                right_html=html.get(right.get(number, 0), NOTHING),
                rationale=option.rationale,
            )
        )
    if words.kind is Kind.ORDERING:
        rows.sort(key=lambda row: row.right or 0)
    return tuple(rows)


def _letter(words: Words, option: OptionWords, number: int) -> str:
    """What the page calls the option: in an order nothing, as its letters may be the right one."""
    if words.kind is Kind.ORDERING:
        return ""
    return LETTERS[(number - 1) % 26] if words.shuffle else option.letter


def _arranged(rows: Sequence[PlacedRow]) -> list[PlacedRow]:
    """Each row in the place that it was given, if it is free; the rest in those left."""
    held: dict[int, PlacedRow] = {}
    for row in rows:
        if row.given is not None:
            held.setdefault(row.given, row)
    rest = iter([row for row in rows if held.get(row.given or 0) is not row])
    return [held.get(place) or next(rest) for place in range(1, len(rows) + 1)]


def part(kind: Kind, states: Mapping[str, int], total: int) -> str:
    """How much of an answer was right, in words; states: how many options came to which state."""
    counts = {"right": states.get("key", 0), "total": total, "wrong": states.get("wrong", 0)}
    if kind is Kind.ORDERING:
        return _("%(right)d of %(total)d in the right place") % counts
    if kind is Kind.MATCHING:
        return _("%(right)d of %(total)d matched right") % counts
    return _("%(right)d of %(total)d right options, %(wrong)d wrong") % counts


@lru_cache(maxsize=4_096)
def plain(html: str) -> str:
    """HTML as one line of words, cut where it is long."""
    words = " ".join(unescape(strip_tags(html)).split())
    return Truncator(words).chars(PLAIN_CHARACTERS)
