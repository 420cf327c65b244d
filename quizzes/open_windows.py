"""The times in which a learner may sit an exam just now, for pages that are not the exam's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from content.outline import Outline
from quizzes.days import minute
from quizzes.holdings import holdings
from quizzes.rows import as_stored_time, as_time

OPEN = """
    FROM quizzes_window slot JOIN quizzes_quiz quiz ON quiz.id = slot.quiz_id
    WHERE slot.cancelled_at IS NULL AND slot.opens_at <= %s AND slot.closes_at > %s
        AND NOT EXISTS (SELECT 1 FROM quizzes_attempt sat
            WHERE sat.window_id = slot.id AND sat.user_id = %s)"""
"""The windows that are open and that a learner has not begun to sit in; takes what `asked_for`
gives."""


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window's title and its exam's; url: the exam's page, where it begins; closes: in words."""

    title: str
    exam: str
    url: str
    closes: str


def asked_for(user_id: int, now: datetime) -> tuple[datetime | str | int | None, ...]:
    """The parameters of OPEN."""
    moment = as_stored_time(now)
    return moment, moment, user_id


def open_windows(
    user_id: int, courses: Sequence[Outline], *, now: datetime
) -> tuple[OpenWindow, ...]:
    """Those of the courses that are open to the learner, what closes first before the others."""
    wanted = f"SELECT slot.title, slot.closes_at, quiz.id, quiz.course_id {OPEN}"
    with connection.cursor() as cursor:
        cursor.execute(f"{wanted} ORDER BY slot.closes_at, slot.id", asked_for(user_id, now))
        rows = cursor.fetchall()
    by_id = {course.id: course for course in courses}
    found = (
        (title, closes, holdings(by_id[course]).standing(quiz))
        for title, closes, quiz, course in rows
        if course in by_id
    )
    return tuple(
        OpenWindow(title, entry.title, entry.url, minute(as_time(closes)))
        for title, closes, entry in found
        if entry is not None
    )
