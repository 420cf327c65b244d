"""Regrading a question whose key was wrong, as was looked at (`quizzes.regrade_plans`), and taking
that back.

Nothing is done that was not seen before: a regrade is applied only if it still does what its
preview said. Whatever it changes is written down as it was and as it became."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Case, OuterRef, QuerySet, Subquery, Value, When

from quizzes import acts, tallies
from quizzes.grading import as_mark
from quizzes.models import (
    Attempt,
    ExamAct,
    Question,
    QuestionVersion,
    Regrade,
    RegradedAttempt,
    RegradePlace,
    RegradeVersion,
    Response,
)
from quizzes.regrade_marks import Standing
from quizzes.regrade_plans import Correction, Plan, RegradingError, planned, standing
from quizzes.regrades import total_of

REGRADING = 0x7265_6772
"""The first half of the advisory locks of those who regrade in a course."""


class UndoneAlreadyError(RegradingError):
    """Somebody has taken the regrade back already."""


class LaterRegradeError(RegradingError):
    """A later regrade of the same question stands, which must be undone first."""

    def __init__(self, later: Regrade) -> None:
        super().__init__(str(later))
        self.later = later


class MovedError(RegradingError):
    """The regrade would now do something else than was looked at: plan."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("answers have changed since the preview")
        self.plan = plan


@transaction.atomic
def apply(correction: Correction, *, seen: str, by: int, why: str, now: datetime) -> Regrade:
    """Make the regrade, if it does what was seen: the digest of the plan that was looked at.

    by: the instructor's id. Raises MovedError with the new plan, NoReasonError of `quizzes.acts`,
    and what `check` raises; nothing is changed then."""
    question = correction.question
    _hold(question, correction.versions)
    plan = planned(correction)
    if plan.digest != seen:
        raise MovedError(plan)
    regrade = Regrade.objects.create(
        question=question, policy=correction.policy, lowers=correction.lowers, made_at=now
    )
    _write_keys(regrade, correction)
    RegradedAttempt.objects.bulk_create(
        each.change.row(
            regrade.pk,
            each.attempt_id,
            seen=now if each.score_before == each.score_after else None,
        )
        for each in plan.concerned
    )
    _put(regrade.attempts.all(), Response, score="mark_after", counts="counted_after")
    _put(
        regrade.attempts.all(),
        Attempt,
        right="right_after",
        counted="counted_total_after",
        score="score_after",
    )
    tallies.recount(plan.learners, [question.pk])
    acts.log(
        ExamAct.Kind.REGRADED,
        by,
        question.course,
        why,
        now=now,
        regrade=regrade,
        detail=_detail(correction, plan),
    )
    return regrade


def _detail(correction: Correction, plan: Plan) -> str:
    """The figures of the act, in the log's own plain words."""
    lowers = "marks may fall" if correction.lowers else "no mark falls"
    return (
        f"{correction.question.code}: {correction.policy.value}, {lowers}; "
        f"attempts {plan.graded}, changed {len(plan.concerned)}, "
        f"passes +{len(plan.gained)} −{len(plan.lost)}, tallies {len(plan.learners)}"
    )


def _write_keys(regrade: Regrade, correction: Correction) -> None:
    for version, right in sorted(correction.rights.items()):
        covered = RegradeVersion.objects.create(regrade=regrade, version_id=version)
        covered.keys.set(right.key)
        RegradePlace.objects.bulk_create(
            RegradePlace(regraded=covered, option_id=option, place=place)
            for option, place in right.places.items()
        )


def _hold(question: Question, versions: Collection[int]) -> None:
    """Until the transaction ends, let nobody else regrade in the course, begin an attempt with one
    of these wordings, or grade one that holds any.

    Whoever begins an attempt takes a share in the rows of its wordings; whoever grades one locks
    its row and then looks for regrades: so no attempt slips through between. SQLite has one writer
    anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [REGRADING, question.course_id])
    wordings = QuestionVersion.objects.filter(pk__in=versions).order_by("pk")
    list(wordings.select_for_update().values_list("pk", flat=True))
    holding = Response.objects.filter(version__in=versions).values("attempt")
    attempts = Attempt.objects.filter(pk__in=holding).order_by("pk")
    list(attempts.select_for_update().values_list("pk", flat=True))


def _put(
    kept: QuerySet[RegradedAttempt], model: type[Response] | type[Attempt], **fields: str
) -> None:
    """Write what the rows kept of a regrade say into the responses or attempts that they name."""
    to = "response" if model is Response else "attempt"
    own = kept.filter(**{to: OuterRef("pk")}).order_by()
    values = {name: Subquery(own.values(source)[:1]) for name, source in fields.items()}
    model._default_manager.filter(pk__in=kept.order_by().values(to)).update(**values)


@transaction.atomic
def undo(regrade: Regrade, *, by: int, why: str, now: datetime) -> Regrade:
    """Take the regrade back: what it changed becomes as it was, to the byte.

    An attempt that another regrade has changed since keeps that. Raises UndoneAlreadyError,
    LaterRegradeError, and NoReasonError of `quizzes.acts`."""
    question = regrade.question
    _hold(question, list(regrade.versions.values_list("version", flat=True)))
    held = Regrade.objects.select_for_update().get(pk=regrade.pk)
    if held.undone_at is not None:
        raise UndoneAlreadyError
    later = standing(question).filter(pk__gt=held.pk).order_by("-pk").first()
    if later is not None:
        raise LaterRegradeError(later)
    held.undone_at = now
    held.save(update_fields=["undone_at"])
    kept = held.attempts.all()
    _put(kept, Response, score="mark_before", counts="counted_before")
    # The sums kept here may hold what another regrade did, which may be undone by now.
    others = RegradedAttempt.objects.exclude(regrade=held).values("attempt")
    _put(
        kept.exclude(attempt__in=others),
        Attempt,
        right="right_before",
        counted="counted_total_before",
        score="score_before",
    )
    _sum_up(list(kept.filter(attempt__in=others).values_list("attempt", flat=True)))
    tallies.recount(set(kept.values_list("attempt__user", flat=True)), [question.pk])
    # Whoever was told is told again; whoever was not has nothing to hear.
    kept.update(seen_at=Case(When(seen_at=None, then=Value(now)), default=Value(None)))
    acts.log(ExamAct.Kind.UNDID, by, question.course, why, now=now, regrade=held)
    return held


def _sum_up(attempt_ids: Sequence[uuid.UUID]) -> None:
    """Write the sums of these submitted attempts anew from their responses."""
    standings: dict[uuid.UUID, list[Standing]] = defaultdict(list)
    rows = Response.objects.filter(attempt__in=attempt_ids).order_by()
    for attempt, score, counts in rows.values_list("attempt", "score", "counts"):
        standings[attempt].append(Standing(as_mark(score or 0.0), counts))
    found = []
    for pk, each in standings.items():
        total = total_of(each)
        found.append(
            Attempt(pk=pk, counted=total.counted, right=total.right, score=float(total.score))
        )
    Attempt.objects.bulk_update(found, ["counted", "right", "score"], batch_size=100)
