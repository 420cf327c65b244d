"""What instructors do about exams, and why: a log that only grows."""

from datetime import datetime

from content.models import Course
from quizzes.models import Attempt, ExamAct, Regrade, Window


class NoReasonError(ValueError):
    """Something was done without saying why."""


def log(
    kind: ExamAct.Kind,
    by: int,
    course: Course,
    why: str,
    *,
    now: datetime,
    learner: int | None = None,
    window: Window | None = None,
    attempt: Attempt | None = None,
    regrade: Regrade | None = None,
    detail: str = "",
) -> ExamAct:
    """Write down an act, in the transaction of the act itself.

    by: the instructor's id; learner: that of the one person concerned, which an attempt tells by
    itself; detail: what changed, before → after, in words. Raises NoReasonError where why is blank,
    so that an act that calls this is undone if nobody says why."""
    if not (said := why.strip()):
        raise NoReasonError
    if attempt is not None:
        learner = attempt.user_id
    return ExamAct.objects.create(
        kind=kind,
        by_id=by,
        learner_id=learner,
        course=course,
        why=said,
        at=now,
        window=window,
        attempt=attempt,
        regrade=regrade,
        detail=detail,
    )
