"""Whether an attempt's answers may be explained: asked before a key leaves the server."""

from datetime import datetime

from quizzes.deadlines import GRACE
from quizzes.models import Attempt, Window


def may_review(attempt: Attempt, now: datetime) -> bool:
    """Whether the key, rationales and explanations of the whole attempt may be shown.

    Never while it is open. An exam sat in a window goes by what the window says; one that explains
    afterwards waits for those whose extra time goes on, but not for a sitting that nobody closed.
    """
    if attempt.is_open:
        return False
    if not attempt.is_exam or attempt.window_id is None:
        return True
    window = Window.objects.only("review", "closes_at").get(pk=attempt.window_id)
    if window.review != Window.Review.AFTER:
        return window.review == Window.Review.AT_ONCE
    running = Attempt.objects.open().filter(window=window, deadline_at__gte=now - GRACE)
    return now >= window.closes_at and not running.exists()
