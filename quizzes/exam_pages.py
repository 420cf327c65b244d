"""The pages of an exam under way. None of them holds anything that depends on the key."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from content.addresses import address
from content.outline import Outline, outline_of
from quizzes import sitting
from quizzes.deadlines import is_over
from quizzes.models import Attempt, Saved
from quizzes.responses import responses
from quizzes.sitting import QuestionPage, ReviewPage

WARNINGS = (10, 2)
"""So many minutes before the end the page says that it comes."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When the exam ends, and the seconds until then as of the page's making."""

    ends_at: datetime
    left: int

    @property
    def minutes_left(self) -> int:
        """Whole minutes, rounded up: in the last one it says 1."""
        return -(-self.left // 60)

    @property
    def is_close(self) -> bool:
        return self.left <= WARNINGS[0] * 60


@dataclass(frozen=True, slots=True)
class Certainty:
    """One of the answers to how sure one is; value as in `Response.certainty`, 0: not said."""

    value: int
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ExamQuestionPage:
    """All that exam.html draws."""

    question: QuestionPage
    clock: Clock
    certainties: Sequence[Certainty]
    ended_url: str


@dataclass(frozen=True, slots=True)
class ExamReviewPage(ReviewPage):
    """The look back at what is answered and flagged, beside the time that is left."""

    clock: Clock
    ended_url: str


@dataclass(frozen=True, slots=True)
class EndedPage:
    """What was kept when time was up. late: how many saves came after the end; is_closed: whether
    the result is there, or is made when the learner asks for it."""

    attempt: Attempt
    course: Outline
    answered: int
    late: int
    last_kept: datetime | None
    is_closed: bool
    submit_url: str
    result_url: str


def ended_url(attempt_id: uuid.UUID) -> str:
    return address("ended", attempt_id)


def goes_on(attempt: Attempt, *, now: datetime) -> bool:
    """Whether questions may still be answered."""
    return attempt.is_open and not is_over(attempt, now)


def after(attempt_id: uuid.UUID, position: int, go: str) -> str:
    """Where the button of that value leads from the question."""
    if go == "review":
        return sitting.review_url(attempt_id)
    step = {"next": 1, "previous": -1}.get(go, 0)
    return sitting.question_url(attempt_id, max(position + step, 1))


def clock(attempt: Attempt, *, now: datetime) -> Clock:
    ends_at = attempt.deadline_at or now
    return Clock(timezone.localtime(ends_at), max(round((ends_at - now).total_seconds()), 0))


def question_page(attempt: Attempt, position: int, *, now: datetime) -> ExamQuestionPage:
    """One question of an exam under way. Raises Response.DoesNotExist where it has none such."""
    question = sitting.question_page(attempt, position)
    labels = (_("not said"), _("a guess"), _("fairly sure"), _("sure"))
    return ExamQuestionPage(
        question=question,
        clock=clock(attempt, now=now),
        certainties=[
            Certainty(value, label, value == (question.certainty or 0))
            for value, label in enumerate(labels)
        ],
        ended_url=ended_url(attempt.pk),
    )


def review_page(attempt: Attempt, *, now: datetime) -> ExamReviewPage:
    """The look back at an exam under way."""
    return ExamReviewPage(
        attempt=attempt,
        course=outline_of(attempt.quiz.course),
        clock=clock(attempt, now=now),
        navigator=sitting.navigator(attempt, responses(attempt)),
        submit_url=address("submit", attempt.pk),
        ended_url=ended_url(attempt.pk),
    )


def ended_page(attempt: Attempt) -> EndedPage:
    """What is there of an exam whose time is up, or that was submitted."""
    saves = Saved.objects.filter(attempt=attempt).aggregate(
        late=Count("response", filter=Q(outcome=Saved.Outcome.LATE), distinct=True),
        last_kept=Max("arrived_at", filter=Q(outcome=Saved.Outcome.KEPT)),
    )
    return EndedPage(
        attempt=attempt,
        course=outline_of(attempt.quiz.course),
        answered=sum(row.answered for row in responses(attempt)),
        late=saves["late"],
        last_kept=saves["last_kept"],
        is_closed=not attempt.is_open,
        submit_url=address("submit", attempt.pk),
        result_url=address("result", attempt.pk),
    )
