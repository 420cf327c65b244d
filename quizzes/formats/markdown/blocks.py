"""Where each question begins and ends, and which lines are its options."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from quizzes.formats.markdown.chains import Items, is_within_list, lone_item
from quizzes.formats.markdown.marks import Head, HeadStyle
from quizzes.formats.markdown.options import surface
from quizzes.formats.markdown.regions import Region, find_regions
from quizzes.formats.markdown.runs import Run
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.ticks import tick
from quizzes.formats.words.asking import ends_in_a_task
from quizzes.formats.words.cues import asks, ends_asking, is_lead_in


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
            if own and not self._is_of_another(own) and not self._are_reasons(region.start, own):
                self.found[-1].options = own.at
                runs = runs[runs.index(own) + 1 :]
        for n, run in enumerate(runs):
            end = runs[n + 1].start if n + 1 < len(runs) else region.end
            if run.strong and not self._explains(run, end) and not self._is_checklist(run, end):
                self._start(run)
                if self._are_reasons(self.found[-1].start, run):
                    self.found[-1].options = ()
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
        lone = any(not run.strong for run in survey.runs_in(first + 1, second))
        asked = lone or asks(words) or ends_in_a_task(words)
        return apart or asked or survey.key_letters(first) != survey.key_letters(second)

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

    def _are_reasons(self, start: int, run: Run) -> bool:
        """True where a run stands below the key or the explanation of the question that begins at
        line start: then these are reasons, and its options are missing."""
        survey = self.survey
        keys = survey.keys_in(start, run.start)
        if not keys:
            return survey.has_explanation(start, run.start)
        head = survey.marks[start]
        stem = survey.words(start, keys[0])
        return bool(stem or (isinstance(head, Head) and head.rest))

    def _explains(self, run: Run, end: int) -> bool:
        """True where the run is a list of reasons under the question found last."""
        survey, low = self.survey, self._low()
        if not self.found:
            return False
        if not self.found[-1].options:
            start = self.found[-1].start
            labels = [start, *survey.labels_in(start, run.start)]
            apart = asks(survey.words(labels[-1] + 1, run.start)) or survey.has_key(run.end, end)
            return self._are_reasons(start, run) and not apart
        answered = survey.has_label(low, run.start) or self._marked()
        if survey.has_rule(low, run.start) or (run.lettered and not answered):
            return False
        keyed = survey.has_key(low, run.start) or self._marked()
        if keyed and survey.has_key(run.end, end):
            return False
        if self._next_item(run.start) is not None:
            return False
        at, words = survey.paragraph_before(run.start, low)
        alike = self._looks_alike(run)
        below_explanation = alike and survey.has_explanation(low, at)
        if words and not is_lead_in(words) and (asks(words) or below_explanation):
            return False
        explains = not run.marked
        bare = survey.lines[run.start].body[0] not in "-*+"
        self.found[-1].crowded |= explains and alike and bare and not is_lead_in(words)
        return explains

    def _is_checklist(self, run: Run, end: int) -> bool:
        """True for empty boxes that nothing asks about and no key answers."""
        if run.lettered or run.marked or self.survey.has_key(run.end, end):
            return False
        words = self.survey.words(self._low(), run.start)
        return not asks(words) and not self.survey.numbered_in(self._low(), run.start)

    def _looks_alike(self, run: Run) -> bool:
        """True where a run is set as the options of the question found last are."""
        lines = self.survey.lines
        own = lines[self.found[-1].options[0]].body
        return surface(own) == surface(lines[run.start].body)

    def _marked(self) -> bool:
        own = (self.survey.choices[i] for i in self.found[-1].options)
        return any(choice.marked or tick(choice.text) for choice in own)

    def _start(self, run: Run) -> None:
        """Begins the question that the run belongs to."""
        low = self._low()
        chain = self._chain(low, run.start)
        if chain:
            self._lost(low, chain[-1], before=self.survey.items[chain[-1]].number)
            own = Block(chain[-1], self.region.end, run.at, self.survey.items[chain[-1]])
            own.guessed = is_within_list(self.survey, own.start)
            self._add(own)
            return
        rules = self.survey.rules_in(low, run.start)
        if rules or not self.found:
            start = rules[-1] + 1 if rules else self.region.start
            item = lone_item(self.survey, start, run.start, last=self._last_number())
            start = start if item is None else item
            head = None if item is None else self.survey.items[item]
            self._add(Block(start, self.region.end, run.at, head))
            return
        start, _ = self.survey.paragraph_before(run.start, low)
        start = min(start, run.start)
        mark = self.survey.marks[start]
        head = mark if isinstance(mark, Head) else None
        self._add(Block(start, self.region.end, run.at, head, guessed=True))

    def _items(self, low: int, high: int) -> Sequence[int]:
        """The numbered items that may be heads: none where heads are of another kind."""
        places = self.survey.numbered_in(low, high)
        head = self.found[-1].head if self.found else None
        if head and head.style is not HeadStyle.NUMBERED:
            return ()
        lines = self.survey.lines
        column = lines[self.found[-1].start].column + 1 if head else 3
        return [i for i in places if lines[i].column <= column]

    def _chain(self, low: int, high: int) -> Sequence[int]:
        """The items that may be heads above a run: the last is its own, the others lost theirs."""
        rules = self.survey.rules_in(low, high)
        if rules and self.survey.words(rules[-1], high):
            low = rules[-1]
        places = self._items(low, high)
        if not places:
            after_label = self._next_item(high)
            return () if after_label is None else (after_label,)
        items = Items(self.survey, places, low=self._low(), high=high, above=self.region.start)
        return items.chain(found=bool(self.found), last=self._last_number())

    def _next_item(self, start: int) -> int | None:
        """The numbered item right above a run that goes on counting from the head found last.

        Where every item is numbered 1, so is the next."""
        last, number = self.found[-1] if self.found else None, self._last_number()
        if not (last and last.options and last.head and number is not None):
            return None
        at, words = self.survey.paragraph_before(start, self._low())
        mark = self.survey.marks[at]
        follows = isinstance(mark, Head) and mark.style is HeadStyle.NUMBERED and at < start
        if not follows or is_lead_in(words):
            return None
        listed = last.head.style is HeadStyle.NUMBERED
        wanted = {str(number + 1), "1"} if listed and number == 1 else {str(number + 1)}
        lines = self.survey.lines
        alike = surface(lines[last.options[0]].body) == surface(lines[start].body)
        counts = listed or last.head.style is HeadStyle.LABEL
        return at if alike and counts and self.survey.items[at].number in wanted else None

    def _last_number(self) -> int | None:
        head = self.found[-1].head if self.found else None
        return int(head.number) if head and head.number.isdigit() else None

    def _lost(self, low: int, high: int, *, before: str = "") -> None:
        """Adds the questions between two others that have a head or a key but no options.

        before: the number of the head that follows them."""
        survey = self.survey
        known = survey.keys_in(self.found[-1].start, low) if self.found else ()
        keys = [*known, *survey.keys_in(low, high)]
        places = self._items(low, high)
        ends = dict(zip(places, [*places[1:], high], strict=False))
        for i in places:
            head = self.survey.items[i]
            answered = not self.found or self._marked() or any(key < i for key in keys)
            own_key = answered and any(key > i for key in keys)
            last = self._last_number()
            is_next = last is not None and head.number == str(last + 1)
            skipped = is_next and before == str(int(head.number) + 1)
            first = is_next and answered and i == places[0]
            has_option = survey.has_run if is_next else survey.has_letter
            alone = (is_next or not self.found) and has_option(i, ends[i])
            if (
                own_key
                or skipped
                or first
                or alone
                or ((answered or is_next) and ends_asking(survey.item_words(i)))
            ):
                self._add(Block(i, self.region.end, (), head))
