"""Runs of options: the lines that stand together as one question's choices."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from quizzes.formats.markdown.lines import Line, LineKind
from quizzes.formats.markdown.marks import (
    Answer,
    Choice,
    Cut,
    Head,
    HeadStyle,
    KeyLabel,
    Label,
    LabelKind,
    Mark,
    OptionStyle,
)
from quizzes.formats.words.cues import ends_asking

_ALPHABET_SPAN = 12


@dataclass(slots=True)
class Run:
    """Indexes of the lines on which options begin, in order."""

    at: list[int] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    lettered: bool = True
    marked: bool = False

    @property
    def start(self) -> int:
        return self.at[0]

    @property
    def end(self) -> int:
        return self.at[-1]

    @property
    def strong(self) -> bool:
        """Two options or more: enough to tell a question by."""
        return len(self.at) > 1


def find_runs(lines: Sequence[Line], marks: Sequence[Mark | None]) -> list[Run]:
    """All runs of a text, in order. A run of one is an "A" or a ticked box alone."""
    finder = _Finder()
    for i, line in enumerate(lines):
        finder.take(i, line, marks[i])
    finder.close()
    return finder.runs


class _Finder:
    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.run = Run()
        self.blank = False
        self.paragraph = False
        self.numbered = False
        self.column = 0

    def take(self, i: int, line: Line, mark: Mark | None) -> None:
        if isinstance(mark, Choice):
            self._choice(i, line, mark)
        elif line.kind is LineKind.BLANK:
            self.blank = True
        elif self._breaks(line, mark):
            self.close()
        elif line.kind is LineKind.TEXT:
            apart = line.column <= self.column and (self.blank or self._asks_anew(line))
            self.paragraph = self.paragraph or (apart and not line.body.startswith("!["))
            self.blank = False
        else:
            self.blank = False

    def close(self) -> None:
        first = self.run.letters[0] if self.run.letters else ""
        if self.run.strong or (self.run.at and (first.casefold() in ("", "a", "а", "α"))):
            self.runs.append(self.run)
        self.run = Run()
        self.paragraph = False

    def _choice(self, i: int, line: Line, mark: Choice) -> None:
        if not self._continues(mark):
            self.close()
        lettered = mark.style is OptionStyle.LETTER
        if not self.run.at:
            self.run.lettered = lettered
            self.column = line.column
        self.run.at.append(i)
        self.run.letters.append(mark.letter)
        self.run.marked = self.run.marked or bool(mark.marked)
        self.blank = self.paragraph = self.numbered = False

    def _continues(self, mark: Choice) -> bool:
        if not self.run.at:
            return True
        if self.run.lettered != (mark.style is OptionStyle.LETTER):
            return False
        last = self.run.letters[-1].casefold()
        letter = mark.letter.casefold()
        if not letter or not last:
            return not self.paragraph
        # A letter in small may be two, as that of ß is.
        step = ord(letter[0]) - ord(last[0])
        if self.paragraph:
            return step == 1
        if letter in (known.casefold() for known in self.run.letters):
            one = not (self.run.strong or self.numbered)
            return letter != self.run.letters[0].casefold() or one
        return abs(step) <= _ALPHABET_SPAN

    def _asks_anew(self, line: Line) -> bool:
        """True for a line that is no rest of the option right above it, though nothing parts them.

        Letters tell options apart by themselves; boxes do not."""
        if self.run.lettered or not self.run.strong:
            return False
        return line.column < self.column or line.body.startswith("**") or ends_asking(line.body)

    def _breaks(self, line: Line, mark: Mark | None) -> bool:
        if line.kind in (LineKind.HEADING, LineKind.RULE):
            return True
        if isinstance(mark, Cut | Answer):
            return True
        if isinstance(mark, Head):
            self.numbered = True
            outside = line.column < self.column
            beside = self.blank or line.column == self.column
            return mark.style is HeadStyle.LABEL or outside or (beside and not self.run.lettered)
        if isinstance(mark, Label):
            return mark.kind is not LabelKind.OPTIONS
        return isinstance(mark, KeyLabel) and not mark.weak
