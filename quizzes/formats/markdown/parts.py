"""The parts that a question's lines are taken apart into."""

from dataclasses import dataclass, field

from quizzes.formats.markdown.marks import Choice, Head, KeyLabel
from quizzes.formats.markdown.tags import NO_COMMENT, Comment
from quizzes.formats.words.keys import Key


@dataclass(slots=True)
class OptionPart:
    """An option's line with the text that goes on below it."""

    choice: Choice
    text: str


@dataclass(slots=True)
class Parts:
    """A question as found. line is its head's, or its first line's where it has no head.

    guessed: nothing marks where it begins; crowded: nor where it ends; problem: why an answer key
    cannot serve it; words: how many of its lines hold words; literals: guarded texts by the token
    that stands for them in the other texts; answers: those of a matching question; placings: keys
    that give an order or matches."""

    line: int
    head: Head | None = None
    number: str = ""
    stem: str = ""
    options: list[OptionPart] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    placings: list[KeyLabel] = field(default_factory=list)
    weak_keys: list[Key] = field(default_factory=list)
    explanation: str = ""
    comment: Comment = NO_COMMENT
    guessed: bool = False
    crowded: bool = False
    problem: str = ""
    words: int = 0
    literals: dict[str, str] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether a line says which options are right, or where they belong."""
        return bool(self.keys or self.placings)
