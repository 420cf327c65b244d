"""What every format has: a reader, a writer or both, and how to tell its files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from quizzes.drafts import QuestionDraft, QuestionReport


class Read(Protocol):
    def __call__(self, data: bytes, *, path: str) -> Sequence[QuestionReport]:
        """Every question of a file, in order, with what became of it.

        path is the file's, as reports name it; a package's members stand behind it, as in
        "bank.zip/one.xml". Raises content.sources.Refused where nothing of the file can be read;
        for anything else that is wrong there is a report, and never an exception."""


class Write(Protocol):
    def __call__(self, drafts: Sequence[QuestionDraft], *, title: str) -> "Written":
        """The questions as one file. title names the whole where the format has room for a name."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something of a question that a format could not carry. number counts the drafts from 1, and
    is 0 for one that is not even a draft; code is the question's where it has one."""

    number: int
    code: str
    what: str

    def __str__(self) -> str:
        name = f" ({self.code})" if self.code else ""
        return f"question {self.number or '–'}{name} – {self.what}"


@dataclass(frozen=True, slots=True)
class Written:
    """A file as written, and all that it does not hold."""

    data: bytes
    losses: Sequence[Loss] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A way to store questions in files.

    name is what the command line calls it; endings are those of its files, the usual one first,
    each with its dot. A file with an ending of own is this format's whatever it holds; of one with
    another ending fits says by its content whether it is. title_in gives what such a file calls
    itself, or nothing."""

    name: str
    title: str
    endings: Sequence[str]
    fits: Callable[[bytes], bool]
    read: Read | None = None
    write: Write | None = None
    media_type: str = "text/plain; charset=utf-8"
    title_in: Callable[[bytes], str] | None = None
    own: Sequence[str] = ()
