"""What a line may be to a question: its head, an option, the key, the explanation's beginning.

Each is only a candidate: `regions` and `blocks` decide by what stands around it."""

from dataclasses import dataclass
from enum import Enum, auto

from quizzes.drafts import Kind


class HeadStyle(Enum):
    """How sure a head is: "Question 7" is one anywhere, a number or a heading only in its place."""

    LABEL = auto()
    NUMBERED_HEADING = auto()
    HEADING = auto()
    NUMBERED = auto()


@dataclass(frozen=True, slots=True)
class Head:
    """The start of a question. titled: what follows the label may be a title and not the stem."""

    style: HeadStyle
    number: str
    rest: str
    titled: bool = False


class OptionStyle(Enum):
    """How options are set: lettered, or with boxes that are ticked, or with buttons."""

    LETTER = auto()
    BOX = auto()
    RADIO = auto()
    CHECK = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """An option's line. marked: the line itself says that it is right; None where it cannot say.

    letter is empty where the line has none; odd is a mark that means nothing known."""

    style: OptionStyle
    letter: str
    text: str
    marked: bool | None = None
    odd: str = ""


@dataclass(frozen=True, slots=True)
class KeyLabel:
    """A line that says which options are right; rest is what follows the label.

    number names the question where the line does; weak: the words may be prose as well;
    kind: that of a question whose options take places, where the line gives such places."""

    rest: str
    number: str = ""
    weak: bool = False
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A numbered line above a key of matches: what an option may be matched with."""

    text: str


class LabelKind(Enum):
    """What a label announces."""

    EXPLANATION = auto()
    OPTIONS = auto()
    REVEAL = auto()


@dataclass(frozen=True, slots=True)
class Label:
    """A line that announces a part; rest is what follows on the same line."""

    kind: LabelKind
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """A line above which every question has ended."""


Mark = Head | Choice | KeyLabel | Answer | Label | Cut
