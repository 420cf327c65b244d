"""A learner's tallies added up under whatever progress counts by, in one pass over them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from quizzes.holdings import QuestionEntry
from quizzes.reviewing import WITHHELD, moments
from quizzes.rows import as_time
from studyapp.progress.mastery import Level, Mastery, estimate

Bucket = tuple[str, int, int]
"""What questions are counted under: everything, a domain, a service, a service's task; a category
of services by its number, and its task."""

ALL: Bucket = ("all", 0, 0)


class TallyRow(NamedTuple):
    question_id: int
    answers: int
    right: int
    last_right: bool
    last_answered_at: datetime


@dataclass(frozen=True, slots=True)
class Sum:
    """Some questions' tallies together. seen of questions were answered at least once."""

    mastery: Mastery
    questions: int
    answers: int
    right_answers: int
    last_answered_at: datetime | None

    @property
    def seen(self) -> int:
        return self.mastery.answered

    @property
    def says(self) -> str:
        return says(self.mastery)


def says(mastery: Mastery) -> str:
    """An estimate in words, with the number of answers that it rests on."""
    counts = {"right": mastery.right, "answered": mastery.answered}
    if mastery.level is Level.NONE:
        return _("No answers yet")
    if mastery.level is Level.FEW:
        return _("%(right)d of %(answered)d, too few to say") % counts
    bounds = {"low": mastery.low_percent, "high": mastery.high_percent}
    return _("%(right)d of %(answered)d, likely %(low)d–%(high)d %%") % (counts | bounds)


@dataclass(frozen=True, slots=True)
class Counted:
    """A course's questions at one revision, with the buckets of each.

    asked: how many questions each bucket still asks."""

    questions: Mapping[int, QuestionEntry]
    buckets: Mapping[int, Sequence[Bucket]]
    asked: Mapping[Bucket, int]


def counted(
    questions: Mapping[int, QuestionEntry], categories: Mapping[int, int] = MappingProxyType({})
) -> Counted:
    """categories: the number of each service's category, where it is of one."""
    buckets = {pk: _buckets(question, categories) for pk, question in questions.items()}
    return Counted(
        questions=questions,
        buckets=buckets,
        asked=Counter(
            bucket for pk, question in questions.items() if question.asked for bucket in buckets[pk]
        ),
    )


def _buckets(question: QuestionEntry, categories: Mapping[int, int]) -> list[Bucket]:
    found: list[Bucket] = [ALL]
    if question.domain_id is not None:
        found.append(("domain", question.domain_id, 0))
    for service in question.services:
        found.append(("service", service, 0))
        if question.task_id is not None:
            found.append(("cell", service, question.task_id))
    for category in {categories[pk] for pk in question.services if pk in categories}:
        found.append(("category", category, 0))
        if question.task_id is not None:
            found.append(("category cell", category, question.task_id))
    return found


# Written by hand, as in studyapp.learner, and for the same reason. A service may have one question:
# its figure would tell how that was answered in an exam that may not be explained yet.
_TALLIES = f"""
    SELECT tally.question_id, tally.answers, tally."right", tally.last_right,
        tally.last_answered_at, tally.question_id IN ({WITHHELD})
    FROM quizzes_tally tally JOIN quizzes_question question ON question.id = tally.question_id
    WHERE tally.user_id = %(user)s AND question.course_id = %(course)s"""  # noqa: S608 (constants)


def tallies_of(user_id: int, course_id: int, *, now: datetime) -> tuple[list[TallyRow], int]:
    """The learner's tallies, and how many more must not be told yet."""
    with connection.cursor() as cursor:
        cursor.execute(_TALLIES, {"user": user_id, "course": course_id, **moments(now)})
        rows: list[tuple[int, int, int, bool, datetime, bool]] = cursor.fetchall()
    told = [
        TallyRow(*row[:5])._replace(last_answered_at=as_time(row[4])) for row in rows if not row[5]
    ]
    return told, len(rows) - len(told)


def sums_of(course: Counted, tallies: Sequence[TallyRow]) -> dict[Bucket, Sum]:
    """What counts in each bucket: questions still asked, and retired ones that were answered."""
    met: dict[Bucket, list[TallyRow]] = defaultdict(list)
    retired: Counter[Bucket] = Counter()
    for row in tallies:
        # One that was added a moment ago, after these were counted, is left to the next look.
        for bucket in course.buckets.get(row.question_id, ()):
            met[bucket].append(row)
            if not course.questions[row.question_id].asked:
                retired[bucket] += 1
    sums = {bucket: _unmet(asked) for bucket, asked in course.asked.items() if bucket not in met}
    for bucket, rows in met.items():
        sums[bucket] = _sum(rows, course.asked.get(bucket, 0) + retired[bucket])
    return sums


@cache
def _unmet(questions: int) -> Sum:
    return Sum(estimate(0, 0), questions, 0, 0, None)


NOTHING = _unmet(0)


def _sum(met: Sequence[TallyRow], questions: int) -> Sum:
    return Sum(
        mastery=estimate(sum(row.last_right for row in met), len(met)),
        questions=questions,
        answers=sum(row.answers for row in met),
        right_answers=sum(row.right for row in met),
        last_answered_at=max(row.last_answered_at for row in met),
    )
