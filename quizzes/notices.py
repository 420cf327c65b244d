"""What learners are told of regrades: on their first page until put aside, and in a result."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from content.addresses import address
from quizzes.days import day
from quizzes.grading import AnswerKey, reaches, whole_percent
from quizzes.models import Attempt, RegradedAttempt
from quizzes.regrade_marks import Policy, Rule, worth
from quizzes.regrades import in_force
from quizzes.responses import ResponseRow

MOST = 200
"""Attempts told of at once."""


@dataclass(frozen=True, slots=True)
class Notice:
    """An attempt whose score a regrade changed, or its undoing: percent before, and now."""

    title: str
    url: str
    before: int
    now: int
    passes: bool | None
    taken_back: bool
    aside_url: str


def notices(user_id: int) -> list[Notice]:
    """What the learner has not put aside, one for each attempt, newest first; one query.

    passes: whether the attempt passes now, where that has changed."""
    unseen = RegradedAttempt.objects.filter(
        attempt__user=user_id, attempt__submitted_at__isnull=False, seen_at=None
    )
    rows = unseen.select_related("attempt__quiz", "regrade").order_by("-regrade_id")[:MOST]
    by_attempt: dict[uuid.UUID, list[RegradedAttempt]] = {}
    for row in rows:
        by_attempt.setdefault(row.attempt_id, []).append(row)
    return [_notice(found) for found in by_attempt.values()]


def _notice(rows: Sequence[RegradedAttempt]) -> Notice:
    """rows: one attempt's, newest first."""
    attempt, oldest = rows[0].attempt, rows[-1]
    known = oldest.score_after if oldest.regrade.undone_at else oldest.score_before
    before, now = whole_percent(known), whole_percent(attempt.score or 0)
    passed = reaches(known, attempt.pass_mark)
    changed = not attempt.is_practice and passed != attempt.passed
    return Notice(
        title=attempt.title,
        url=address("result", attempt.pk),
        before=before,
        now=now,
        passes=attempt.passed if changed else None,
        taken_back=all(row.regrade.undone_at is not None for row in rows),
        aside_url=address("put_aside", attempt.pk),
    )


def put_aside(user_id: int, attempt_id: uuid.UUID, *, now: datetime) -> None:
    """Tell the learner no more of what was regraded in the attempt so far.

    Raises Attempt.DoesNotExist where it is not the learner's."""
    attempt = Attempt.objects.get(pk=attempt_id, user=user_id)
    attempt.regrades.filter(seen_at=None).update(seen_at=now)


@dataclass(frozen=True, slots=True)
class CountsNow:
    """What counts of a regraded question, in words, and the rule that shows what is right."""

    says: str
    rule: Rule


def counting_now(rows: Sequence[ResponseRow], *, partial: bool) -> dict[int, CountsNow]:
    """By version id, for those responses of a submitted attempt that a regrade in force covers."""
    covered = {row.version_id: row for row in rows if row.regraded}
    if not covered:
        return {}
    return {
        version: CountsNow(
            _says(rule, covered[version], day(regrading.made_at, form="j F Y"), partial=partial),
            rule,
        )
        for regrading in in_force(list(covered))
        for version, rule in regrading.rules.items()
    }


def _says(rule: Rule, row: ResponseRow, since: str, *, partial: bool) -> str:
    if rule.policy is Policy.VOID and not row.counts:
        return _("Since %(since)s this question does not count: it was faulty.") % {"since": since}
    if rule.policy is Policy.VOID:
        told = _(
            "Since %(since)s this question does not count, for it was faulty. Your mark stays, as "
            "you would lose by that."
        )
        return told % {"since": since}
    if rule.policy is Policy.FULL_CREDIT:
        told = _("Since %(since)s everybody has the full mark for this question: it was faulty.")
        return told % {"since": since}
    told = _("The key was put right on %(since)s: what counts now is shown below.")
    if rule.policy is Policy.ACCEPT_BOTH:
        told = _(
            "The key was put right on %(since)s: what is shown below counts, and the earlier key "
            "too."
        )
    elif _is_kept(rule.right, row, partial=partial):
        told = _(
            "The key was put right on %(since)s: what counts now is shown below. The mark that you "
            "had stays yours."
        )
    return told % {"since": since}


def _is_kept(right: AnswerKey, row: ResponseRow, *, partial: bool) -> bool:
    """Whether the answer has a better mark than it is worth by what is right."""
    return (row.score or 0.0) > float(worth(right, row.given, partial=partial))
