"""Which questions an exam asks: drawn by the course's blueprint, or those of its fixed form."""

from collections.abc import Mapping
from datetime import datetime
from random import Random

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from content.kept import Kept
from content.outline import Outline, outline_of
from quizzes.blueprint import ANY, Quota, quotas
from quizzes.drawing import Candidate, Drawn, Listed, ShortError, alike, draw, mend
from quizzes.models import FormQuestion, Question, Quiz, Response

FormShortError = ShortError

_groups: Kept[Mapping[int, int]] = Kept()


def quotas_of(course: Outline) -> tuple[Quota, ...]:
    """How many questions of each domain a form of the course's exam holds, and how many count."""
    domains = [(domain.id, domain.weight) for domain in course.domains]
    return quotas(course.exam_questions, course.exam_scored or course.exam_questions, domains)


def questions(user_id: int, quiz: Quiz, *, now: datetime, random: Random) -> list[Drawn]:
    """The questions of a sitting that begins now, in order. Raises FormShortError."""
    if quiz.kind == Quiz.Kind.FIXED:
        return fixed(quiz, now=now)
    course = outline_of(quiz.course)
    found = candidates(course, now=now, seen=last_seen(user_id, course.id))
    return draw(found, quotas_of(course), random=random)


def available(course: Outline, *, now: datetime) -> QuerySet[Question]:
    """What may be asked in a scored exam of the course today, of the kinds that it is made of."""
    asked = Question.objects.asked().for_scored_exams(timezone.localdate(now))
    return asked.filter(course=course.id, current__kind__in=course.exam_kinds)


def candidates(
    course: Outline,
    *,
    now: datetime,
    seen: Mapping[int, datetime] | None = None,
    by_task: bool = False,
) -> list[Candidate]:
    """What a form may be drawn from. seen: when its learner was last asked each question; by_task:
    task statements stand in for domains."""
    times = seen or {}
    alike = groups(course)
    rows = available(course, now=now).annotate(
        of=F("task_id") if by_task else Coalesce("domain_id", "task__domain_id")
    )
    return [
        Candidate(pk, domain, times.get(pk), alike.get(pk))
        for pk, domain in rows.order_by("pk").values_list("pk", "of")
    ]


def groups(course: Outline) -> Mapping[int, int]:
    """The group of each of the course's questions that are nearly the same as others, by id."""
    return _groups.get(course.id, revision=course.revision, make=lambda: _alike(course))


def _alike(course: Outline) -> Mapping[int, int]:
    asked = Question.objects.asked().filter(course=course.id)
    return alike(dict(asked.order_by("pk").values_list("pk", "current__stem")))


def last_seen(user_id: int, course_id: int) -> dict[int, datetime]:
    """When the learner was last asked each question of the course, answered or not."""
    rows = Response.objects.filter(attempt__user=user_id, attempt__quiz__course=course_id)
    found = rows.values("question").annotate(last=Max("attempt__started_at"))
    return {row["question"]: row["last"] for row in found}


def fixed(quiz: Quiz, *, now: datetime) -> list[Drawn]:
    """The questions of a fixed form, in its order, less those that may not be asked today.

    Raises FormShortError where too few are left for as many to count as should."""
    standing = set(
        available(outline_of(quiz.course), now=now)
        .filter(forms__quiz=quiz)
        .values_list("pk", flat=True)
    )
    rows = FormQuestion.objects.filter(quiz=quiz).annotate(
        of=Coalesce("question__domain_id", "question__task__domain_id")
    )
    return mend(
        [
            Listed(pk, domain or ANY, scored, pk in standing)
            for pk, domain, scored in rows.values_list("question_id", "of", "scored")
        ]
    )
