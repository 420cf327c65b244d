"""Which of the numbered items above some options is their question's head, and which are steps."""

from collections.abc import Sequence

from quizzes.formats.markdown.heads import item_surface
from quizzes.formats.markdown.marks import Head, HeadStyle
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.words.cues import asks


class Items:
    """The numbered items at some lines, places, above the options that begin at line high.

    low is the first line that does not surely belong to the question before; above, the first of
    the region."""

    def __init__(
        self, survey: Survey, places: Sequence[int], *, low: int, high: int, above: int
    ) -> None:
        self.survey = survey
        self.low, self.high, self.above = low, high, above
        # Those above the last key or explanation have lost their options.
        labels = survey.labels_in(places[0], high)
        self.places = [at for at in places if labels and at > labels[-1]] or places
        self.numbers = [int(survey.items[at].number) for at in self.places]

    def chain(self, *, found: bool, last: int | None) -> Sequence[int]:
        """Heads that follow each other: the last is the options' own, the others lost theirs.

        found: whether a question stands above in the region; last is its number."""
        places, numbers = self.places, self.numbers
        if (own := self._restarted(found=found, last=last)) is not None:
            return (own,)
        asking = [n for n, at in enumerate(places) if asks(self.survey.item_words(at))]
        if len(asking) == 1:
            # An item of the same number further down begins another list: it is no step.
            first = max(n for n, number in enumerate(numbers) if number == numbers[asking[0]])
        elif last is not None and last + 1 in numbers:
            first = _successor(numbers, last + 1)
        elif last is not None or len(set(numbers)) == 1:
            first = len(numbers) - 1
        elif self._is_tight_list():
            return ()
        else:
            first = 0
        upto = first
        while upto + 1 < len(numbers) and numbers[upto + 1] == numbers[upto] + 1:
            upto += 1
        return places[first : upto + 1]

    def _restarted(self, *, found: bool, last: int | None) -> int | None:
        """The item right above the options that goes on from no list above it: it begins to count
        anew as the question before did, or is set otherwise than the steps before it."""
        places, numbers = self.places, self.numbers
        if len(places) < 2 or not (found or self.survey.has_label(self.low, self.high)):
            return None
        begins = numbers[-1] == 1 and numbers[-2] > 1 and last in (None, 1)
        before, own = (item_surface(self.survey.lines[at].body) for at in places[-2:])
        if not begins and before == own:
            return None
        at, _ = self.survey.paragraph_before(self.high, self.low)
        return places[-1] if at == places[-1] else None

    def _is_tight_list(self) -> bool:
        """True for steps that a paragraph above them introduces."""
        first = self.places[0]
        start, words = self.survey.paragraph_before(first + 1, self.above)
        together = self.places[-1] - first == len(self.places) - 1
        above = self.survey.words(self.above, first)
        return together and len(self.places) > 1 and bool(above or (words and start < first))


def is_within_list(survey: Survey, at: int) -> bool:
    """True for an item right below another, which may be a step and no question's head."""
    above = survey.marks[at - 1] if at else None
    return isinstance(above, Head) and above.style is HeadStyle.NUMBERED


def lone_item(survey: Survey, start: int, end: int, *, last: int | None) -> int | None:
    """The numbered item that the lines [start, end) begin with, if it is no list of steps.

    last: the number of the question above."""
    places = survey.numbered_in(start, end)
    if not places or survey.words(start, places[0]):
        return None
    follows = last is not None and survey.items[places[0]].number == str(last + 1)
    return places[0] if len(places) == 1 or follows else None


def _successor(numbers: Sequence[int], wanted: int) -> int:
    """The place of a head's number: where steps begin anew behind it, or else its last place."""
    places = [n for n, number in enumerate(numbers) if number == wanted]
    return next((n for n in places if numbers[n + 1 : n + 2] == [1]), places[-1])
