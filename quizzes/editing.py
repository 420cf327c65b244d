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


@dataclass(frozen=True, slots=True)
class Row:
    """An option as typed; place is its row in the form, whatever its order."""

    place: int
    text: str
    is_key: bool = False
    rationale: str = ""

    @property
    def is_blank(self) -> bool:
        return not (self.text or self.is_key or self.rationale)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, in the row at place (None: in the question as a whole); cited: a letter or text."""

    fault: Fault
    place: int | None = None
    cited: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A question's words as typed. rows stand in the options' order, blank ones left out."""

    stem: str
    rows: Sequence[Row]
    explanation: str = ""
    shuffle: bool = True

    @property
    def options(self) -> tuple[OptionDraft, ...]:
        """The options lettered by their place; a row without text is none."""
        written = [row for row in self.rows if row.text]
        return tuple(
            OptionDraft(LETTERS[place % 26], row.text, row.is_key, row.rationale)
            for place, row in enumerate(written)
        )

    def draft(self) -> QuestionDraft:
        """The words as write_version takes them, right or wrong as they are."""
        options = self.options
        several = sum(option.is_key for option in options) > 1
        return QuestionDraft(
            path="",
            line=0,
            number="",
            kind=Kind.MULTIPLE if several else Kind.SINGLE,
            stem=self.stem,
            options=options,
            explanation=self.explanation,
            shuffle=self.shuffle,
        )


def words_of(draft: QuestionDraft) -> Words:
    """A draft's words as if they had been typed."""
    rows = tuple(Row(i, o.text, o.is_key, o.rationale) for i, o in enumerate(draft.options))
    return Words(draft.stem, rows, draft.explanation, draft.shuffle)


def findings(words: Words) -> list[Finding]:
    """All that is wrong, in the order of the form; empty where the question may be asked."""
    found = [] if words.stem.strip() else [Finding(Fault.NO_STEM)]
    for row in words.rows:
        if row.is_key and not row.text:
            found.append(Finding(Fault.KEY_WITHOUT_TEXT, row.place))
        elif row.rationale and not row.text:
            found.append(Finding(Fault.RATIONALE_WITHOUT_TEXT, row.place))
    written = [row for row in words.rows if row.text]
    found += _repeated(written)
    keys = sum(row.is_key for row in words.rows)
    if len(written) < 2:
        found.append(Finding(Fault.ONE_OPTION if written else Fault.NO_OPTIONS))
    elif not keys:
        found.append(Finding(Fault.NO_KEY))
    elif all(row.is_key for row in written):
        found.append(Finding(Fault.ALL_KEYS))
    return found + (_bound_to_order(words) if words.shuffle else [])


def _repeated(rows: Sequence[Row]) -> list[Finding]:
    seen: dict[str, int] = {}
    found = []
    for row in rows:
        text = " ".join(row.text.split())
        text = text if "`" in text else text.casefold()
        if text in seen:
            found.append(Finding(Fault.SAME_TEXT, row.place, LETTERS[seen[text] % 26]))
        seen.setdefault(text, len(seen))
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
