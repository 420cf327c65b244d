"""The TOML files that may stand beside a course's manifest."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from content.catalogue import CatalogueError
from content.discovery import Folder
from content.sources import Refused, decode
from quizzes.reading import unreadable
from quizzes.reports import Report

Entry = TypeVar("Entry")


def read_beside(
    folder: Folder, file: str, read: Callable[..., Sequence[Entry]], *, report: Report
) -> Sequence[Entry] | None:
    """What is in the file, and nothing where there is none.

    None where it is wrong, which the report then says, or where the folder is no course's. read is
    given the text, and as `path` how messages name it; it raises CatalogueError."""
    if folder.manifest is None:
        return None
    path, name = folder.manifest.with_name(file), shown_beside(folder, file)
    if not path.is_file():
        return ()
    try:
        return read(decode(path.read_bytes(), path=name), path=name)
    except OSError as error:
        report.problems.append(unreadable(name, error))
    except Refused as refused:
        report.problems.append(refused.problem)
    except CatalogueError as wrong:
        report.problems += wrong.problems
    return None


def shown_beside(folder: Folder, file: str) -> str:
    """The file as messages name it."""
    path = folder.root / file
    return folder.shown(path) if path.is_relative_to(folder.shown_from) else file
