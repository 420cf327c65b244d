"""What one learner has done in a chapter, a course or the last weeks, in one query each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from content.outline import ChapterEntry, Outline
from quizzes import open_windows
from quizzes.grading import whole_percent
from quizzes.rows import as_stored_time, as_time

NO_RESULT = -1
READ, TICKED, POSITION, QUIZ, WINDOW = range(5)

# Written by hand: to compose these unions from querysets costs ten times what running them does,
# and the lesson is the page that is asked for most. Each row is what it tells (as named above), an
# id, a value; an open attempt's value is NO_RESULT.
_CHAPTER = """
    SELECT 0, done.section_id, 0
    FROM content_sectionread done JOIN content_section section ON section.id = done.section_id
    WHERE done.user_id = %s AND section.chapter_id = %s
    UNION ALL
    SELECT 1, tick.step_id, 0
    FROM content_steptick tick
        JOIN content_labstep step ON step.id = tick.step_id
        JOIN content_section section ON section.id = step.section_id
    WHERE tick.user_id = %s AND section.chapter_id = %s
    UNION ALL
    SELECT 2, section_id, block
    FROM content_readingposition WHERE user_id = %s AND chapter_id = %s
    UNION ALL
    SELECT 3, quiz_id, COALESCE(MAX(score), -1)
    FROM quizzes_attempt
    WHERE user_id = %s AND quiz_id = %s
        AND ((mode = 'graded' AND scope = 'all') OR submitted_at IS NULL)
    GROUP BY quiz_id, submitted_at IS NULL"""
_COURSE = f"""
    SELECT 0, done.section_id, 0
    FROM content_sectionread done
        JOIN content_section section ON section.id = done.section_id
        JOIN content_chapter chapter ON chapter.id = section.chapter_id
    WHERE done.user_id = %s AND chapter.course_id = %s
    UNION ALL
    SELECT 3, quiz_id, COALESCE(MAX(score), -1)
    FROM quizzes_attempt
    WHERE user_id = %s AND quiz_id IN (SELECT id FROM quizzes_quiz WHERE course_id = %s)
        AND ((mode = 'graded' AND scope = 'all') OR submitted_at IS NULL)
    GROUP BY quiz_id, submitted_at IS NULL
    UNION ALL
    SELECT 4, slot.id, 0 {open_windows.OPEN} AND quiz.course_id = %s"""  # noqa: S608


_NEWEST_PLACE = """
    SELECT place.section_id, chapter.course_id, place.updated_at
    FROM content_readingposition place JOIN content_chapter chapter ON chapter.id = place.chapter_id
    WHERE place.user_id = %s AND chapter.retired_at IS NULL
    ORDER BY place.updated_at DESC
    LIMIT 1"""
_ANSWERS_BY_DAY = """
    SELECT {day}, COUNT(*)
    FROM quizzes_response response JOIN quizzes_attempt attempt ON attempt.id = response.attempt_id
    WHERE attempt.user_id = %s AND answered_at >= %s
    GROUP BY 1"""


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of the sections read and the steps ticked; where the learner was last, as section id and
    block; the best graded percentage in the chapter's quiz, and whether an attempt is open."""

    read: Collection[int] = frozenset()
    ticked: Collection[int] = frozenset()
    position: tuple[int, int] | None = None
    best: int | None = None
    quiz_open: bool = False


NO_MARKS = Marks()


def chapter_marks(user_id: int, chapter: ChapterEntry, quiz_id: int | None) -> Marks:
    """The learner's marks in one chapter."""
    place = (user_id, chapter.id)
    read, ticked, position, best, is_open = set(), set(), None, None, False
    for what, pk, value in _rows(_CHAPTER, *place, *place, *place, user_id, quiz_id or 0):
        if what == READ:
            read.add(pk)
        elif what == TICKED:
            ticked.add(pk)
        elif what == POSITION:
            position = (pk, int(value))
        elif value == NO_RESULT:
            is_open = True
        else:
            best = whole_percent(value)
    return Marks(read, ticked, position, best, is_open)


@dataclass(frozen=True, slots=True)
class CourseMarks:
    """Ids of the sections read, and by quiz id the best graded percentage; may_sit: whether a
    window of the course is open to the learner."""

    read: Collection[int] = frozenset()
    best: Mapping[int, int] = field(default_factory=dict)
    may_sit: bool = False


def course_marks(user_id: int, outline: Outline, *, now: datetime) -> CourseMarks:
    """The learner's marks in a whole course."""
    read, best, may_sit = set(), {}, False
    mine = (user_id, outline.id)
    windows = open_windows.asked_for(user_id, now)
    for what, pk, value in _rows(_COURSE, *mine, *mine, *windows, outline.id):
        if what == READ:
            read.add(pk)
        elif what == WINDOW:
            may_sit = True
        elif value != NO_RESULT:
            best[pk] = whole_percent(value)
    return CourseMarks(read, best, may_sit)


class ReadLast(NamedTuple):
    """Where the learner was reading last, and when."""

    section_id: int
    course_id: int
    at: datetime


def read_last(user_id: int) -> ReadLast | None:
    """The newest place in a chapter that the book still has."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST_PLACE, [user_id])
        found: tuple[int, int, datetime] | None = cursor.fetchone()
    return found and ReadLast(found[0], found[1], as_time(found[2]))


def answers_by_day(user_id: int, *, since: datetime) -> dict[date, int]:
    """How many answers were given on each day since, days being those of the zone in force."""
    zone = timezone.get_current_timezone_name()
    day, cast = connection.ops.datetime_cast_date_sql("answered_at", (), zone)
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERS_BY_DAY.format(day=day), [*cast, user_id, as_stored_time(since)])
        rows: list[tuple[date | str, int]] = cursor.fetchall()
    return {date.fromisoformat(day) if isinstance(day, str) else day: count for day, count in rows}


def _rows(sql: str, *parameters: datetime | str | int | None) -> list[tuple[int, int, float]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[int, int, float]] = cursor.fetchall()
    return rows
