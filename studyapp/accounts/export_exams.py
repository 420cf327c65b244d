"""What the site holds on a person's exams, for `studyapp.accounts.export`."""

from django.db.models import Q
from django.utils import timezone

from quizzes.models import ExamAct, ExtraTime, RegradedAttempt, Saved
from quizzes.reviewing import withheld
from studyapp.accounts.models import User

Row = dict[str, object]


def extra_time(user: User) -> list[Row]:
    granted = ExtraTime.objects.filter(user=user).select_related("course").order_by("pk")
    return [
        {"course": extra.course.slug, "minutes": extra.minutes, "percent": extra.percent}
        for extra in granted
    ]


def saves(user: User) -> list[Row]:
    """Every save of an answer as it arrived, by attempt and the question's position."""
    rows = Saved.objects.filter(attempt__user=user).order_by("pk")
    return list(
        rows.values(
            "attempt_id",
            "response__position",
            "arrived_at",
            "given",
            "certainty",
            "flagged",
            "outcome",
        )
    )


def regrades(user: User) -> list[Row]:
    """What regrades changed, but for exams of which no answer may be told."""
    changed = RegradedAttempt.objects.filter(attempt__user=user).select_related("regrade__question")
    changed = changed.exclude(attempt__in=withheld(user.pk, timezone.now()))
    return [
        {
            "attempt": row.attempt_id,
            "question": row.regrade.question.code,
            "policy": row.regrade.policy,
            "made_at": row.regrade.made_at,
            "undone_at": row.regrade.undone_at,
            "score_before": row.score_before,
            "score_after": row.score_after,
        }
        for row in changed.order_by("pk")
    ]


def exam_acts(user: User) -> list[Row]:
    """What the user did as an instructor, and what instructors did about the user."""
    concerned = Q(by=user) | Q(learner=user)
    acts = ExamAct.objects.filter(concerned).select_related("course").order_by("pk")
    return [
        {
            "by_you": act.by_id == user.pk,
            "about_you": act.learner_id == user.pk,
            "at": act.at,
            "act": act.kind,
            "course": act.course.slug,
            "why": act.why,
            "detail": act.detail,
        }
        for act in acts
    ]
