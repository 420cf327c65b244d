"""Small files with one fault each: what a reader has to say of it, and of which line."""

from collections.abc import Sequence
from dataclasses import dataclass

Row = tuple[str | bytes, int, str]


@dataclass(frozen=True, slots=True)
class BadFile:
    """format names it as `quizzes.formats.known` does; reason stands in what the reader says.

    refused: nothing of the file can be read; else the question of that line is rejected.
    member: where in a package the fault is.
    sound: a question that may stand in front of the fault and behind it, and is read there."""

    format: str
    name: str
    data: bytes
    line: int
    reason: str
    refused: bool = False
    sound: str = ""
    member: str = ""

    @property
    def path(self) -> str:
        """The file as reports name it."""
        return f"{self.name}/{self.member}" if self.member else self.name


def bad(
    format: str, ending: str, rows: Sequence[Row], *, sound: str = "", refused: bool = False
) -> list[BadFile]:
    """A file for each row: its content, the line, the reason."""
    return [
        BadFile(
            format=format,
            name=f"{'refused' if refused else 'bad'}-{number}{ending}",
            data=text.encode() if isinstance(text, str) else text,
            line=line,
            reason=reason,
            refused=refused,
            sound=sound,
        )
        for number, (text, line, reason) in enumerate(rows, 1)
    ]
