"""When an exam is over. The clock is the server's, and is always an argument."""

from datetime import datetime, timedelta

from quizzes.models import Attempt

GRACE = timedelta(seconds=10)
"""So long after the deadline an answer still counts: it was given in time and has travelled."""


def is_over(attempt: Attempt, now: datetime) -> bool:
    """Whether the exam's deadline has come. What has no deadline is never over."""
    return attempt.deadline_at is not None and now >= attempt.deadline_at


def is_past_grace(attempt: Attempt, now: datetime) -> bool:
    """Whether an answer that comes now is too late to count."""
    return attempt.deadline_at is not None and now > attempt.deadline_at + GRACE
