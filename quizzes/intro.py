"""The page before a quiz: what it is, how it may be taken, how it went so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from content.addresses import address
from content.outline import ChapterEntry, Outline, SectionEntry
from quizzes import history, rows
from quizzes.history import AttemptRow, Trend
from quizzes.holdings import QuizEntry, holdings
from quizzes.models import Attempt

SHOWN_ATTEMPTS = 10
NEWEST_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """A way to take a quiz; button is what its button says."""

    value: str
    label: str
    description: str
    button: str


@dataclass(frozen=True, slots=True)
class OpenAttempt:
    """The one attempt that is under way; another begins when it has been submitted."""

    url: str
    mode_label: str
    scope_label: str
    answered: int
    total: int
    started_at: datetime
    submit_url: str


@dataclass(frozen=True, slots=True)
class QuizPage:
    """All that quiz.html draws; section is given where only its questions are to be asked."""

    course: Outline
    quiz: QuizEntry
    chapter: ChapterEntry | None
    section: SectionEntry | None
    questions: int
    start_url: str
    modes: Sequence[ModeChoice]
    open: OpenAttempt | None
    history: Sequence[AttemptRow]
    trend: Trend | None

    @property
    def pass_mark(self) -> int | None:
        return None if self.quiz.is_diagnostic else self.quiz.pass_mark

    @property
    def minutes(self) -> int | None:
        """How long the whole quiz takes; None for a section's questions."""
        return None if self.section else self.quiz.minutes


def find_quiz(outline: Outline, slug: str) -> QuizEntry | None:
    """The quiz of that slug, if it asks anything."""
    quizzes = holdings(outline).quizzes
    return next((quiz for quiz in quizzes if quiz.slug == slug and quiz.questions), None)


def find_section(outline: Outline, quiz: QuizEntry, slug: str) -> SectionEntry | None:
    """The section of that anchor, if it teaches some of the quiz's questions."""
    places = (outline.place(pk) for pk in quiz.by_section)
    return next((place.section for place in places if place and place.section.slug == slug), None)


def quiz_page(
    outline: Outline, quiz: QuizEntry, *, section: SectionEntry | None, user_id: int | None
) -> QuizPage:
    """The page for one learner, or for somebody who is not signed in."""
    sat = [] if user_id is None else rows.sat(user_id, quiz.id, newest=NEWEST_ATTEMPTS)
    may_pass = not quiz.is_diagnostic
    made = [history.row_at(quiz.title, quiz.url, one, may_pass=may_pass) for one in sat]
    closed = [row for row in made if not row.is_open]
    chapters = (chapter for chapter in outline.chapters if chapter.id == quiz.chapter_id)
    return QuizPage(
        course=outline,
        quiz=quiz,
        chapter=next(chapters, None),
        section=section,
        questions=quiz.by_section[section.id] if section else quiz.questions,
        start_url=address("start", outline.slug, quiz.slug),
        modes=modes(quiz),
        open=running(quiz, sat),
        history=closed[:SHOWN_ATTEMPTS],
        trend=history.trend(closed),
    )


def running(quiz: QuizEntry, sat: Sequence[rows.Sat]) -> OpenAttempt | None:
    """The one of the attempts that is under way, if any."""
    one = next((one for one in sat if one.submitted_at is None), None)
    if one is None:
        return None
    row = history.row_at(quiz.title, quiz.url, one)
    return OpenAttempt(
        url=row.url,
        mode_label=row.mode_label,
        scope_label=row.scope_label,
        answered=one.answered,
        total=row.total,
        started_at=row.started_at,
        submit_url=address("submit", one.id),
    )


def modes(quiz: QuizEntry) -> tuple[ModeChoice, ...]:
    """The ways in which it may be taken, the first one offered first."""
    graded = _graded(quiz)
    if quiz.is_diagnostic:
        named = {"label": _("No clock, nothing to pass"), "button": _("Find out where to begin")}
        return (replace(graded, **named),)
    told = _("Every answer is explained as soon as you give it.")
    return _mode(Attempt.Mode.PRACTICE, told), graded


def _graded(quiz: QuizEntry) -> ModeChoice:
    told = _("The answers are explained at the end. The pass mark is %(mark)d %%.")
    if quiz.is_diagnostic:
        told = _("At the end it says which chapters to read first.")
    if quiz.partial_credit:
        told += " " + _("An answer that is right in part earns a part of its mark.")
    return _mode(Attempt.Mode.GRADED, told % {"mark": quiz.pass_mark})


def _mode(mode: Attempt.Mode, told: str) -> ModeChoice:
    label = str(mode.label)
    return ModeChoice(mode, label, told, _("Start: %(mode)s") % {"mode": label})
