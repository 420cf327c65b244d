"""The map of what is known: services, or their categories, by task statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from content.outline import Outline, TaskEntry
from studyapp.progress.mastery import Mastery
from studyapp.progress.sums import Bucket, Sum


@dataclass(frozen=True, slots=True)
class HeatRow:
    """The cells of a service, or of a category, which has no hue: one a task statement, None where
    the course has no such question."""

    name: str
    hue: int | None
    cells: Sequence[Sum | None]

    @property
    def masteries(self) -> tuple[Mastery | None, ...]:
        return tuple(None if cell is None else cell.mastery for cell in self.cells)


@dataclass(frozen=True, slots=True)
class HeatMap:
    columns: Sequence[TaskEntry]
    rows: Sequence[HeatRow]


def heat_map(outline: Outline, categories: Sequence[str], sums: Mapping[Bucket, Sum]) -> HeatMap:
    """Services, or categories where any are named, by task statements; only those rows and columns
    that hold a question."""
    kind = "category cell" if categories else "cell"
    cells = {(pk, task) for found, pk, task in sums if found == kind}
    tasks, held = {task for _pk, task in cells}, {pk for pk, _task in cells}
    columns = [t for domain in outline.domains for t in domain.tasks if t.id in tasks]
    rows: list[tuple[int, str, int | None]] = [
        (service.id, service.name, service.hue) for service in outline.services.values()
    ]
    if categories:
        names = enumerate(categories)
        rows = [(number, name or _("Other services"), None) for number, name in names]
    return HeatMap(
        columns,
        [
            HeatRow(name, hue, [sums.get((kind, pk, task.id)) for task in columns])
            for pk, name, hue in rows
            if pk in held
        ],
    )
