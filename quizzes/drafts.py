"""Questions before they are stored: what every reader makes, every writer takes and sync stores."""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_CODE = re.compile(r"(?P<tick>`+|~~~+)(?P<code>.+?)(?P=tick)", re.DOTALL)
_NOT_WORDS = re.compile(r"[\W_]+")


class Kind(StrEnum):
    """How a question is answered: one key, all of several, an answer for each option, an order."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    MATCHING = "matching"
    ORDERING = "ordering"

    @property
    def is_choice(self) -> bool:
        """Whether options are chosen; else each option is given a place."""
        return self in (Kind.SINGLE, Kind.MULTIPLE)


class Status(StrEnum):
    """What became of a question in a file."""

    IMPORTED = "imported"
    WARNING = "warning"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """One option; letter is the author's, or the one its place gives. Texts are Markdown.

    place counts from 1 and is None in choice questions. In an ordering question it is where the
    option belongs; in a matching one it is the number of the answer that belongs to the option.
    is_key is False in both."""

    letter: str
    text: str
    is_key: bool
    rationale: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """What a question says of itself in its comment: slugs and codes as written, unchecked.

    section is an anchor in the same chapter; level runs from 1 (recall) to 3 (judgement); source is
    the address of a page that bears the key out; facts are ids in the course's register."""

    code: str = ""
    services: Sequence[str] = ()
    task: str = ""
    section: str = ""
    level: int | None = None
    source: str = ""
    facts: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class QuestionDraft:
    """One question as read. number is the author's label, never an identity.

    answers: a matching question's answers as Markdown, numbered from 1, of which several options
    may share one and some may belong to none; empty in all other kinds. shuffle is False where the
    words cite an option's letter, so the order must stay; publish is False where a warning says
    that a person should look first."""

    path: str
    line: int
    number: str
    kind: Kind
    stem: str
    options: Sequence[OptionDraft]
    explanation: str = ""
    tags: Tags = Tags()
    shuffle: bool = True
    publish: bool = True
    answers: Sequence[str] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """The letters of the key in the options' order; of an ordering question, in the right one.

        A matching question's are joined to their answers' numbers, as in "A-2"."""
        placed = [option for option in self.options if option.place is not None]
        if self.kind is Kind.MATCHING:
            return tuple(f"{option.letter}-{option.place}" for option in placed)
        if self.kind is Kind.ORDERING:
            placed.sort(key=lambda option: option.place or 0)
            return tuple(option.letter for option in placed)
        return tuple(option.letter for option in self.options if option.is_key)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in it that is Markdown."""
        options = (text for option in self.options for text in (option.text, option.rationale))
        return (self.stem, self.explanation, *options, *self.answers)

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of all that a learner may see of the question; tags are not part of it."""
        options = [
            [o.letter, o.text, o.is_key if o.place is None else o.place, o.rationale]
            for o in self.options
        ]
        words = [self.kind, self.stem, self.explanation, self.shuffle, options, *self.answers]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class QuestionReport:
    """What a reader says of one question: read, read with a warning, or refused, and why.

    draft is None exactly when the status is rejected. key holds letters as authored."""

    path: str
    line: int
    number: str
    status: Status
    kind: str
    options: int
    key: Sequence[str]
    reasons: Sequence[str]
    draft: QuestionDraft | None


def normal_stem(stem: str) -> str:
    """A stem less case, spacing and punctuation, for telling whether it is the same question.

    Code keeps all but its spacing: n++ is another question than ++n."""
    words, at = [], 0
    for code in _CODE.finditer(stem):
        words += [_normal(stem[at : code.start()]), "`", *code["code"].split(), "`"]
        at = code.end()
    return " ".join(filter(None, [*words, _normal(stem[at:])]))


def _normal(words: str) -> str:
    return _NOT_WORDS.sub(" ", words).casefold().strip()
