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
    window: Window | None = None,
    attempt: Attempt | None = None,
    regrade: Regrade | None = None,
    detail: str = "",
) -> ExamAct:
    """Write down an act, in the transaction of the act itself.

    by: the instructor's id; detail: what changed, before → after, in words. Raises NoReasonError
    where why is blank, so that an act that calls this is undone if nobody says why."""
    if not (said := why.strip()):
        raise NoReasonError
    return ExamAct.objects.create(
        kind=kind,
        by_id=by,
        course=course,
        why=said,
        at=now,
        window=window,
        attempt=attempt,
        regrade=regrade,
        detail=detail,
    )
