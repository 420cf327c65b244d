"""The sections of a text that questions stand in, and the words by which a key names one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

from quizzes.formats.markdown.blocks import Block
from quizzes.formats.markdown.lines import LineKind
from quizzes.formats.markdown.survey import Survey
from quizzes.formats.markdown.texts import first_words

_WORD = re.compile(r"\w+")
# What a heading says of a key besides whose it is.
_OF_KEYS = re.compile(
    r"(?:and|answers?|chapter|correct|explanations?|for|keys?|of|rationales?|section|sheet"
    r"|solutions?|the|to|with)$"
)
NOBODY = -1


class Sections:
    """Where each section begins, by the number of its line in the survey, and what it is called.

    titles: those of the sections that are known beforehand, none for an answer key; further
    sections begin at headings that are part of no question."""

    def __init__(
        self, survey: Survey, blocks: Sequence[Block], titles: Mapping[int, Sequence[str]]
    ) -> None:
        self._paths: dict[int, Sequence[int]] = {}
        self._begins = sorted(titles)
        self._titled = {at for at, every in titles.items() if every}
        self._apart = [at for at in self._begins if at not in self._titled]
        filled = {self._begin(block.start) for block in blocks}
        self._empty = [
            begin
            for begin, end in pairwise([*self._begins, len(survey.lines)])
            if begin in self._titled
            and begin not in filled
            and first_words(survey.lines[begin:end])
        ]
        self._names = {at: [_words(title) for title in every] for at, every in titles.items()}
        starts, end = {block.start: block.end for block in blocks}, 0
        stack: list[tuple[int, int]] = []
        for i, line in enumerate(survey.lines):
            if i in titles:
                stack = [(0, i)]
            if i in starts:
                end = starts[i]
                self._paths[i] = tuple(at for _, at in stack)
            elif i >= end and line.kind is LineKind.HEADING:
                while stack and stack[-1][0] >= line.level:
                    stack.pop()
                stack.append((line.level, i))
                self._names[i] = [_words(line.body)]

    def path(self, at: int) -> Sequence[int]:
        """The sections of the question that begins at a line, the outermost first."""
        return self._paths.get(at, ())

    def holder(self, at: int) -> int | None:
        """Where the known section that holds a line begins; None for an answer key set apart."""
        begin = self._begin(at)
        return begin if begin in self._titled else None

    def last_key(self, at: int) -> int:
        """Where the last answer key set apart above the section of a line begins; 0 if none does.

        Whatever it holds, a later key is not for what stands above it."""
        above = bisect_left(self._apart, self._begin(at))
        return self._apart[above - 1] if above else 0

    def lacks(self, start: int, end: int) -> bool:
        """True where a known section that begins in [start, end) has words but no question."""
        return bisect_left(self._empty, start) < bisect_left(self._empty, end)

    def _begin(self, at: int) -> int:
        return self._begins[bisect_right(self._begins, at) - 1]

    def named(self, names: Sequence[str]) -> int | None:
        """The section that the headings above an answer name, the nearest first.

        NOBODY where they name one that is not here; None where they name none, or several."""
        for name in names:
            words = _words(name)
            if not words:
                continue
            found = self._called(words, whole=True) or self._called(words, whole=False)
            if len(found) == 1:
                return found[0]
            if not found and self._is_numbered_otherwise(words):
                return NOBODY
        return None

    def _called(self, words: Sequence[str], *, whole: bool) -> list[int]:
        """The sections called so; whole False: whose title begins so, with two words at least."""
        if not whole and len(words) < 2:
            return []
        end = None if whole else len(words)
        return [at for at, names in self._names.items() if words in [n[:end] for n in names]]

    def _is_numbered_otherwise(self, words: Sequence[str]) -> bool:
        """True for "Quiz 3" where there is a "Quiz 1"."""
        kind = _without_numbers(words)
        if not kind or kind == words:
            return False
        every = [name for names in self._names.values() for name in names]
        return any(_without_numbers(name) == kind != name for name in every)


def _words(title: str) -> list[str]:
    return [word for word in _WORD.findall(title.lower()) if not _OF_KEYS.match(word)]


def _without_numbers(words: Sequence[str]) -> list[str]:
    return [word for word in words if not word.isdigit() and len(word) > 1]
