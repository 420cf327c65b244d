"""The result of an exam: what its score says and does not say, and what it may explain.

A window may hold explanations back. Then the page tells the score and, in words, the domains, and
nothing by which one question's answer could be told from another's."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext as _

from content.addresses import address
from content.outline import Outline, outline_of
from quizzes import shown
from quizzes.days import minute
from quizzes.earlier_exams import Comparison, comparison
from quizzes.exam_parts import (
    CertaintyRow,
    DomainResult,
    ServiceGroup,
    TimeRow,
    certainties,
    certainty_label,
    domain_results,
    is_guessed_right,
    is_sure_and_wrong,
    longest,
    service_groups,
    took,
)
from quizzes.exam_rows import Beside, beside
from quizzes.exam_scores import ExamScore, exam_score
from quizzes.exam_times import seconds_by_question
from quizzes.holdings import Holdings, holdings
from quizzes.models import Attempt
from quizzes.next_steps import Step, after_exam
from quizzes.responses import ResponseRow, responses
from quizzes.results import Filter, ReviewRow, by_domain, reviewed
from quizzes.reviewing import Policy

WANTED: Mapping[str, Callable[[ResponseRow], bool]] = {
    "all": lambda row: True,
    "wrong": lambda row: row.score != 1.0,
    "flagged": lambda row: row.flagged,
    "sure": is_sure_and_wrong,
    "guessed": is_guessed_right,
    "uncounted": lambda row: not row.counts,
}
"""Which questions each filter of the review shows."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How the time went. late: the numbers of the questions that an answer came too late for;
    a_question: what one took on average, "" where nothing was saved."""

    minutes: int
    given: int
    by_time: bool
    a_question: str
    longest: Sequence[TimeRow]
    late: Sequence[int]


@dataclass(frozen=True, slots=True)
class ExamResult:
    """All that exam_result.html draws. explained: whether its questions may be gone through; else
    policy says when. quiz_url is "" where the exam cannot be sat again. sure_and_wrong counts the
    answers that one was sure of and that were wrong."""

    attempt: Attempt
    course: Outline
    quiz_url: str
    score: ExamScore
    explained: bool
    policy: Policy | None
    domains: Sequence[DomainResult]
    services: Sequence[ServiceGroup]
    certainties: Sequence[CertaintyRow]
    sure_and_wrong: int
    clock: Clock
    earlier: Comparison | None
    next_steps: Sequence[Step]
    show: str
    filters: Sequence[Filter]
    questions: Sequence[ReviewRow]

    @property
    def uncounted(self) -> int:
        """How many of the questions did not count."""
        return self.attempt.total - self.attempt.counted

    @property
    def submitted(self) -> str:
        """When it ended in words, in the learner's time zone."""
        return minute(self._ended_at, form="j F Y")

    @property
    def submitted_iso(self) -> str:
        return timezone.localtime(self._ended_at).isoformat()

    @property
    def _ended_at(self) -> datetime:
        return self.attempt.submitted_at or self.attempt.started_at

    @property
    def explained_from(self) -> str:
        """When explanations will be there, in words; "" where they never are."""
        moment = self.policy.opens_at if self.policy else None
        return minute(moment, form="j F Y") if moment else ""


def exam_result(attempt: Attempt, *, now: datetime, show: str = "all") -> ExamResult:
    """The result of a submitted exam as it may be told now; show names a filter of the review.

    Raises ValueError on an open attempt: its key is not to be seen."""
    if attempt.is_open:
        raise ValueError("an open attempt has no result")
    outline = outline_of(attempt.quiz.course)
    held = holdings(outline)
    rows, rest = responses(attempt), beside(attempt, now=now)
    explained = rest.policy is None or rest.policy.allows(now)
    told = rows if explained else []
    counting = [row for row in rows if row.counts]
    score = exam_score(
        attempt.score or 0.0,
        counted=attempt.counted,
        pass_mark=attempt.pass_mark,
        scale=attempt.scale,
    )
    seconds = seconds_by_question(attempt.started_at, rest.saves)
    show = show if explained and show in WANTED else "all"
    return ExamResult(
        attempt=attempt,
        course=outline,
        quiz_url=_quiz_url(attempt, held),
        score=score,
        explained=explained,
        policy=rest.policy,
        domains=domain_results(
            by_domain(counting, outline, held),
            by_domain(_marked(rest), outline, held),
            pass_mark=attempt.pass_mark,
            explained=explained,
        ),
        services=service_groups([row for row in told if row.counts], outline, held),
        certainties=certainties(told),
        sure_and_wrong=sum(map(is_sure_and_wrong, told)),
        clock=_clock(attempt, rows, rest, seconds),
        earlier=comparison(attempt, score, rest.earlier),
        next_steps=after_exam(told, outline, held, again_url=_quiz_url(attempt, held)),
        show=show,
        filters=_filters(attempt, told),
        questions=_questions(attempt, told, outline, held, show=show, seconds=seconds),
    )


def _quiz_url(attempt: Attempt, held: Holdings) -> str:
    """Where it can be sat again; one that was sat in a window is sat there once."""
    if attempt.window_id is not None:
        return ""
    return next((quiz.url for quiz in held.quizzes if quiz.id == attempt.quiz_id), "")


def _marked(rest: Beside) -> list[ResponseRow]:
    """The questions of the exam before, as far as bars need them."""
    return [
        ResponseRow(0, 0, question, 0, flagged=False, answered=True, score=mark, given={})
        for question, mark in rest.marks.items()
    ]


def _clock(
    attempt: Attempt, rows: Sequence[ResponseRow], rest: Beside, seconds: Mapping[int, float]
) -> Clock:
    ended, given = attempt.submitted_at or attempt.started_at, attempt.deadline_at
    used = (ended - attempt.started_at).total_seconds()
    whole = (given - attempt.started_at).total_seconds() if given else used
    return Clock(
        minutes=max(1, ceil(used / 60)),
        given=max(1, round(whole / 60)),
        by_time=attempt.ended_by == Attempt.EndedBy.TIME,
        a_question=took(sum(seconds.values()) / len(seconds)) if seconds else "",
        longest=longest(rows, seconds),
        late=[row.position for row in rows if row.id in rest.late],
    )


def _filters(attempt: Attempt, rows: Sequence[ResponseRow]) -> list[Filter]:
    url = address("result", attempt.pk)
    labels = {
        "all": _("All"),
        "wrong": _("Wrong"),
        "flagged": _("Flagged"),
        "sure": _("Sure but wrong"),
        "guessed": _("Guessed right"),
        "uncounted": _("Not counted"),
    }
    return [
        Filter(value, label, sum(map(WANTED[value], rows)), f"{url}?show={value}#questions")
        for value, label in labels.items()
    ]


def _questions(
    attempt: Attempt,
    rows: Sequence[ResponseRow],
    outline: Outline,
    held: Holdings,
    *,
    show: str,
    seconds: Mapping[int, float],
) -> list[ReviewRow]:
    """What one was sure of and had wrong comes first: that is what shows best what to mend."""
    wanted = sorted((row for row in rows if WANTED[show](row)), key=_turn)
    words = shown.questions(attempt, wanted, explained=True)
    return [
        reviewed(row, words[row.version_id], outline, held, notes=_notes(row, seconds))
        for row in wanted
    ]


def _turn(row: ResponseRow) -> int:
    if is_sure_and_wrong(row):
        return 0
    return 1 if row.score != 1.0 else 3 - is_guessed_right(row)


def _notes(row: ResponseRow, seconds: Mapping[int, float]) -> list[str]:
    notes = []
    if not row.counts:
        notes.append(_("did not count"))
    if label := certainty_label(row.certainty):
        notes.append(_("you said: %(certainty)s") % {"certainty": label})
    if row.id in seconds:
        notes.append(_("about %(time)s") % {"time": took(seconds[row.id])})
    return notes
