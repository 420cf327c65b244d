"""The parts that a question's lines are taken apart into."""

from dataclasses import dataclass, field

from content.drafts import shown
from quizzes.formats.markdown.marks import Choice, Head, KeyLabel
from quizzes.formats.markdown.tags import NO_COMMENT, Comment
from quizzes.formats.words.keys import Key


@dataclass(slots=True)
class OptionPart:
    """An option's line with the text that goes on below it, and what a sign behind that says."""

    choice: Choice
    text: str
    ticked: bool = False

    @property
    def is_right(self) -> bool:
        """Whether the option itself says that it is right."""
        return bool(self.choice.marked) or self.ticked


@dataclass(slots=True)
class Parts:
    """A question as found. line is its head's, or its first line's where it has no head.

    guessed: nothing marks where it begins; crowded: nor where it ends; problem: why an answer key
    cannot serve it; words: how many of its lines hold words; literals: guarded texts by the token
    that stands for them in the other texts; answers: those of a matching question; placings: keys
    that give an order or matches; rest: the first line of what stands behind the rule that ends the
    question, left_out of what stands between the one above and this, left_below of a section below
    the last, unread of what looks like a question in these and is none, and absorbed of what looks
    like one at the end of the explanation; 0 where there is none.
    doubled: an option's line stands in the stem, apart from the others."""

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
    rest: int = 0
    left_out: int = 0
    left_below: int = 0
    unread: int = 0
    absorbed: int = 0
    doubled: bool = False
    literals: dict[str, str] = field(default_factory=dict)

    @property
    def answered(self) -> bool:
        """Whether a line says which options are right, or where they belong."""
        return bool(self.keys or self.placings)

    def take_answer(self, answer: "Parts") -> None:
        """Joins to the question what an answer key says of it."""
        self.keys.extend(answer.keys)
        self.placings.extend(answer.placings)
        self.weak_keys.extend(answer.weak_keys)
        self.literals.update(answer.literals)
        self.explanation = "\n\n".join(x for x in (self.explanation, answer.explanation) if x)

    def take_number(self, key: KeyLabel) -> None:
        """Notes it as a problem if a key names another question than this one."""
        if key.number and self.number and key.number.lstrip("0") != self.number.lstrip("0"):
            what = f"the key below question {shown(self.number)} is that of question"
            how = "correct the number, or give each question its key"
            self.problem = f"{what} {shown(key.number)} – {how}"
