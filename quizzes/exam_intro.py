"""The page before an exam: what it is like, when it may be sat, how it went so far."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection
from django.utils import timezone

from content.addresses import address
from content.kept import Kept
from content.outline import Outline
from quizzes import exams, forms, history, rows
from quizzes.days import minute
from quizzes.deadlines import GRACE
from quizzes.drawing import Missing, ShortError, draw
from quizzes.exams import MoreTime
from quizzes.history import AttemptRow
from quizzes.holdings import QuizEntry
from quizzes.intro import NEWEST_ATTEMPTS, SHOWN_ATTEMPTS
from quizzes.models import Quiz
from quizzes.scaling import ScaleMap

GRANTED_MINUTES = 30
"""What the real exam grants those who do not sit it in their own language."""


@dataclass(frozen=True, slots=True)
class OpenExam:
    """The sitting that is under way; ends in words, ends_iso for machines."""

    url: str
    answered: int
    total: int
    ends: str
    ends_iso: str


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A time that the class may sit the exam in; sat_url: the learner's sitting in it, if any.

    ends: when a sitting that began now would be over."""

    id: int
    title: str
    opens: str
    closes: str
    is_open: bool
    ends: str
    sat_url: str


@dataclass(frozen=True, slots=True)
class ExamPage:
    """All that exam_intro.html draws. lacks: the domains that have too few questions, if any;
    is_reserved: it may be sat in its windows only; is_closed: and that for good; ends: when it
    would be over, begun now."""

    course: Outline
    quiz: QuizEntry
    scored: int
    pass_mark: int
    has_scale: bool
    more: MoreTime
    minutes: int
    ends: str
    lacks: Sequence[str]
    is_short: bool
    is_reserved: bool
    is_closed: bool
    windows: Sequence[WindowRow]
    open: OpenExam | None
    history: Sequence[AttemptRow]
    start_url: str

    @property
    def unscored(self) -> int:
        return self.quiz.questions - self.scored

    @property
    def is_drawn(self) -> bool:
        return self.quiz.kind == Quiz.Kind.MOCK

    @property
    def may_begin(self) -> bool:
        """Whether it may be begun outside of a window."""
        return not (self.is_short or self.is_reserved or self.open)

    @property
    def granted_minutes(self) -> int:
        return GRANTED_MINUTES


@dataclass(frozen=True, slots=True)
class _Slot:
    """A window as stored, with the learner's attempt in it."""

    id: int
    title: str
    opens_at: datetime
    closes_at: datetime
    attempt: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class _Mine:
    """What is the learner's own about an exam: extra time, windows, the open sitting's end.

    others_sit: whether anybody sits it in a window, be that over or called off. unexplained:
    whether there was a window whose answers are never explained."""

    more: MoreTime
    others_sit: bool
    unexplained: bool
    slots: Sequence[_Slot] = ()
    running: uuid.UUID | None = None
    ends_at: datetime | None = None


def exam_page(outline: Outline, quiz: QuizEntry, *, user_id: int | None, now: datetime) -> ExamPage:
    """The page for one learner, or for somebody who is not signed in."""
    mine = _mine(outline, quiz, user_id or 0, now=now)
    sat = [] if user_id is None else rows.sat(user_id, quiz.id, newest=NEWEST_ATTEMPTS)
    listed = [history.row_at(quiz.title, quiz.url, one) for one in sat]
    begun = next((one for one in sat if one.id == mine.running), None)
    scored, missing = _form(outline, quiz, now=now)
    scale = _scale(outline, quiz)
    ends_at = exams.deadline(now, quiz.limit or 0, mine.more)
    kept = quiz.kind == Quiz.Kind.FIXED and (
        bool(mine.slots) or mine.others_sit or mine.unexplained
    )
    return ExamPage(
        course=outline,
        quiz=quiz,
        scored=scored,
        pass_mark=scale.percent_at(outline.pass_scaled) if scale else quiz.pass_mark,
        has_scale=scale is not None,
        more=mine.more,
        minutes=round((ends_at - now) / timedelta(minutes=1)),
        ends=_clock(ends_at, now),
        lacks=lacking(outline, missing or ()),
        is_short=missing is not None,
        is_reserved=kept,
        is_closed=kept and mine.unexplained,
        windows=[_window(slot, quiz, mine.more, now=now) for slot in mine.slots],
        open=begun and _open(begun, mine.ends_at or now),
        history=[row for row in listed if not row.is_open][:SHOWN_ATTEMPTS],
        start_url=address("start", outline.slug, quiz.slug),
    )


def lacking(outline: Outline, missing: Sequence[Missing]) -> list[str]:
    """Each domain that lacks questions, with how many it has of how many it needs."""
    names = {domain.id: domain.title for domain in outline.domains}
    return [f"{names.get(m.domain, outline.title)}: {m.found}/{m.needed}" for m in missing]


def _open(sat: rows.Sat, ends_at: datetime) -> OpenExam:
    return OpenExam(
        url=address("attempt", sat.id),
        answered=sat.answered,
        total=sat.total,
        ends=minute(ends_at),
        ends_iso=timezone.localtime(ends_at).isoformat(),
    )


def _window(slot: _Slot, quiz: QuizEntry, more: MoreTime, *, now: datetime) -> WindowRow:
    ends_at = exams.deadline(now, quiz.limit or 0, more, closes_at=slot.closes_at)
    return WindowRow(
        id=slot.id,
        title=slot.title,
        opens=minute(slot.opens_at),
        closes=minute(slot.closes_at),
        is_open=slot.opens_at <= now,
        ends=_clock(ends_at, now),
        sat_url=address("attempt", slot.attempt) if slot.attempt else "",
    )


def _clock(moment: datetime, now: datetime) -> str:
    """The time of day, with the day where it is not today."""
    local = timezone.localtime(moment)
    today = local.date() == timezone.localtime(now).date()
    return f"{local:%H:%M}" if today else minute(moment)


def _scale(outline: Outline, quiz: QuizEntry) -> ScaleMap | None:
    return exams.scale_of(outline, quiz.pass_mark)


_Form = tuple[int, Sequence[Missing] | None]
_forms: Kept[tuple[date, _Form]] = Kept()


def _form(outline: Outline, quiz: QuizEntry, *, now: datetime) -> _Form:
    """How many of the exam's questions count, and what is missing; None where nothing is.

    Kept for the day: facts grow stale from one day to the next."""
    today = timezone.localdate(now)
    key = (quiz.id, today)
    return _forms.get(
        key, revision=outline.revision, make=lambda: (today, _look(outline, quiz, now=now))
    )[1]


def _look(outline: Outline, quiz: QuizEntry, *, now: datetime) -> _Form:
    try:
        if quiz.kind == Quiz.Kind.FIXED:
            drawn = forms.fixed(Quiz.objects.select_related("course").get(pk=quiz.id), now=now)
            return sum(each.scored for each in drawn), None
        found = forms.candidates(outline, now=now)
        drawn = draw(found, forms.quotas_of(outline), random=Random(0))  # noqa: S311 (no form)
        return sum(each.scored for each in drawn), None
    except ShortError as short:
        return outline.exam_scored or outline.exam_questions, short.missing


# Written by hand, as one statement tells all of it: one row at least, one for each window else.
_OWN = """
    SELECT extra.minutes, extra.percent, slot.id, slot.title, slot.opens_at, slot.closes_at,
        mine.id, running.id, running.deadline_at,
        EXISTS (SELECT 1 FROM quizzes_attempt sitter WHERE sitter.quiz_id = %s
            AND sitter.window_id IS NOT NULL AND sitter.submitted_at IS NULL
            AND sitter.deadline_at >= %s),
        EXISTS (SELECT 1 FROM quizzes_window never WHERE never.quiz_id = %s
            AND never.cancelled_at IS NULL AND never.review = 'never')
    FROM content_course course
        LEFT JOIN quizzes_extratime extra
            ON extra.course_id = course.id AND extra.user_id = %s
        LEFT JOIN quizzes_window slot
            ON slot.quiz_id = %s AND slot.cancelled_at IS NULL AND slot.closes_at > %s
        LEFT JOIN quizzes_attempt mine
            ON mine.window_id = slot.id AND mine.user_id = %s
        LEFT JOIN quizzes_attempt running
            ON running.quiz_id = %s AND running.user_id = %s AND running.submitted_at IS NULL
    WHERE course.id = %s
    ORDER BY slot.opens_at, slot.id"""


def _mine(outline: Outline, quiz: QuizEntry, user_id: int, *, now: datetime) -> _Mine:
    closes, sitting = rows.as_stored_time(now), rows.as_stored_time(now - GRACE)
    mine = [user_id, quiz.id, closes, user_id, quiz.id, user_id, outline.id]
    with connection.cursor() as cursor:
        cursor.execute(_OWN, [quiz.id, sitting, quiz.id, *mine])
        found = cursor.fetchall()
    first = found[0] if found else (None,) * 11
    minutes, percent, *_slot, running, ends_at, others_sit, unexplained = first
    return _Mine(
        more=MoreTime(minutes or 0, percent or 0),
        others_sit=bool(others_sit),
        unexplained=bool(unexplained),
        slots=[
            _Slot(pk, title, rows.as_time(opens), rows.as_time(closes), sat and rows.as_id(sat))
            for _minutes, _percent, pk, title, opens, closes, sat, *_same in found
            if pk is not None
        ],
        running=running and rows.as_id(running),
        ends_at=ends_at and rows.as_time(ends_at),
    )
