"""Where each question begins and ends, and which lines are its options."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quizzes.formats.markdown.cues import asks, is_lead_in
from quizzes.formats.markdown.marks import Head
from quizzes.formats.markdown.options import surface
from quizzes.formats.markdown.regions import Region, find_regions
from quizzes.formats.markdown.runs import Run
from quizzes.formats.markdown.survey import Survey


@dataclass(slots=True)
class Block:
    """One question's lines: [start, end); options are the indexes where its options begin.

    head is None where nothing names the question; guessed: nor does anything bound its stem;
    crowded: what may be another question's stands at its end."""

    start: int
    end: int
    options: Sequence[int] = ()
    head: Head | None = None
    guessed: bool = False
    crowded: bool = False


def find_blocks(survey: Survey) -> list[Block]:
    """The questions of a text, in order, none overlapping."""
    return [b for region in find_regions(survey) for b in _Splitter(survey, region).blocks()]


class _Splitter:
    """Finds the questions of one region."""

    def __init__(self, survey: Survey, region: Region) -> None:
        self.survey = survey
        self.region = region
        self.found: list[Block] = []

    def blocks(self) -> list[Block]:
        survey, region = self.survey, self.region
        runs = survey.runs_in(region.start, region.end)
        if region.head:
            self._add(Block(region.start, region.end, (), region.head))
            own = next((run for run in runs if run.strong), runs[0] if runs else None)
            if own and not self._is_of_another(own):
                self.found[-1].options = own.at
                runs = runs[runs.index(own) + 1 :]
        for n, run in enumerate(runs):
            end = runs[n + 1].start if n + 1 < len(runs) else region.end
            if run.strong and not self._explains(run, end):
                self._start(run)
        if self.found or survey.numbered_in(region.start, region.end):
            self._lost(self._low(), region.end)
        return [part for block in self.found for part in self._without_strays(block)]

    def _without_strays(self, block: Block) -> Iterator[Block]:
        """The block, cut above a second key with words between that has no options of its own."""
        survey = self.survey
        low = (block.options[-1] if block.options else block.start) + 1
        keys = survey.keys_in(low, block.end)
        stray = next((k for j, k in pairwise(keys) if self._is_stray(j, k)), None)
        if stray is None:
            yield block
            return
        start, _ = survey.paragraph_before(stray, low)
        start = min(start, stray)
        yield replace(block, end=start, crowded=True)
        yield Block(start, block.end, guessed=True)

    def _is_stray(self, first: int, second: int) -> bool:
        """True where the second key is not the first one said again."""
        survey = self.survey
        if not survey.has_words(first + 1, second):
            return False
        at, words = survey.paragraph_before(second, first + 1)
        apart = bool(words) and survey.has_explanation(first, at)
        return apart or asks(words) or survey.key_letters(first) != survey.key_letters(second)

    def _add(self, block: Block) -> None:
        if self.found:
            self.found[-1].end = block.start
        self.found.append(block)

    def _low(self) -> int:
        """The first line that does not surely belong to the question found last."""
        if not self.found:
            return self.region.start
        last = self.found[-1]
        return (last.options[-1] if last.options else last.start) + 1

    def _is_of_another(self, run: Run) -> bool:
        """True where the head has a key already and these options have one of their own."""
        survey, region = self.survey, self.region
        before = survey.has_key(region.start, run.start)
        return before and survey.has_key(run.end, region.end)

    def _explains(self, run: Run, end: int) -> bool:
        """True where the run is a list of reasons under the question found last."""
        if not self.found or not self.found[-1].options:
            return False
        survey, low = self.survey, self._low()
        answered = survey.has_label(low, run.start) or self._marked()
        if survey.has_rule(low, run.start) or (run.lettered and not answered):
            return False
        if survey.has_key(low, run.start) and survey.has_key(run.end, end):
            return False
        at, words = survey.paragraph_before(run.start, low)
        alike = self._looks_alike(run)
        below_explanation = alike and survey.has_explanation(low, at)
        if words and not is_lead_in(words) and (asks(words) or below_explanation):
            return False
        explains = run.lettered or not run.marked
        bare = survey.lines[run.start].body[0] not in "-*+"
        self.found[-1].crowded |= explains and alike and bare and not is_lead_in(words)
        return explains

    def _looks_alike(self, run: Run) -> bool:
        """True where a run is set as the options of the question found last are."""
        lines = self.survey.lines
        own = lines[self.found[-1].options[0]].body
        return surface(own) == surface(lines[run.start].body)

    def _marked(self) -> bool:
        marks = (self.survey.marks[i] for i in self.found[-1].options)
        return any(getattr(mark, "marked", None) for mark in marks)

    def _start(self, run: Run) -> None:
        """Begins the question that the run belongs to."""
        low = self._low()
        chain = self._chain(low, run.start)
        if chain:
            self._lost(low, chain[-1])
            self._add(Block(chain[-1], self.region.end, run.at, self._head(chain[-1])))
            return
        rules = self.survey.rules_in(low, run.start)
        if rules or not self.found:
            start = rules[-1] + 1 if rules else self.region.start
            self._add(Block(start, self.region.end, run.at))
            return
        start, _ = self.survey.paragraph_before(run.start, low)
        self._add(Block(min(start, run.start), self.region.end, run.at, guessed=True))

    def _chain(self, low: int, high: int) -> Sequence[int]:
        """The numbered items that may be heads above a run; the last is its own."""
        places = self.survey.numbered_in(low, high)
        if not places:
            return ()
        numbers = [int(self._head(i).number) for i in places]
        last = self._last_number()
        first = 0
        if last is not None and last + 1 in numbers:
            first = numbers.index(last + 1)
        elif last is not None or len(set(numbers)) == 1:
            first = len(numbers) - 1
        elif self._is_tight_list(places):
            return ()
        upto = first
        while upto + 1 < len(numbers) and numbers[upto + 1] == numbers[upto] + 1:
            upto += 1
        return places[first : upto + 1]

    def _is_tight_list(self, places: Sequence[int]) -> bool:
        """True for steps that a paragraph above them introduces."""
        start, words = self.survey.paragraph_before(places[0] + 1, self.region.start)
        together = places[-1] - places[0] == len(places) - 1
        above = self.survey.words(self.region.start, places[0])
        return together and len(places) > 1 and bool(above or (words and start < places[0]))

    def _last_number(self) -> int | None:
        head = self.found[-1].head if self.found else None
        return int(head.number) if head and head.number.isdigit() else None

    def _head(self, i: int) -> Head:
        head = self.survey.marks[i]
        assert isinstance(head, Head)  # noqa: S101
        return head

    def _lost(self, low: int, high: int) -> None:
        """Adds the questions between two others that have a head or a key but no options."""
        survey = self.survey
        known = survey.keys_in(self.found[-1].start, low) if self.found else ()
        keys = [*known, *survey.keys_in(low, high)]
        for i in survey.numbered_in(low, high):
            head = self._head(i)
            after_key = not self.found or self._marked() or any(key < i for key in keys)
            own_key = bool(self.found) and after_key and any(key > i for key in keys)
            last = self._last_number()
            is_next = last is not None and int(head.number) == last + 1
            if (after_key or is_next) and (own_key or asks(head.rest) or is_next):
                self._add(Block(i, self.region.end, (), head))
