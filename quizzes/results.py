"""A submitted attempt, read as a result: the score, by service and domain, and every question."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.addresses import address
from content.outline import Outline, ServiceEntry, outline_of
from quizzes import shown
from quizzes.days import minute
from quizzes.grading import ENOUGH, whole_percent
from quizzes.history import percent
from quizzes.holdings import Holdings, QuizEntry, holdings
from quizzes.models import Attempt
from quizzes.next_steps import Step, missed_again, next_steps
from quizzes.responses import ResponseRow, responses
from quizzes.shown import OptionRow
from quizzes.shown_places import PlacedRow

SHOW = ("all", "wrong", "flagged")
Thing = TypeVar("Thing", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Bar:
    """A share of right answers among those on one thing; hue is a service's colour."""

    label: str
    right: int
    total: int
    hue: int | None = None
    url: str | None = None

    @property
    def percent(self) -> int | None:
        """None where the answers are too few to say."""
        return None if self.total < ENOUGH else percent(self.right, self.total)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A question with what was chosen, what was right, and why; the section that teaches it by its
    title and address, both empty where the book has none. notes: what else is said beside the
    verdict, in a word or two each. regraded: what counts now, in words, where its key was put
    right."""

    position: int
    stem: SafeString
    kind: str
    cue: str
    verdict: str
    flagged: bool
    notes: Sequence[str]
    options: Sequence[OptionRow]
    placed: Sequence[PlacedRow]
    part: str
    regraded: str
    explanation: SafeString
    services: Sequence[ServiceEntry]
    section_title: str
    section_url: str


@dataclass(frozen=True, slots=True)
class Filter:
    value: str
    label: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Result:
    """All that result.html draws. quiz: the attempt's, None where it can be taken no more;
    again: how many of the questions missed can be asked again."""

    attempt: Attempt
    course: Outline
    quiz: QuizEntry | None
    again: int
    by_service: Sequence[Bar]
    by_domain: Sequence[Bar]
    next_steps: Sequence[Step]
    show: str
    filters: Sequence[Filter]
    questions: Sequence[ReviewRow]

    @property
    def right(self) -> int:
        return self.attempt.right or 0

    @property
    def total(self) -> int:
        """How many questions count."""
        return self.attempt.counted

    @property
    def percent(self) -> int:
        return whole_percent(self.attempt.score or 0)

    @property
    def mode_label(self) -> str:
        return str(Attempt.Mode(self.attempt.mode).label)

    @property
    def passed(self) -> bool | None:
        """Whether it passed; None in practice and in a diagnostic, which have nothing to pass."""
        to_pass = not (self.quiz is not None and self.quiz.is_diagnostic)
        return self.attempt.passed if to_pass and not self.attempt.is_practice else None

    @property
    def submitted(self) -> str:
        """When it was submitted in words, in the learner's time zone."""
        return minute(self._submitted_at, form="j F Y")

    @property
    def submitted_iso(self) -> str:
        return timezone.localtime(self._submitted_at).isoformat()

    @property
    def _submitted_at(self) -> datetime:
        return self.attempt.submitted_at or self.attempt.started_at

    @property
    def retake_url(self) -> str:
        return address("retake", self.attempt.pk)

    @property
    def minutes_taken(self) -> int:
        taken = self._submitted_at - self.attempt.started_at
        return max(1, round(taken.total_seconds() / 60))


def verdict(row: ResponseRow) -> str:
    """right, partly, wrong or unanswered."""
    return row.verdict or "wrong" if row.answered else "unanswered"


def result(attempt: Attempt, *, show: str = "all") -> Result:
    """The result of a submitted attempt that is no exam; show is one of SHOW.

    Raises ValueError on an open attempt, whose key is not to be seen, and on an exam, whose window
    may hold it back: see `quizzes.exam_results`."""
    if attempt.is_open or attempt.is_exam:
        raise ValueError("an open attempt has no result, and an exam not this one")
    outline = outline_of(attempt.quiz.course)
    held = holdings(outline)
    rows = responses(attempt)
    words = shown.questions(attempt, rows, explained=True)
    wanted = [row for row in rows if _wanted(row, show)]
    if show == "all":
        wanted.sort(key=lambda row: row.score == 1.0)
    return Result(
        attempt=attempt,
        course=outline,
        quiz=held.standing(attempt.quiz_id),
        again=len(missed_again(attempt, rows, held)),
        by_service=by_service(rows, outline, held),
        by_domain=by_domain(rows, outline, held),
        next_steps=next_steps(attempt, rows, outline, held),
        show=show,
        filters=_filters(attempt, rows),
        questions=[reviewed(row, words[row.version_id], outline, held) for row in wanted],
    )


def _wanted(row: ResponseRow, show: str) -> bool:
    return {"wrong": row.score != 1.0, "flagged": row.flagged}.get(show, True)


def reviewed(
    row: ResponseRow,
    words: shown.Shown,
    outline: Outline,
    held: Holdings,
    *,
    notes: Sequence[str] = (),
) -> ReviewRow:
    """The question as the review shows it."""
    entry = held.questions.get(row.question_id)
    section = shown.teaching_section(outline, entry)
    return ReviewRow(
        position=row.position,
        stem=words.stem,
        kind=words.kind,
        cue=words.cue,
        verdict=verdict(row),
        flagged=row.flagged,
        notes=tuple(notes),
        options=words.options,
        placed=words.placed,
        part=words.part if verdict(row) in ("partly", "wrong") else "",
        regraded=words.regraded,
        explanation=words.explanation,
        services=outline.known(entry.services) if entry else (),
        section_title=section.title if section else "",
        section_url=section.url if section else "",
    )


def counts_by(
    rows: Iterable[ResponseRow], of: Callable[[ResponseRow], Iterable[Thing]]
) -> dict[Thing, tuple[int, int]]:
    """(right, total) of each thing that `of` names for a row."""
    counts: dict[Thing, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for row in rows:
        for thing in of(row):
            right, total = counts[thing]
            counts[thing] = (right + (row.score == 1.0), total + 1)
    return counts


def by_service(rows: Sequence[ResponseRow], outline: Outline, held: Holdings) -> list[Bar]:
    """A bar for each service that these questions are about, in the catalogue's order."""
    counts = counts_by(rows, lambda row: services_of(row, held))
    return [
        Bar(service.name, right, total, hue=service.hue)
        for service in outline.services.values()
        if (count := counts.get(service.id))
        for right, total in [count]
    ]


def services_of(row: ResponseRow, held: Holdings) -> Sequence[int]:
    """The ids of the services that the question is about."""
    entry = held.questions.get(row.question_id)
    return entry.services if entry else ()


def by_domain(rows: Sequence[ResponseRow], outline: Outline, held: Holdings) -> list[Bar]:
    """A bar for each domain that they belong to."""

    def domains(row: ResponseRow) -> Iterable[int]:
        entry = held.questions.get(row.question_id)
        return [entry.domain_id] if entry and entry.domain_id else ()

    counts = counts_by(rows, domains)
    return [
        Bar(f"{domain.number} {domain.title}", *counts[domain.id])
        for domain in outline.domains
        if domain.id in counts
    ]


def _filters(attempt: Attempt, rows: Sequence[ResponseRow]) -> list[Filter]:
    url = address("result", attempt.pk)
    labels = {"all": _("All"), "wrong": _("Wrong"), "flagged": _("Flagged")}
    return [
        Filter(value, label, sum(_wanted(row, value) for row in rows), f"{url}?show={value}")
        for value, label in labels.items()
    ]
