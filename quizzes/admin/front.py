"""The admin's front page: what waits for an instructor, and where to go from here."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Window,
)
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Course
from quizzes.admin.coverage import address_of
from quizzes.facts import Doubtful, doubtful
from quizzes.models import Attempt, Question, QuestionVersion, Tally

Status = Question.Status
DAYS, SHOWN = 7, 6
# Under so many answers, the share of wrong ones says more of chance than of the question.
ENOUGH_ANSWERS = 20


@dataclass(frozen=True, slots=True)
class Figure:
    """How many there are of something, and the list that shows just those."""

    name: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class CourseFigures:
    title: str
    code: str
    coverage: str
    questions: Sequence[Figure]
    attempts: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question whose newest words no learner sees; beside: older ones are asked meanwhile."""

    id: int
    code: str
    course: str
    stem: str
    written_at: datetime | None
    beside: bool


@dataclass(frozen=True, slots=True)
class OftenWrong:
    """answers: all that learners gave to the question; percent: the share of wrong ones."""

    id: int
    code: str
    course: str
    stem: str
    answers: int
    percent: int


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What an instructor sees first; too_few: questions with too few answers to say."""

    courses: Sequence[CourseFigures]
    waiting: Sequence[Waiting]
    waiting_count: int
    often_wrong: Sequence[OftenWrong]
    too_few: int
    facts: Sequence[Doubtful]
    facts_count: int
    days: int = DAYS
    enough: int = ENOUGH_ANSWERS


def index(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
    """The page, with what this person may look at."""
    site = admin.site
    may_questions = request.user.has_perm("quizzes.view_question")
    context = {
        **site.each_context(request),
        "title": site.index_title,
        "app_list": site.get_app_list(request),
        "page": front_page(timezone.localtime()) if may_questions else None,
        **(extra_context or {}),
    }
    return TemplateResponse(request, "admin/index.html", context)


def front_page(now: datetime) -> FrontPage:
    """All of it in six queries; now: in the reader's time zone."""
    waiting, waiting_count = _waiting(waiting_drafts(Question.objects.all()))
    facts = doubtful(now.date())
    return FrontPage(
        courses=_courses(now),
        waiting=waiting,
        waiting_count=waiting_count,
        often_wrong=_often_wrong(),
        too_few=_answered().filter(given__lt=ENOUGH_ANSWERS).count(),
        facts=facts[:SHOWN],
        facts_count=len(facts),
    )


def waiting_drafts(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Those whose newest words are not asked: drafts, and published ones with a newer wording."""
    newer = QuestionVersion.objects.filter(
        question=OuterRef("pk"), number__gt=OuterRef("current__number")
    )
    published = Q(status=Status.PUBLISHED) & Exists(newer)
    return questions.filter(Q(status=Status.DRAFT) | published)


def _courses(now: datetime) -> list[CourseFigures]:
    since = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
    questions = _counted(Question.objects.values_list("course", "status"))
    is_open = ExpressionWrapper(Q(submitted_at=None), BooleanField())
    recent = Attempt.objects.filter(started_at__gte=since)
    attempts = _counted(recent.values_list("quiz__course", is_open))
    return [
        CourseFigures(
            title=course.title,
            code=course.code,
            coverage=address_of(course.slug),
            questions=[
                _questions(course, status, questions[course.pk, status])
                for status in (Status.PUBLISHED, Status.DRAFT, Status.RETIRED)
            ],
            attempts=[
                _attempts(course, name, since, unfinished, attempts[course.pk, unfinished])
                for name, unfinished in ((_("submitted"), False), (_("open"), True))
            ],
        )
        for course in Course.objects.only("title", "code", "slug")
    ]


def _counted(pairs: "QuerySet[Any, tuple[Any, Any]]") -> defaultdict[tuple[Any, Any], int]:
    """How often each pair of a course and something else is there."""
    rows = pairs.annotate(count=Count("pk")).order_by()
    return defaultdict(int, {(course, other): count for course, other, count in rows})


def _questions(course: Course, status: Status, count: int) -> Figure:
    listed = reverse("admin:quizzes_question_changelist")
    address = f"{listed}?course__id__exact={course.pk}&status__exact={status}"
    return Figure(str(status.label), count, address)


def _attempts(course: Course, name: str, since: datetime, unfinished: bool, count: int) -> Figure:
    # The dates are those of the list's own filter, "Past 7 days", which then shows as chosen.
    where = {
        "quiz__course__id__exact": course.pk,
        "submitted_at__isempty": int(unfinished),
        "started_at__gte": since,
        "started_at__lt": since + timedelta(days=DAYS + 1),
    }
    listed = reverse("admin:quizzes_attempt_changelist")
    return Figure(name, count, f"{listed}?{urlencode(where)}")


def _waiting(waiting: QuerySet[Question]) -> tuple[list[Waiting], int]:
    """The drafts that are shown, and how many there are in all."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    rows = list(
        waiting.select_related("course")
        .annotate(
            stem=Subquery(newest.values("stem")[:1]),
            written_at=Subquery(newest.values("created_at")[:1]),
            all=Window(Count("*")),
        )
        .order_by(F("written_at").desc(nulls_last=True), "-pk")[:SHOWN]
    )
    shown = [
        Waiting(
            id=row.pk,
            code=row.code,
            course=str(row.course),
            stem=row.stem or "",
            written_at=row.written_at,
            beside=row.status == Status.PUBLISHED,
        )
        for row in rows
    ]
    return shown, rows[0].all if rows else 0


def _answered() -> Any:
    """The questions that are asked now, each with the answers given to it and the right ones."""
    asked = Tally.objects.filter(question__status=Status.PUBLISHED)
    sums = asked.values("question").annotate(given=Sum("answers"), hits=Sum("right"))
    return sums.order_by()


def _often_wrong() -> list[OftenWrong]:
    missed = (
        _answered()
        .filter(given__gte=ENOUGH_ANSWERS, hits__lt=F("given"))
        .annotate(share=Cast("hits", FloatField()) / F("given"))
        .order_by("share", "question")[:SHOWN]
    )
    sums = {row["question"]: row for row in missed}
    found = Question.objects.select_related("course", "current").in_bulk(sums)
    return [
        OftenWrong(
            id=question.pk,
            code=question.code,
            course=str(question.course),
            stem=question.current.stem if question.current else "",
            answers=row["given"],
            percent=round(100 * (row["given"] - row["hits"]) / row["given"]),
        )
        for pk, row in sums.items()
        for question in [found[pk]]
    ]
