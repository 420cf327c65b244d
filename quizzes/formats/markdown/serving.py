"""Which question each entry of an answer key is for, told by its number, its place and its name."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.drafts import shown
from quizzes.formats.markdown.answers import AnswerKey, Entry
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.sections import Sections
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.taking import take_answer

_ZEROS = re.compile(r"^0+(?=.)")


@dataclass(frozen=True, slots=True)
class Stranger:
    """A numbered question without a key that stands outside of what is read, on a line."""

    line: int
    number: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A question with its first line and the sections that it stands in, the outermost first."""

    at: int
    parts: Parts
    path: Sequence[int]

    @property
    def number(self) -> str:
        return _plain(self.parts.number)

    @property
    def has_key(self) -> bool:
        return self.parts.answered or any(option.is_right for option in self.parts.options)


def serve(
    keys: Sequence[AnswerKey],
    placed: Sequence[Placed],
    sections: Sections,
    whole: Survey,
    strangers: Sequence[Stranger],
) -> Iterator[Parts]:
    """Gives the questions what the answer keys say; yields the entries that fit none.

    whole: the text with its answer keys in it."""
    server = _Server(placed, sections, whole)
    starts = [one.at for one in placed]
    above = 0
    for key in keys:
        # A key is for what stands between the one above and itself, in the quiz that holds it if
        # one does; else for what that one is for.
        holder = sections.holder(key.start)
        low = max(above, holder or 0, sections.last_key(key.start))
        reach = placed[bisect_left(starts, low) : bisect_left(starts, key.start)]
        if holder is not None:
            reach = reach or [one for one in placed if sections.holder(one.at) == holder]
        if reach or holder is not None:
            server.reach(reach, holder)
        others: Sequence[str] = ()
        if holder is None:
            first, last = whole.lines[low].number if low else 0, whole.lines[key.start].number
            others = [one.number for one in strangers if first <= one.line < last]
        above = key.end
        is_sure = holder is not None or not sections.lacks(low, key.start)
        yield from server.serve(key, others=others, is_sure=is_sure)


class _Server:
    def __init__(self, placed: Sequence[Placed], sections: Sections, whole: Survey) -> None:
        self.sections = sections
        self.whole = whole
        self.everywhere = _by_number(placed)
        self.restarts = any(
            number and len(bearers) > 1 for number, bearers in self.everywhere.items()
        )
        self.reach(placed)

    def reach(self, placed: Sequence[Placed], holder: int | None = None) -> None:
        """Sets the questions that the keys from here on are for, and the quiz that holds them."""
        self.placed, self.holder = placed, holder
        self.near = _by_number(placed)

    def serve(self, key: AnswerKey, *, others: Sequence[str], is_sure: bool) -> Iterator[Parts]:
        """Gives what one key says; yields the entries that fit no question.

        others: numbers of questions that it may be for and that are not to be read; is_sure: False
        where it may be for a section in which none can be found."""
        near = self._near()
        problem = self._problem(key, near, others=others, is_sure=is_sure)
        for entry in key.entries:
            section = self.sections.named(entry.names)
            if section is not None:
                every = self.everywhere.get(_plain(entry.key.number), ())
                yield from self._give(entry, [one for one in every if section in one.path])
            else:
                bearers = self._bearers(_plain(entry.key.number), near)
                yield from self._give(entry, bearers, problem=problem)

    def _problem(
        self,
        key: AnswerKey,
        near: Mapping[str, Sequence[Placed]],
        *,
        others: Sequence[str],
        is_sure: bool,
    ) -> str:
        """Why the entries that name no section cannot be told to be for the questions in reach."""
        line = self.whole.lines[key.start].number
        unnamed = [entry for entry in key.entries if self.sections.named(entry.names) is None]
        numbers = [_plain(entry.key.number) for entry in unnamed]
        if key.is_line and sorted(numbers) != sorted(near):
            what = f"the answers in line {line} do not name each question above them once"
            return f"{what} – name each by its number, or write each key below its question"
        shared = [n for n in numbers if _are_apart(near.get(n, ())) or n in others]
        nameless = {tuple(one.path) for one in near.get("", ()) if not one.has_key}
        named = {tuple(one.path) for number in numbers for one in near.get(number, ())}
        if shared:
            why = f"each has a question {shared[0]}"
        elif nameless and nameless != named:
            why = "one has a question without a number"
        elif not is_sure:
            why = "no question can be read in one"
        else:
            return ""
        what = f"the answer key in line {line} may be for this section or for another: {why}"
        return f"{what} – put each section's key right below it, or name it above its answers"

    def _near(self) -> Mapping[str, Sequence[Placed]]:
        """The questions in reach by number: those of the last section, where all others have keys
        of their own."""
        last = self.placed[-1].path if self.placed else ()
        others = [one for one in self.placed if one.path != last]
        if others and all(one.has_key for one in others):
            return _by_number([one for one in self.placed if one.path == last])
        return self.near

    def _bearers(self, number: str, near: Mapping[str, Sequence[Placed]]) -> Sequence[Placed]:
        """The questions of a number in reach; those elsewhere only where no number comes twice."""
        if number in near or "" in near or (self.restarts and near):
            return near.get(number, ())
        every, holder = self.everywhere.get(number, ()), self.holder
        return [one for one in every if holder in (None, self.sections.holder(one.at))]

    def _give(
        self, entry: Entry, bearers: Sequence[Placed], *, problem: str = ""
    ) -> Iterator[Parts]:
        answer = take_answer(self.whole, entry.start, entry.end, key=entry.key)
        number = shown(entry.key.number)
        if not bearers:
            answer.number = entry.key.number
            answer.problem = (
                f"the answer key names question {number}, which is not here – "
                "check the number, and that the question has a head"
            )
            yield answer
            return
        if len(bearers) > 1 and not problem:
            problem = (
                f"{len(bearers)} questions bear the number {number}, so the answer "
                "key cannot tell them apart – give each its own number"
            )
        for one in bearers:
            if problem:
                one.parts.problem = problem
            else:
                one.parts.take_answer(answer)


def _by_number(placed: Sequence[Placed]) -> Mapping[str, list[Placed]]:
    found: dict[str, list[Placed]] = {}
    for one in placed:
        found.setdefault(one.number, []).append(one)
    return found


def _are_apart(bearers: Sequence[Placed]) -> bool:
    return len({tuple(one.path) for one in bearers}) > 1


def _plain(number: str) -> str:
    return _ZEROS.sub("", number)
