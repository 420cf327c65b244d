"""Questions as the rows of a table, such that reading the table gives them back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from quizzes.drafts import QuestionDraft
from quizzes.formats.format import Loss
from quizzes.formats.judging import judged, letter
from quizzes.formats.losses import losses
from quizzes.formats.tables.guards import guarded
from quizzes.formats.tables.headers import Column, Header, Role
from quizzes.formats.tables.rows import Row, question_of
from quizzes.formats.words.twins import twins_among

ALWAYS = (
    Column(Role.STEM),
    Column(Role.OPTION, 1),
    Column(Role.OPTION, 2),
    Column(Role.KEY),
    Column(Role.EXPLANATION),
)
_ORDER = (
    Role.CODE, Role.NUMBER, Role.KIND, Role.STEM, Role.OPTION, Role.LETTERS, Role.KEY, Role.MATCH,
    Role.EXPLANATION, Role.RATIONALE, Role.SERVICES, Role.TASK, Role.SECTION, Role.LEVEL,
    Role.SOURCE, Role.FACTS, Role.SHUFFLE, Role.PUBLISH,
)  # fmt: skip
_YES = {True: "yes", False: "no"}

Cells = dict[Column, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, every cell guarded, and what they do not hold."""

    rows: Sequence[Sequence[str]]
    losses: Sequence[Loss]


def table_of(drafts: Sequence[QuestionDraft]) -> Table:
    """The questions in a table with the columns that they need."""
    twins = twins_among(drafts)
    written, lost = [], []
    for i, draft in enumerate(drafts):
        cells, back = _written(draft, states_publish=i in twins)
        written.append(cells)
        if back is None:
            lost.append(Loss(i + 1, draft.tags.code, "written, but cannot be read as it stands"))
        else:
            lost += losses(draft, back, number=i + 1)
    used = {column for cells in written for column, cell in cells.items() if cell}
    columns = sorted(used.union(ALWAYS), key=lambda c: (_ORDER.index(c.role), c.place))
    rows = [[cells.get(column, "") for column in columns] for cells in written]
    return Table([[_name(column) for column in columns], *rows], tuple(lost))


def _name(column: Column) -> str:
    if column.role is Role.MATCH:
        return f"{column.role} {column.place}"
    return f"{column.role} {letter(column.place - 1).lower()}" if column.place else column.role


def _written(draft: QuestionDraft, *, states_publish: bool) -> tuple[Cells, QuestionDraft | None]:
    """The question's cells, which say no more than reading needs, and what reading gives."""
    cells = _plain(draft)
    back = _read(cells)
    if back is None or (back.options, back.key) != (draft.options, draft.key):
        cells[Column(Role.LETTERS)] = guarded(" ".join(option.letter for option in draft.options))
        back = _read(cells)
    if back is None:
        return cells, None
    if back.shuffle != draft.shuffle:
        cells[Column(Role.SHUFFLE)] = _YES[draft.shuffle]
    if states_publish or back.publish != draft.publish:
        cells[Column(Role.PUBLISH)] = _YES[draft.publish]
    return cells, replace(back, shuffle=draft.shuffle, publish=draft.publish)


def _plain(draft: QuestionDraft) -> Cells:
    tags = draft.tags
    texts = {
        Role.CODE: tags.code,
        Role.NUMBER: draft.number,
        Role.KIND: draft.kind.value,
        Role.STEM: draft.stem,
        Role.KEY: ", ".join(draft.key),
        Role.EXPLANATION: draft.explanation,
        Role.SERVICES: ", ".join(tags.services),
        Role.TASK: tags.task,
        Role.SECTION: tags.section,
        Role.LEVEL: str(tags.level or ""),
        Role.SOURCE: tags.source,
        Role.FACTS: ", ".join(tags.facts),
    }
    cells = {Column(role): guarded(text) for role, text in texts.items()}
    for i, option in enumerate(draft.options, 1):
        cells[Column(Role.OPTION, i)] = guarded(option.text, keep=True)
        cells[Column(Role.RATIONALE, i)] = guarded(option.rationale)
    for i, answer in enumerate(draft.answers, 1):
        cells[Column(Role.MATCH, i)] = guarded(answer, keep=True)
    return cells


def _read(cells: Cells) -> QuestionDraft | None:
    columns = list(cells)
    row = Row(1, [cells[column] for column in columns])
    return judged(question_of(row, Header(columns, (), ""), path="")).draft
