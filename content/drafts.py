"""What a course says before it is stored: plain values from the readers to `content.sync`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

SHOWN_CHARACTERS = 80
EXAM_KINDS = ("single", "multiple")
"""What an exam is made of where its course does not say."""


class Severity(StrEnum):
    """How much a problem costs: an error keeps something out, a warning only tells."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing found wrong in a file, as `path:line – what – how to fix`.

    path is relative to what was loaded; line counts from 1 (0: the file as a whole)."""

    path: str
    line: int
    what: str
    how: str
    severity: Severity = Severity.WARNING

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place} – {self.what} – {self.how}"


def shown(text: str) -> str:
    """Text from a file as a message may quote it: one line, no control characters, cut to 80."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= SHOWN_CHARACTERS else line[: SHOWN_CHARACTERS - 1] + "…"


class SectionKind(StrEnum):
    """What a section is for, found from its heading or its parent's."""

    CONTENTS = "contents"
    OVERVIEW = "overview"
    CONCEPT = "concept"
    COMPARISON = "comparison"
    LAB = "lab"
    SCENARIO = "scenario"
    QUIZ = "quiz"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class StepDraft:
    """One step of a lab: what its tick box stands beside. slug is unique in its section."""

    slug: str
    title: str
    markdown: str
    line: int
    anchors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SectionDraft:
    """A heading of level 2 or 3 with what stands under it, up to the next such heading.

    markdown leaves the heading itself out and, in a lab with steps, ends where the first step
    begins. slug is the heading's anchor in the chapter, as GitHub makes it; anchors are those of
    the deeper headings inside markdown, in order. line is the heading's own line in the file."""

    slug: str
    title: str
    level: int
    kind: SectionKind
    markdown: str
    line: int
    anchors: Sequence[str] = ()
    steps: Sequence[StepDraft] = ()


@dataclass(frozen=True, slots=True)
class QuizBlock:
    """The lines of a quiz section, heading excluded; first_line is where they begin in the file.

    titles are the words of its heading and of those around it. is_key: an answer key set apart,
    its heading included."""

    slug: str
    first_line: int
    text: str
    titles: Sequence[str] = ()
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """An image or a link: its target as written, and its line."""

    kind: Literal["image", "link"]
    target: str
    line: int


@dataclass(frozen=True, slots=True)
class ChapterDraft:
    """One Markdown file read as a chapter. number is None where neither heading nor name has one.

    definitions holds the file's link reference definitions and footnotes as Markdown, so that a
    section rendered alone still finds them; references, the images and links of the whole file."""

    path: str
    number: int | None
    title: str
    slug: str
    sections: Sequence[SectionDraft]
    quizzes: Sequence[QuizBlock]
    definitions: str = ""
    problems: Sequence[Problem] = ()
    references: Sequence[Reference] = ()


@dataclass(frozen=True, slots=True)
class TaskDraft:
    """A task statement of the exam guide, such as 3.4."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class DomainDraft:
    """A domain of the exam guide; weight is its share of the exam in percent."""

    number: int
    title: str
    weight: int
    tasks: Sequence[TaskDraft] = ()


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """A thing that the course teaches and progress is counted by.

    aliases are the other names people write; task is the code of the task statement that a
    question on it falls under when the question does not say."""

    slug: str
    name: str
    aliases: Sequence[str] = ()
    category: str = ""
    in_scope: bool = True
    task: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The real exam's form: items in all and scored, minutes, the score's scale and its pass.

    scale_map: points of (percent, scaled score) that a score is put on the scale by; none where the
    course declares none. kinds: of which kinds its questions are."""

    questions: int = 0
    scored: int = 0
    minutes: int = 0
    scale_low: int = 0
    scale_high: int = 0
    pass_scaled: int = 0
    source: str = ""
    scale_map: Sequence[tuple[int, int]] = ()
    kinds: Sequence[str] = EXAM_KINDS


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A claim that can go stale; good_for_days is how long the check on checked_on counts."""

    slug: str
    claim: str
    value: str
    source: str
    checked_on: date
    good_for_days: int
    line: int


@dataclass(frozen=True, slots=True)
class CourseDraft:
    """course.toml as read; quiz_pass_mark is the percentage that passes a chapter's quiz,
    quiz_partial_credit whether an answer that is right in part earns a part of its mark there;
    facts_good_for_days how long the check of a fact counts that says no time of its own."""

    slug: str
    title: str
    code: str = ""
    summary: str = ""
    notice: str = ""
    blueprint: Blueprint = field(default_factory=Blueprint)
    quiz_pass_mark: int = 70
    quiz_partial_credit: bool = False
    facts_good_for_days: int = 365
    domains: Sequence[DomainDraft] = ()
    services: Sequence[ServiceDraft] = ()
