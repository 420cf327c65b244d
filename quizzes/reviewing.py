"""Whether an attempt's answers may be explained: asked before a key leaves the server."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Max, Q, QuerySet

from quizzes.deadlines import GRACE
from quizzes.models import Attempt, Window
from quizzes.rows import as_stored_time

Review = Window.Review

HELD = """(
    held.review = 'never' OR (held.review = 'after' AND (held.closes_at > %(now)s OR EXISTS (
        SELECT 1 FROM quizzes_attempt running
        WHERE running.window_id = held.id AND running.submitted_at IS NULL
            AND running.deadline_at >= %(in_grace)s))))"""
"""What `Policy` says of a window `held`, in SQL for many at once: it holds explanations back. Takes
what `moments` gives."""

WITHHELD = f"""
    SELECT tally.question_id
    FROM quizzes_tally tally JOIN (
        SELECT response.question_id, MAX(response.graded_at) AS graded_at
        FROM quizzes_attempt sat
            JOIN quizzes_window held ON held.id = sat.window_id
            JOIN quizzes_response response ON response.attempt_id = sat.id
        WHERE sat.user_id = %(user)s AND sat.submitted_at IS NOT NULL AND {HELD}
        GROUP BY response.question_id
    ) answer ON answer.question_id = tally.question_id
    WHERE tally.user_id = %(user)s AND answer.graded_at >= tally.last_answered_at"""  # noqa: S608
"""The questions whose tally would tell how a learner answered them in an exam that may not be
explained. Takes what `moments` gives, and the user's id."""


def moments(now: datetime) -> dict[str, str | datetime | None]:
    """The parameters of HELD."""
    return {"now": as_stored_time(now), "in_grace": as_stored_time(now - GRACE)}


def withheld_questions(user_id: int, now: datetime) -> frozenset[int]:
    """The questions of which nothing may be told that depends on the learner's newest answer."""
    with connection.cursor() as cursor:
        cursor.execute(WITHHELD, {"user": user_id, **moments(now)})
        return frozenset(pk for (pk,) in cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Policy:
    """What a window says of explanations. running_until: the last deadline of those who are still
    sitting in it, and of sittings that nobody has closed; None where there is none."""

    review: str
    closes_at: datetime
    running_until: datetime | None

    @property
    def opens_at(self) -> datetime | None:
        """When explanations that are held back will be there; None: that time never comes."""
        if self.review == Review.NEVER:
            return None
        # After a window means after those whose extra time goes on, too.
        return max(self.closes_at, (self.running_until or self.closes_at) + GRACE)

    def allows(self, now: datetime) -> bool:
        if self.review != Review.AFTER:
            return self.review == Review.AT_ONCE
        running = self.running_until is not None and now <= self.running_until + GRACE
        return now >= self.closes_at and not running


def may_review(attempt: Attempt, now: datetime) -> bool:
    """Whether the key, rationales and explanations of the whole attempt may be shown.

    Never while it is open. An exam sat in a window goes by what the window says; one that explains
    afterwards waits for those whose extra time goes on, but not for a sitting that nobody closed.
    """
    if attempt.is_open:
        return False
    if not attempt.is_exam or attempt.window_id is None:
        return True
    window = Window.objects.filter(pk=attempt.window_id)
    return _policies(window)[attempt.window_id].allows(now)


def withheld(user_id: int, now: datetime) -> frozenset[uuid.UUID]:
    """The learner's submitted attempts of which nothing but the score may be told, or not yet."""
    sat = Attempt.objects.submitted().filter(user=user_id, window__isnull=False)
    mine = dict(sat.values_list("pk", "window_id"))
    policies = _policies(Window.objects.filter(pk__in=set(mine.values()))) if mine else {}
    return frozenset(pk for pk, window in mine.items() if not policies[window].allows(now))


def _policies(windows: QuerySet[Window]) -> dict[int | None, Policy]:
    """What each of the windows says, by its id."""
    until = Max("attempts__deadline_at", filter=Q(attempts__submitted_at=None))
    found = windows.order_by().annotate(until=until)
    return {
        pk: Policy(review, closes_at, running_until)
        for pk, review, closes_at, running_until in found.values_list(
            "pk", "review", "closes_at", "until"
        )
    }
