"""What an exam's answers are worth: written from the rules, a second time, on purpose.

Nothing here comes from `quizzes`. Rules: a question is worth 1 when exactly its right options are
chosen, or each option is where it belongs, and 0 otherwise. With partial credit, a multiple
response is worth its right options less its wrong ones, as a share of the right ones there are and
never less than nothing; places are worth the share of options in theirs. No answer is worth 0. The
score is the mean over the questions that count; right counts those of them worth 1."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Answer = Mapping[int, int | None]


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as asked: the ids of its right options, or where each option belongs."""

    kind: str
    right: frozenset[int] = frozenset()
    places: tuple[tuple[int, int], ...] = ()


def mark(wording: Wording, answer: Answer, *, partial: bool) -> Fraction:
    if wording.places:
        fitting = sum(1 for option, place in wording.places if answer.get(option) == place)
        if fitting == len(wording.places):
            return Fraction(1)
        return Fraction(fitting, len(wording.places)) if partial else Fraction(0)
    if set(answer) == set(wording.right):
        return Fraction(1)
    if wording.kind == "single" or not partial:
        return Fraction(0)
    good = sum(1 for option in answer if option in wording.right)
    bad = len(answer) - good
    return Fraction(good - bad, len(wording.right)) if good > bad else Fraction(0)


def total(marks: Iterable[tuple[Fraction, bool]]) -> tuple[Fraction, int]:
    """The score and how many are right, of marks with whether each counts."""
    counting = [worth for worth, counts in marks if counts]
    if not counting:
        return Fraction(0), 0
    return sum(counting, Fraction(0)) / len(counting), counting.count(Fraction(1))


def read_answer(text: str) -> dict[int, int | None]:
    """An answer as the log of saves has it: option ids, each with `:place` where it took one."""
    answer: dict[int, int | None] = {}
    for part in filter(None, text.split(",")):
        option, colon, place = part.partition(":")
        answer[int(option)] = int(place) if colon else None
    return answer
