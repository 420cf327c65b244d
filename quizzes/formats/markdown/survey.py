"""Everything that the splitting of a text asks of its lines again and again, indexed once."""

from bisect import bisect_left
from collections.abc import Sequence

from quizzes.formats.markdown.heads import is_letters
from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import (
    Choice,
    Head,
    HeadStyle,
    KeyLabel,
    Label,
    LabelKind,
    Mark,
)
from quizzes.formats.markdown.runs import Run, find_runs
from quizzes.formats.words.keys import folded, is_bold_key, read_key


class Survey:
    """A text's lines and marks with the places of its runs, keys and numbered items.

    choices and items hold the options and the numbered items by their lines."""

    def __init__(self, lines: Sequence[Line], marks: Sequence[Mark | None]) -> None:
        self.lines = lines
        self.marks = marks
        self.runs = find_runs(lines, marks)
        self._run_starts = [run.start for run in self.runs]
        self.choices = {i: mark for i, mark in enumerate(marks) if isinstance(mark, Choice)}
        self.items = {
            i: mark
            for i, mark in enumerate(marks)
            if isinstance(mark, Head) and mark.style is HeadStyle.NUMBERED
        }
        self._numbered = list(self.items)
        self._keys: list[int] = []
        self._labels: list[int] = []
        self._explanations: list[int] = []
        self._bounds = [i for i, line in enumerate(lines) if line.kind is LineKind.RULE]
        for i, mark in enumerate(marks):
            if isinstance(mark, KeyLabel):
                self._labels.append(i)
                if not mark.weak and (mark.rest or self._letters_below(i)):
                    self._keys.append(i)
            elif isinstance(mark, Label) and mark.kind is not LabelKind.OPTIONS:
                self._labels.append(i)
                if mark.kind is LabelKind.EXPLANATION:
                    self._explanations.append(i)
                elif self._letters_below(i):
                    self._keys.append(i)

    def _letters_below(self, at: int) -> bool:
        """True where the next words below a bare label are letters: a key."""
        for i in range(at + 1, len(self.lines)):
            if self.lines[i].kind is not LineKind.BLANK:
                mark = self.marks[i]
                lettered = isinstance(mark, Choice) and bool(mark.letter) and not mark.marked
                is_key = is_letters(self.lines[i]) or is_bold_key(self.lines[i].body)
                return lettered or (mark is None and is_key)
        return False

    def runs_in(self, start: int, end: int) -> list[Run]:
        return self.runs[bisect_left(self._run_starts, start) : bisect_left(self._run_starts, end)]

    def first_strong(self, start: int, end: int) -> Run | None:
        at = bisect_left(self._run_starts, start)
        while at < len(self.runs) and self.runs[at].start < end:
            if self.runs[at].strong:
                return self.runs[at]
            at += 1
        return None

    def has_run(self, start: int, end: int) -> bool:
        at = bisect_left(self._run_starts, start)
        return at < len(self.runs) and self.runs[at].start < end

    def has_letter(self, start: int, end: int) -> bool:
        """True where an option with a letter begins in [start, end), be it the only one."""
        return any(run.lettered for run in self.runs_in(start, end))

    def has_key(self, start: int, end: int) -> bool:
        """True where a line in [start, end) says which options are right."""
        return _any_between(self._keys, start, end)

    def has_label(self, start: int, end: int) -> bool:
        """True where a line in [start, end) begins a key or an explanation."""
        return _any_between(self._labels, start, end)

    def has_explanation(self, start: int, end: int) -> bool:
        """True where a line in [start, end) begins an explanation."""
        return _any_between(self._explanations, start, end)

    def has_words(self, start: int, end: int) -> bool:
        """True where a line in [start, end) holds words, or begins an explanation."""
        return self.has_explanation(start, end) or bool(self.words(start, end))

    def key_letters(self, at: int) -> tuple[str, ...]:
        """The letters that the key on a line names, in order."""
        mark = self.marks[at]
        named = read_key(mark.rest).named if isinstance(mark, KeyLabel) else ()
        return tuple(sorted(folded(one.letter) for one in named))

    def has_rule(self, start: int, end: int) -> bool:
        return _any_between(self._bounds, start, end)

    def keys_in(self, start: int, end: int) -> Sequence[int]:
        """Lines in [start, end) that say which options are right."""
        return _between(self._keys, start, end)

    def labels_in(self, start: int, end: int) -> Sequence[int]:
        """Lines in [start, end) that begin a key or an explanation."""
        return _between(self._labels, start, end)

    def numbered_in(self, start: int, end: int) -> Sequence[int]:
        """Lines in [start, end) that are numbered items."""
        return _between(self._numbered, start, end)

    def rules_in(self, start: int, end: int) -> Sequence[int]:
        return _between(self._bounds, start, end)

    def words(self, start: int, end: int) -> str:
        """The plain lines of [start, end) that are no option, key or label."""
        plain = (
            self.lines[i].body
            for i in range(start, end)
            if self.lines[i].kind is LineKind.TEXT and not self._is_part(i)
        )
        return "\n".join(plain)

    def item_words(self, at: int) -> str:
        """The words of the numbered item that begins on a line, to the end of its paragraph."""
        mark = self.marks[at]
        words = [mark.rest] if isinstance(mark, Head) else []
        for i in range(at + 1, len(self.lines)):
            if self.lines[i].kind is not LineKind.TEXT or self.marks[i] is not None:
                break
            words.append(self.lines[i].body)
        return "\n".join(words)

    def paragraph_before(self, at: int, low: int) -> tuple[int, str]:
        """Where the last paragraph above a line begins, and its words; none above low."""
        at -= 1
        while at >= low and (self.lines[at].kind is not LineKind.TEXT or self._announces(at)):
            at -= 1
        end = at + 1
        while at >= low and self.lines[at].kind is LineKind.TEXT and not self._is_part(at):
            at -= 1
        return at + 1, "\n".join(self.lines[i].body for i in range(at + 1, end))

    def _announces(self, i: int) -> bool:
        mark = self.marks[i]
        return isinstance(mark, Label) and mark.kind is LabelKind.OPTIONS

    def _is_part(self, i: int) -> bool:
        mark = self.marks[i]
        return mark is not None and not (
            isinstance(mark, Head) and mark.style is HeadStyle.NUMBERED
        )


def _any_between(places: list[int], start: int, end: int) -> bool:
    at = bisect_left(places, start)
    return at < len(places) and places[at] < end


def _between(places: list[int], start: int, end: int) -> Sequence[int]:
    return places[bisect_left(places, start) : bisect_left(places, end)]
