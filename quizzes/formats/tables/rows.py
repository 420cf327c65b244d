"""A row of a table as a question, given what its columns are."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from content.drafts import shown
from quizzes.drafts import Kind, OptionDraft, Tags
from quizzes.formats.judging import Found, letter
from quizzes.formats.tables.guards import unguarded
from quizzes.formats.tables.headers import Column, Header, Role
from quizzes.formats.tables.keys import Choice, named_by, named_by_label, named_by_letter, paired

SINGLE = ("single", "single choice", "single answer", "single select", "single correct", "radio")
MULTIPLE = ("multiple", "multiple response", "multiple answer", "multiple answers", "multi select",
    "multiple select", "multiselect", "multiple correct", "checkbox", "checkboxes", "multi", "msq",
    "sata", "select all", "select all that apply")  # fmt: skip
EITHER = ("", "mc", "mcq", "multiple choice", "multichoice", "choice", "quiz", "objective", "judge",
    "boolean", "true false", "truefalse", "true or false", "tf", "t f", "yes no")  # fmt: skip
KINDS: Mapping[str, Kind | None] = {
    **dict.fromkeys(SINGLE, Kind.SINGLE),
    **dict.fromkeys(MULTIPLE, Kind.MULTIPLE),
    **dict.fromkeys(EITHER, None),
    **dict.fromkeys(("matching", "match"), Kind.MATCHING),
    **dict.fromkeys(("ordering", "order", "sequence"), Kind.ORDERING),
}
_LABEL = re.compile(r"\(?([A-Za-z])[.)]\s+\S")
_JOINT = re.compile(r"[-_/]")
_SWITCH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_LETTER = 8
_DIFFICULTY = re.compile(
    r"(?:very )?(?:easy|simple|medium|moderate|normal|hard|difficult|challenging)"
    r"|beginner|basic|intermediate|advanced|expert",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not blank. line: where it begins in the file, or its number in the sheet."""

    line: int
    cells: Sequence[str]


def question_of(row: Row, header: Header, *, path: str, first: int = 1) -> Found:
    """The question in a row, with every error that the row has.

    first: the number of the first option where the key names options by numbers."""
    found = Found(path, row.line)
    columns = header.columns
    if any(cell.strip() for cell in row.cells[len(columns) :]):
        found.errors.append(
            f"{len(row.cells)} cells where the header has {len(columns)} – put a text that holds "
            "the delimiter in quotation marks"
        )
    cells = {
        column: cell
        for column, cell in zip(columns, row.cells, strict=False)
        if column is not None and cell.strip()
    }
    _Reading(cells, found, first=first).read()
    return found


class _Reading:
    """One row's cells that hold something, by their column."""

    def __init__(self, cells: Mapping[Column, str], found: Found, *, first: int) -> None:
        self._cells, self._found, self._first = cells, found, first

    def read(self) -> None:
        found = self._found
        found.number, found.stem = self._word(Role.NUMBER), self._text(Role.STEM)
        found.explanation = self._text(Role.EXPLANATION)
        self._read_kind()
        self._read_tags()
        found.shuffle, found.publish = self._switch(Role.SHUFFLE), self._switch(Role.PUBLISH)
        places = [place for place, _cell in self._numbered(Role.OPTION)]
        found.options = [
            OptionDraft(
                letter=letter(place - 1),
                text=self._text(Role.OPTION, place),
                is_key=False,
                rationale=self._text(Role.RATIONALE, place),
            )
            for place in places
        ]
        self._check_labels()
        self._check_rationales(places)
        self._read_letters()
        matches = list(self._numbered(Role.MATCH))
        found.answers = [self._text(Role.MATCH, place) for place, _cell in matches]
        if found.answers and found.kind is not Kind.MATCHING:
            found.errors.append("matches in a question of another kind – name the kind “matching”")
        self._read_key(places, [place for place, _cell in matches])

    def _read_kind(self) -> None:
        word = " ".join(_JOINT.sub(" ", self._word(Role.KIND).casefold()).split())
        self._found.kind = KINDS.get(word)
        if word not in KINDS:
            self._found.type_name = shown(word)
            self._found.errors.append(
                f"unknown kind “{shown(word)}” – write one of {', '.join(Kind)}, or leave it out"
            )

    def _read_tags(self) -> None:
        level = self._word(Role.LEVEL)
        if level and level not in ("1", "2", "3"):
            # How hard a question is says nothing of its level, and is no mistake.
            told = self._found.notes if _DIFFICULTY.fullmatch(level) else self._found.hints
            told.append(f"the level is “{shown(level)}” – write 1, 2 or 3")
        self._found.tags = Tags(
            code=self._word(Role.CODE),
            services=self._names(Role.SERVICES),
            task=self._word(Role.TASK),
            section=self._word(Role.SECTION).lstrip("#"),
            level=int(level) if level in ("1", "2", "3") else None,
            source=self._word(Role.SOURCE),
            facts=self._names(Role.FACTS),
        )

    def _names(self, role: Role) -> tuple[str, ...]:
        names = self._word(role).replace(";", ",").replace("\n", ",").split(",")
        return tuple(name.strip() for name in names if name.strip())

    def _check_labels(self) -> None:
        """Options whose texts begin with their letters would be muddled elsewhere."""
        found = self._found
        labels = [_LABEL.match(option.text) for option in found.options]
        own = [label[1].upper() for label in labels if label]
        if found.shuffle is None and own and own == [option.letter for option in found.options]:
            found.shuffle = False
            found.hints.append(
                "the options' texts begin with letters, so the options keep their order – take the "
                "letters out"
            )

    def _check_rationales(self, places: Sequence[int]) -> None:
        for place, _cell in self._numbered(Role.RATIONALE):
            if place not in places:
                self._found.errors.append(
                    f"a rationale for option {letter(place - 1)}, which is empty – write the option"
                )

    def _read_letters(self) -> None:
        """The options' own letters, where the columns' are not what the author called them."""
        letters, options = self._word(Role.LETTERS).split(), self._found.options
        if not letters:
            return
        if len(letters) != len(options) or any(len(own) > _LETTER for own in letters):
            self._found.errors.append(
                f"{len(letters)} letters for {len(options)} options – write one for each, with a "
                "space between"
            )
            return
        named = zip(options, letters, strict=True)
        self._found.options = [replace(option, letter=own) for option, own in named]

    def _read_key(self, places: Sequence[int], matches: Sequence[int]) -> None:
        found, cell = self._found, self._text(Role.KEY)
        if found.errors:
            return
        pairs = zip(found.options, places, strict=True)
        choices = [
            Choice(option.letter, place - 1 + self._first, option.text) for option, place in pairs
        ]
        if found.kind is Kind.MATCHING:
            self._match(cell, choices, matches)
            return
        by = named_by_label if found.kind is Kind.ORDERING else named_by
        named = (named_by_letter if self._word(Role.LETTERS) else by)(cell, choices)
        if named.problem:
            found.errors.append(named.problem)
        if named.hint:
            found.hints.append(named.hint)
        if found.kind is Kind.ORDERING:
            order = {option: place for place, option in enumerate(named.places, 1)}
            self._change(lambda i, option: replace(option, place=order.get(i)))
        else:
            self._change(lambda i, option: replace(option, is_key=i in named.places))

    def _match(self, cell: str, choices: Sequence[Choice], matches: Sequence[int]) -> None:
        numbers = {number: i for i, number in enumerate(matches, 1)}
        pairs = paired(cell, choices)
        if pairs is None or not all(number in numbers for number in pairs.values()):
            self._found.errors.append(
                f"the answer “{shown(cell)}” does not say what belongs together – write each "
                "option's letter with the number of its match, as in “A-2, B-1”"
            )
            return
        belongs = {i: numbers[number] for i, number in pairs.items()}
        self._change(lambda i, option: replace(option, place=belongs.get(i)))

    def _change(self, made: Callable[[int, OptionDraft], OptionDraft]) -> None:
        self._found.options = [made(i, option) for i, option in enumerate(self._found.options)]

    def _numbered(self, role: Role) -> Iterator[tuple[int, str]]:
        own = ((column.place, cell) for column, cell in self._cells.items() if column.role is role)
        return iter(sorted(own))

    def _text(self, role: Role, place: int = 0) -> str:
        return unguarded(self._cells.get(Column(role, place), ""))

    def _word(self, role: Role) -> str:
        return self._text(role).strip()

    def _switch(self, role: Role) -> bool | None:
        word = self._word(role).casefold()
        if word and word not in _SWITCH:
            self._found.hints.append(f"{role} is “{shown(word)}” – write yes or no")
        return _SWITCH.get(word)
