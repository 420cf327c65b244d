"""Which question each entry of an answer key is for, told by its number, its place and its name."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from quizzes.formats.markdown.answers import AnswerKey, Entry
from quizzes.formats.markdown.parts import Parts
from quizzes.formats.markdown.sections import Sections
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.taking import take_answer

_ZEROS = re.compile(r"^0+(?=.)")


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
    keys: Sequence[AnswerKey], placed: Sequence[Placed], sections: Sections, whole: Survey
) -> Iterator[Parts]:
    """Gives the questions what the answer keys say; yields the entries that fit none.

    whole: the text with its answer keys in it."""
    server = _Server(placed, sections, whole)
    starts = [one.at for one in placed]
    above = 0
    for key in keys:
        # A key is for what stands between the one above and itself, in the quiz that holds it if
        # one does; else for what that one is for.
        low = max(above, sections.begin(key.start))
        reach = placed[bisect_left(starts, low) : bisect_left(starts, key.start)]
        if reach:
            server.reach(reach)
        above = key.end
        yield from server.serve(key)


class _Server:
    def __init__(self, placed: Sequence[Placed], sections: Sections, whole: Survey) -> None:
        self.sections = sections
        self.whole = whole
        self.everywhere = _by_number(placed)
        self.restarts = any(
            number and len(bearers) > 1 for number, bearers in self.everywhere.items()
        )
        self.reach(placed)

    def reach(self, placed: Sequence[Placed]) -> None:
        """Sets the questions that the keys from here on are for."""
        self.placed = placed
        self.near = _by_number(placed)

    def serve(self, key: AnswerKey) -> Iterator[Parts]:
        """Gives what one key says; yields the entries that fit no question."""
        line = self.whole.lines[key.start].number
        near = self._near()
        unnamed = [entry for entry in key.entries if self.sections.named(entry.names) is None]
        numbers = [_plain(entry.key.number) for entry in unnamed]
        problem = ""
        if key.is_line and sorted(numbers) != sorted(near):
            what = f"the answers in line {line} do not name each question above them once"
            problem = f"{what} – name each by its number, or write each key below its question"
        elif shared := next((n for n in numbers if _are_apart(near.get(n, ()))), ""):
            what = f"the answer key in line {line} may be for this section or for another"
            problem = (
                f"{what}: each has a question {shared} – put each section's key right below it, "
                "or name the section above its answers"
            )
        for entry in key.entries:
            section = self.sections.named(entry.names)
            if section is not None:
                every = self.everywhere.get(_plain(entry.key.number), ())
                yield from self._give(entry, [one for one in every if section in one.path])
            else:
                bearers = self._bearers(_plain(entry.key.number), near)
                yield from self._give(entry, bearers, problem=problem)

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
        elsewhere = () if self.restarts and near else self.everywhere.get(number, ())
        return near.get(number, ()) or elsewhere

    def _give(
        self, entry: Entry, bearers: Sequence[Placed], *, problem: str = ""
    ) -> Iterator[Parts]:
        answer = take_answer(self.whole, entry.start, entry.end, key=entry.key)
        if not bearers:
            answer.number = entry.key.number
            answer.problem = (
                f"the answer key names question {entry.key.number}, which is not here – "
                "check the number, and that the question has a head"
            )
            yield answer
            return
        if len(bearers) > 1 and not problem:
            problem = (
                f"{len(bearers)} questions bear the number {entry.key.number}, so the answer "
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
