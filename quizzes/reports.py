"""What a load has to say: for people line by line, for programs as JSON."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from content.drafts import Problem, Severity
from quizzes.drafts import QuestionReport, Status
from quizzes.files import FileRead
from quizzes.sync import Changes


@dataclass(frozen=True, slots=True)
class ChapterReport:
    """A chapter as read; questions counts those that were not rejected."""

    path: str
    number: int | None
    title: str
    sections: int
    questions: int


@dataclass(slots=True)
class Report:
    """All that a load found and did. unchanged: files skipped as nothing about them changed;
    facts: how many of the register are new, say something else than before, were retired."""

    chapters: list[ChapterReport] = field(default_factory=list)
    questions: list[QuestionReport] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    changes: Changes = field(default_factory=Changes)
    files: int = 0
    unchanged: int = 0
    retired_chapters: int = 0
    facts: tuple[int, int, int] = (0, 0, 0)

    @property
    def failed(self) -> bool:
        """Whether something was kept out."""
        return any(question.status is Status.REJECTED for question in self.questions) or any(
            problem.severity is Severity.ERROR for problem in self.problems
        )

    def take(self, read: FileRead) -> None:
        """Add a file's chapter, questions and problems."""
        self.questions += read.questions
        self.problems += read.problems
        if read.chapter is not None:
            self.chapters.append(
                ChapterReport(
                    path=read.path,
                    number=read.chapter.number,
                    title=read.chapter.title,
                    sections=len(read.chapter.sections),
                    questions=sum(report.draft is not None for report in read.questions),
                )
            )

    @property
    def totals(self) -> dict[str, int]:
        by_status = {
            status.value: sum(question.status is status for question in self.questions)
            for status in Status
        }
        return {
            "files": self.files,
            "unchanged": self.unchanged,
            "chapters": len(self.chapters),
            "questions": len(self.questions),
            **by_status,
            "problems": len(self.problems),
        }

    def as_json(self) -> dict[str, Any]:
        """The report as docs/design.md describes it: chapters, questions, problems, totals."""
        return {
            "chapters": [
                {
                    "path": chapter.path,
                    "number": chapter.number,
                    "title": chapter.title,
                    "sections": chapter.sections,
                    "questions": chapter.questions,
                }
                for chapter in self.chapters
            ],
            "questions": [
                {
                    "path": question.path,
                    "line": question.line,
                    "number": question.number,
                    "status": question.status.value,
                    "kind": question.kind,
                    "options": question.options,
                    "key": list(question.key),
                    "reasons": list(question.reasons),
                }
                for question in self.questions
            ],
            "problems": [
                {
                    "path": problem.path,
                    "line": problem.line,
                    "severity": problem.severity.value,
                    "what": problem.what,
                    "how": problem.how,
                }
                for problem in self.problems
            ],
            "totals": self.totals,
        }

    def lines(self) -> Iterator[str]:
        """Everything that somebody should look at, as `path:line – what – how`."""
        yield from map(str, self.problems)
        for question in self.questions:
            for reason in question.reasons:
                label = f"question {question.number} " if question.number else ""
                yield f"{question.path}:{question.line} – {label}{question.status.value}: {reason}"
