"""The page before a quiz: what it is, how it may be taken, how it went so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from content.outline import ChapterEntry, Outline, SectionEntry
from quizzes import history
from quizzes.history import AttemptRow, Trend
from quizzes.holdings import QuizEntry, holdings
from quizzes.models import Attempt

SHOWN_ATTEMPTS = 10
NEWEST_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class ModeChoice:
    value: str
    label: str
    description: str


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
    attempts = _attempts(quiz, user_id) if user_id is not None else []
    rows = [history.row(attempt) for attempt, _answered in attempts if not attempt.is_open]
    running = (_open(attempt, answered) for attempt, answered in attempts if attempt.is_open)
    chapters = (chapter for chapter in outline.chapters if chapter.id == quiz.chapter_id)
    return QuizPage(
        course=outline,
        quiz=quiz,
        chapter=next(chapters, None),
        section=section,
        questions=quiz.by_section[section.id] if section else quiz.questions,
        start_url=reverse("start", args=[outline.slug, quiz.slug]),
        modes=_modes(quiz),
        open=next(running, None),
        history=rows[:SHOWN_ATTEMPTS],
        trend=history.trend(rows),
    )


def _attempts(quiz: QuizEntry, user_id: int) -> list[tuple[Attempt, int]]:
    """The learner's newest attempts, each with the number of answers that it waits with if open."""
    newest = Attempt.objects.filter(user=user_id, quiz=quiz.id).order_by("-started_at")
    answered = Count("responses", filter=Q(responses__answered_at__isnull=False, submitted_at=None))
    counted = newest.select_related("quiz__course").annotate(answered=answered)[:NEWEST_ATTEMPTS]
    return [(attempt, vars(attempt)["answered"]) for attempt in counted]


def _open(attempt: Attempt, answered: int) -> OpenAttempt:
    return OpenAttempt(
        url=attempt.get_absolute_url(),
        mode_label=attempt.get_mode_display(),
        scope_label=attempt.get_scope_display(),
        answered=answered,
        total=attempt.total,
        started_at=attempt.started_at,
        submit_url=reverse("submit", args=[attempt.pk]),
    )


def _modes(quiz: QuizEntry) -> list[ModeChoice]:
    return [
        ModeChoice(
            Attempt.Mode.PRACTICE,
            str(Attempt.Mode.PRACTICE.label),
            _("Every answer is explained as soon as you give it."),
        ),
        ModeChoice(
            Attempt.Mode.GRADED,
            str(Attempt.Mode.GRADED.label),
            _("The answers are explained at the end. The pass mark is %(mark)d %%.")
            % {"mark": quiz.pass_mark},
        ),
    ]
