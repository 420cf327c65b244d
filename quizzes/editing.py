"""A question as somebody types it: what is wrong with it, and the words it comes to."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from quizzes.drafts import Kind, OptionDraft, QuestionDraft
from quizzes.formats.words.citations import cited
from quizzes.formats.words.cues import depends_on_order

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
CODE_WORDS = 7
CODE_LENGTH = 60


class Fault(StrEnum):
    """What keeps a question from being asked."""

    NO_STEM = "no stem"
    NO_OPTIONS = "no options"
    ONE_OPTION = "one option"
    NO_KEY = "no key"
    ALL_KEYS = "all keys"
    SAME_TEXT = "same text"
    KEY_WITHOUT_TEXT = "key without text"
    RATIONALE_WITHOUT_TEXT = "rationale without text"
    STEM_CITES = "stem cites"
    OPTION_CITES = "option cites"
    RATIONALE_CITES = "rationale cites"
    EXPLANATION_CITES = "explanation cites"
    PLACE_WITHOUT_TEXT = "place without text"
    NO_PLACE = "no place"
    NO_SUCH_PLACE = "no such place"
    PLACE_TWICE = "place twice"
    NO_MATCH = "no match"
    NO_SUCH_ANSWER = "no such answer"
    FEW_ANSWERS = "few answers"
    SAME_ANSWER = "same answer"


@dataclass(frozen=True, slots=True)
class Row:
    """An option as typed; place is its row in the form, whatever its order. belongs: the right
    place of an option of an order, or the number of the row of its answer."""

    place: int
    text: str
    is_key: bool = False
    rationale: str = ""
    belongs: int | None = None

    @property
    def is_blank(self) -> bool:
        return not (self.text or self.is_key or self.rationale or self.belongs)


@dataclass(frozen=True, slots=True)
class Answer:
    """One of a matching question's answers as typed, by the number of its row from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, in the option's or the answer's row at place (None: in the question as a whole);
    cited: a letter, a number or a text."""

    fault: Fault
    place: int | None = None
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A question's words as typed. rows stand in the options' order; blank ones, and those of blank
    answers, are left out. kind: which of the choices it is, the keys tell."""

    stem: str
    rows: Sequence[Row]
    explanation: str = ""
    shuffle: bool = True
    kind: Kind = Kind.SINGLE
    answers: Sequence[Answer] = ()

    @property
    def options(self) -> tuple[OptionDraft, ...]:
        """The options lettered by their place; a row without text is none."""
        written = [row for row in self.rows if row.text]
        return tuple(
            OptionDraft(
                LETTERS[place % 26],
                row.text,
                row.is_key and self.kind.is_choice,
                row.rationale,
                self._place(row),
            )
            for place, row in enumerate(written)
        )

    def _place(self, row: Row) -> int | None:
        """Where the row's option belongs, its answer counted among those that were written."""
        if self.kind is not Kind.MATCHING:
            return None if self.kind.is_choice else row.belongs
        numbers = [answer.number for answer in self.answers]
        return numbers.index(row.belongs) + 1 if row.belongs in numbers else None

    def draft(self) -> QuestionDraft:
        """The words as write_version takes them, right or wrong as they are."""
        options = self.options
        several = sum(option.is_key for option in options) > 1
        choice = Kind.MULTIPLE if several else Kind.SINGLE
        return QuestionDraft(
            path="",
            line=0,
            number="",
            kind=choice if self.kind.is_choice else self.kind,
            stem=self.stem,
            options=options,
            explanation=self.explanation,
            shuffle=self.shuffle,
            answers=tuple(answer.text for answer in self.answers),
        )


def words_of(draft: QuestionDraft) -> Words:
    """A draft's words as if they had been typed."""
    rows = tuple(
        Row(i, o.text, o.is_key, o.rationale, o.place) for i, o in enumerate(draft.options)
    )
    answers = tuple(Answer(number, text) for number, text in enumerate(draft.answers, 1))
    return Words(draft.stem, rows, draft.explanation, draft.shuffle, draft.kind, answers)


def findings(words: Words) -> list[Finding]:
    """All that is wrong, in the order of the form; empty where the question may be asked."""
    found = [] if words.stem.strip() else [Finding(Fault.NO_STEM)]
    is_choice = words.kind.is_choice
    for row in words.rows:
        if row.is_key and is_choice and not row.text:
            found.append(Finding(Fault.KEY_WITHOUT_TEXT, row.place))
        elif row.belongs and not is_choice and not row.text:
            found.append(Finding(Fault.PLACE_WITHOUT_TEXT, row.place))
        elif row.rationale and not row.text:
            found.append(Finding(Fault.RATIONALE_WITHOUT_TEXT, row.place))
    written = [row for row in words.rows if row.text]
    found += [
        Finding(Fault.SAME_TEXT, written[at].place, LETTERS[first % 26])
        for at, first in _repeated([row.text for row in written])
    ]
    if len(written) < 2:
        found.append(Finding(Fault.ONE_OPTION if written else Fault.NO_OPTIONS))
    elif is_choice and not any(row.is_key for row in words.rows):
        found.append(Finding(Fault.NO_KEY))
    elif is_choice and all(row.is_key for row in written):
        found.append(Finding(Fault.ALL_KEYS))
    if words.kind is Kind.ORDERING:
        found += _misplaced(written)
    elif words.kind is Kind.MATCHING:
        found += _mismatched(written, words.answers)
    return found + (_bound_to_order(words) if words.shuffle else [])


def _repeated(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The places from 0 of texts that an earlier one is the same as, with the place of that one."""
    seen: dict[str, int] = {}
    found = []
    for place, typed in enumerate(texts):
        text = " ".join(typed.split())
        text = text if "`" in text else text.casefold()
        if text in seen:
            found.append((place, seen[text]))
        seen.setdefault(text, place)
    return found


def _misplaced(rows: Sequence[Row]) -> list[Finding]:
    """What is wrong with the places of an order's options."""
    first: dict[int, int] = {}
    found = []
    for at, row in enumerate(rows):
        if row.belongs is None:
            found.append(Finding(Fault.NO_PLACE, row.place, str(len(rows))))
        elif not 1 <= row.belongs <= len(rows):
            found.append(Finding(Fault.NO_SUCH_PLACE, row.place, str(len(rows))))
        elif first.setdefault(row.belongs, at) != at:
            letter = LETTERS[first[row.belongs] % 26]
            found.append(Finding(Fault.PLACE_TWICE, row.place, letter))
    return found


def _mismatched(rows: Sequence[Row], answers: Sequence[Answer]) -> list[Finding]:
    """What is wrong with a matching question's answers, and with what refers to them."""
    found = []
    numbers = {answer.number for answer in answers}
    for row in rows:
        if row.belongs is None:
            found.append(Finding(Fault.NO_MATCH, row.place))
        elif row.belongs not in numbers:
            found.append(Finding(Fault.NO_SUCH_ANSWER, row.place, str(row.belongs)))
    if len(answers) < 2:
        found.append(Finding(Fault.FEW_ANSWERS))
    for at, first in _repeated([answer.text for answer in answers]):
        number = str(answers[first].number)
        found.append(Finding(Fault.SAME_ANSWER, answers[at].number - 1, number))
    return found


def _bound_to_order(words: Words) -> list[Finding]:
    """What makes no sense once the options are shuffled."""
    letters = {option.letter for option in words.options}
    found = []
    if letter := cited(words.stem, letters):
        found.append(Finding(Fault.STEM_CITES, None, letter))
    for row in words.rows:
        if depends_on_order(row.text):
            found.append(Finding(Fault.OPTION_CITES, row.place, row.text))
        elif letter := cited(row.text, letters):
            found.append(Finding(Fault.OPTION_CITES, row.place, letter))
        if letter := cited(row.rationale, letters):
            found.append(Finding(Fault.RATIONALE_CITES, row.place, letter))
    if letter := cited(words.explanation, letters):
        found.append(Finding(Fault.EXPLANATION_CITES, None, letter))
    return found


def code_for(stem: str, taken: Collection[str]) -> str:
    """A code made of the stem's first words that is not taken; "question" where it has none."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:CODE_WORDS]
    base = "-".join(words)[:CODE_LENGTH].strip("-") or "question"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code
