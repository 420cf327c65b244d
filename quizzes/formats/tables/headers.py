"""What the columns of a table of questions are, by the names in its header row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from content.drafts import shown


class Role(StrEnum):
    """What a column holds; its value is the name that the project's own writers give it."""

    STEM = "question"
    OPTION = "option"
    LETTERS = "letters"
    KEY = "answer"
    MATCH = "match"
    EXPLANATION = "explanation"
    RATIONALE = "rationale"
    CODE = "id"
    NUMBER = "number"
    KIND = "kind"
    SERVICES = "services"
    TASK = "task"
    SECTION = "section"
    LEVEL = "level"
    SOURCE = "source"
    FACTS = "facts"
    SHUFFLE = "shuffle"
    PUBLISH = "publish"


NUMBERED = (Role.OPTION, Role.RATIONALE, Role.MATCH)
"""Roles that several columns have, told apart by a letter or a number."""

NAMES: Mapping[Role, Sequence[str]] = {
    Role.STEM: (
        "question", "questions", "question text", "question stem", "ques", "stem", "prompt", "item",
    ),
    Role.OPTION: (
        "option", "choice", "answer", "answer option", "answer choice", "response", "alternative",
        "opt",
    ),
    Role.LETTERS: ("letters",),
    Role.KEY: (
        "answer", "answers", "ans", "correct", "correct ans", "correct answer",
        "correct answers", "correct option", "correct options", "correct choice",
        "correct choices", "correct response",
        "correct responses", "right answer", "right answers", "right option", "key", "keys",
        "answer key", "solution", "correct index", "answer index", "correct answer index",
        "correct option index", "correct choice index", "correct option number",
        "correct answer number",
    ),
    Role.MATCH: ("match", "matching answer"),
    Role.EXPLANATION: (
        "explanation", "explanations", "answer explanation", "overall explanation", "feedback",
        "general feedback", "rationale", "reason", "reasoning", "justification",
    ),
    Role.RATIONALE: ("rationale", "explanation", "feedback", "reason", "why", "comment"),
    Role.CODE: ("id", "code", "question id", "identifier"),
    Role.NUMBER: ("number", "no", "nr", "question number", "question no", "q no"),
    Role.KIND: ("kind", "type", "question type", "question kind"),
    Role.SERVICES: ("services", "service"),
    Role.TASK: ("task", "task statement"),
    Role.SECTION: ("section",),
    Role.LEVEL: ("level", "difficulty"),
    Role.SOURCE: ("source", "source url", "reference url"),
    Role.FACTS: ("facts",),
    Role.SHUFFLE: ("shuffle",),
    Role.PUBLISH: ("publish",),
}  # fmt: skip
_ALONE = {name: role for role, names in NAMES.items() if role not in NUMBERED for name in names}
EXPECTED = "begin with a row such as “question, option a, option b, answer, explanation”"

_NOT_WORDS = re.compile(r"[\W_]+")
_SEAM = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_NUMBERED = re.compile(r"(?:(?P<name>.+?) )?(?P<mark>[a-z]|\d{1,2})")
_SQUEEZED = re.compile(r"(option|choice|answer|rationale|explanation)([a-h])")
_LONGEST_NAME = 60
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_OPTION_0 = re.compile(r"(?:answer )?(?:option|choice|opt|alternative|answer|response) 0")
# “0-3”, “1 to 4”, “0, 1, 2 or 3”, “zero-based”.
_COUNTED = re.compile(
    r"\b(?:0|zero|1|one)(?:\s*(?:[-–,/|]|\.\.|to\b)\s*\d|[\s-]*(?:based|indexed)\b)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's role and, where several have the same one, its place from 1."""

    role: Role
    place: int = 0


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table in order, None for one of no known name; `strange` are such names.

    problem says why questions cannot be read with it, or is empty. counts_from: the number of the
    first option in keys, None where the key's name does not say it; is_index: that name is one."""

    columns: Sequence[Column | None]
    strange: Sequence[str]
    problem: str
    counts_from: int | None = None
    is_index: bool = False

    @property
    def known(self) -> int:
        return sum(column is not None for column in self.columns)

    def place_of(self, role: Role) -> int:
        """Where the only column of a role that the header has stands, from 0."""
        return self.columns.index(Column(role))


def header_of(cells: Sequence[str]) -> Header:
    columns = [_column(cell) if len(cell) <= _LONGEST_NAME else None for cell in cells]
    named = zip(cells, columns, strict=True)
    strange = [cell.strip() for cell, column in named if column is None and cell.strip()]
    keys = (cell for cell, column in zip(cells, columns, strict=True) if column == Column(Role.KEY))
    key = next(keys, "")
    counted = _COUNTED.search(key)
    return Header(
        columns,
        strange,
        _problem(cells, columns),
        counts_from=int(counted[0][0] not in "0zZ") if counted else None,
        is_index="index" in _plain(key).split(),
    )


@lru_cache(maxsize=4096)
def _column(name: str) -> Column | None:
    """A name's column; what stands in brackets is part of the name, or says what cells hold."""
    return _called(_plain(name)) or _called(_plain(_ASIDE.sub(" ", name)))


def _called(words: str) -> Column | None:
    if words in _ALONE:
        return Column(_ALONE[words])
    numbered = _SQUEEZED.fullmatch(words) or _NUMBERED.fullmatch(words)
    if numbered is None:
        return None
    what, mark = numbered.groups()
    if what is None:
        return Column(Role.OPTION, ord(mark) - 96) if mark.isalpha() else None
    place = ord(mark) - 96 if mark.isalpha() else int(mark)
    roles = (role for role in NUMBERED if what in NAMES[role])
    return next((Column(role, place) for role in roles if 1 <= place <= 99), None)


def _plain(name: str) -> str:
    """A name's words in small letters: “Option_A”, “optionA” and “Option A” are one."""
    if name.strip() == "#":
        return "no"
    words = _NOT_WORDS.sub(" ", _SEAM.sub(" ", name.replace("(s)", "s"))).casefold()
    return words.strip() if words.isascii() else ""


def _problem(cells: Sequence[str], columns: Sequence[Column | None]) -> str:
    first: dict[Column, str] = {}
    for cell, column in zip(cells, columns, strict=True):
        if column in first:
            return f"two columns are the same: “{shown(first[column])}” and “{shown(cell)}”"
        if column is not None:
            first[column] = cell
    roles = [column.role for column in columns if column is not None]
    if any(_OPTION_0.fullmatch(_plain(cell)) for cell in cells if len(cell) <= _LONGEST_NAME):
        return "the options are numbered from 0, and here from 1"
    if Role.STEM not in roles:
        return "no column for the question"
    if roles.count(Role.OPTION) < 2:
        return "fewer than two columns for options"
    if Role.KEY not in roles:
        return "no column for the answer"
    return ""
