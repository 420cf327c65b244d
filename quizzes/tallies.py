"""Each learner's running count of answers to each question, and the proof that it is right.

Progress reads these rows, one a question met, instead of every answer ever given."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from quizzes.models import Response, Tally

Row = tuple[int, int, int, int, bool, datetime]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One graded answer: the question's id and whether it was fully right."""

    question_id: int
    right: bool


def add(user_id: int, verdicts: Sequence[Verdict], *, now: datetime) -> None:
    """Count verdicts in one statement, inside the caller's transaction.

    An upsert that adds, which the ORM cannot say: two attempts graded at once must both count.
    In the order of the questions, as `recount` locks them: else the two might wait for each other.
    """
    if not verdicts:
        return
    table = connection.ops.quote_name(Tally._meta.db_table)
    when = connection.ops.adapt_datetimefield_value(now)
    values = ", ".join(["(%s, %s, 1, %s, %s, %s)"] * len(verdicts))
    parameters = [
        value
        for verdict in sorted(verdicts, key=lambda verdict: verdict.question_id)
        for value in (user_id, verdict.question_id, int(verdict.right), verdict.right, when)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO {table} (user_id, question_id, answers, "right", last_right, '  # noqa: S608
            f"last_answered_at) VALUES {values} ON CONFLICT (user_id, question_id) DO UPDATE SET "
            f'answers = {table}.answers + 1, "right" = {table}."right" + EXCLUDED."right", '
            f"last_right = CASE WHEN EXCLUDED.last_answered_at >= {table}.last_answered_at "
            f"THEN EXCLUDED.last_right ELSE {table}.last_right END, "
            f"last_answered_at = CASE WHEN EXCLUDED.last_answered_at >= {table}.last_answered_at "
            f"THEN EXCLUDED.last_answered_at ELSE {table}.last_answered_at END",
            parameters,
        )


def derived(responses: QuerySet[Response] | None = None) -> set[Row]:
    """Every tally of these responses, or of all, as they themselves say it should be."""
    every = Response.objects.all() if responses is None else responses
    graded = every.exclude(answered_at=None).exclude(graded_at=None)
    newest = graded.filter(
        attempt__user=OuterRef("attempt__user"), question=OuterRef("question")
    ).order_by("-graded_at", "-pk")
    rows = graded.values("attempt__user", "question").annotate(
        answers=Count("pk"),
        right=Count("pk", filter=Q(score=1.0)),
        last_score=Subquery(newest.values("score")[:1]),
        last=Max("graded_at"),
    )
    return {
        (
            row["attempt__user"],
            row["question"],
            row["answers"],
            row["right"],
            row["last_score"] == 1.0,
            row["last"],
        )
        for row in rows.order_by()
    }


def stored() -> set[Row]:
    """Every tally as it stands."""
    return set(
        Tally.objects.values_list(
            "user_id", "question_id", "answers", "right", "last_right", "last_answered_at"
        )
    )


def recount(users: Collection[int], questions: Collection[int]) -> None:
    """Write anew what these learners' answers to these questions come to, where marks were changed
    or taken back, inside the caller's transaction.

    The tallies are locked first and the responses read after that: an attempt that is graded
    meanwhile is either read here whole, or adds to what this has written."""
    concerned = Tally.objects.filter(user__in=users, question__in=questions)
    held = list(concerned.select_for_update().order_by("question_id", "user_id"))
    true = derived(Response.objects.filter(attempt__user__in=users, question__in=questions))
    known = {(user, asked) for user, asked, *_ in true}
    gone = [tally.pk for tally in held if (tally.user_id, tally.question_id) not in known]
    Tally.objects.filter(pk__in=gone).delete()
    Tally.objects.bulk_create(
        _tallies(true),
        batch_size=500,
        update_conflicts=True,
        unique_fields=["user", "question"],
        update_fields=["answers", "right", "last_right", "last_answered_at"],
    )


@transaction.atomic
def rebuild() -> int:
    """Write every tally anew from the responses; how many there are."""
    Tally.objects.all().delete()
    return len(Tally.objects.bulk_create(_tallies(derived()), batch_size=500))


def _tallies(rows: set[Row]) -> list[Tally]:
    return [
        Tally(
            user_id=user,
            question_id=question,
            answers=answers,
            right=right,
            last_right=last_right,
            last_answered_at=last,
        )
        for user, question, answers, right, last_right, last in sorted(
            rows, key=lambda row: (row[1], row[0])
        )
    ]
