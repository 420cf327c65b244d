"""Rounds of ten starts at once and twenty submissions at once: one attempt, one grading.

`python -m tests.faults.rounds COUNT` plays them on the database of the environment, which
`tests.faults.hall` has filled."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from quizzes.models import Attempt, Quiz

STARTS, SUBMITS = 10, 20
Result = TypeVar("Result")


def play(count: int, quiz: "Quiz") -> list[str]:
    """So many rounds at a fixed form, each by a new learner; what went wrong."""
    with ThreadPoolExecutor(SUBMITS) as pool:
        try:
            return [wrong for number in range(count) for wrong in _round(pool, quiz, number)]
        finally:
            _hang_up(pool)


def _hang_up(pool: ThreadPoolExecutor) -> None:
    """Close the connection of every thread: none gets a second turn before each had its own."""
    from django.db import connections

    gate = threading.Barrier(SUBMITS)

    def close(_: int) -> None:
        gate.wait(60)
        connections.close_all()

    list(pool.map(close, range(SUBMITS)))


def _at_once(
    pool: ThreadPoolExecutor, times: int, deed: Callable[[], Result]
) -> tuple[list[Result], list[str]]:
    """What each of so many deeds, all begun at one moment, returned, and what they raised."""
    from django.db import connection

    gate = threading.Barrier(times)

    def run(_: int) -> tuple[list[Result], list[str]]:
        try:
            connection.ensure_connection()
            gate.wait(60)
            return [deed()], []
        except Exception as fault:
            return [], [f"{type(fault).__name__}: {fault}".strip()]

    done = list(pool.map(run, range(times)))
    return [one for made, _ in done for one in made], [one for _, bad in done for one in bad]


def _round(pool: ThreadPoolExecutor, quiz: "Quiz", number: int) -> Iterator[str]:
    from django.utils import timezone

    from quizzes import closing, exams
    from quizzes.models import Attempt
    from studyapp.accounts.models import User

    user = User.objects.create(email=f"round{number}@example.org")
    begun, faults = _at_once(pool, STARTS, lambda: exams.start(user.pk, quiz, now=timezone.now()))
    yield from (f"round {number}: a start failed, {fault}" for fault in faults)
    stored = list(Attempt.objects.filter(user=user))
    if len(stored) != 1 or len({attempt.pk for attempt, _ in begun}) != 1:
        yield f"round {number}: {len(stored)} attempts were begun"
    if sum(fresh for _, fresh in begun) != 1:
        yield f"round {number}: not one start says that it began the attempt"
    if not stored:
        return
    attempt = stored[0]
    _answer(attempt)
    ended, faults = _at_once(
        pool, SUBMITS, lambda: closing.submit(user.pk, attempt.pk, now=timezone.now())
    )
    yield from (f"round {number}: a submission failed, {fault}" for fault in faults)
    if sum(fresh for _, fresh in ended) != 1:
        yield f"round {number}: graded {sum(fresh for _, fresh in ended)} times"
    yield from _graded_once(attempt, number)


def _answer(attempt: "Attempt") -> None:
    """The right answer to every other question."""
    from django.utils import timezone

    from quizzes import saving
    from quizzes.models import Option

    for response in attempt.responses.order_by("position")[::2]:
        key = Option.objects.filter(version=response.version_id, is_key=True)
        chosen = list(key.values_list("pk", flat=True))
        if chosen:
            save = saving.Save(chosen=chosen)
            saving.take(
                *(attempt.user_id, attempt.pk),
                position=response.position,
                save=save,
                now=timezone.now(),
            )


def _graded_once(attempt: "Attempt", number: int) -> Iterator[str]:
    from quizzes.models import Tally

    attempt.refresh_from_db()
    rows = list(attempt.responses.all())
    answered = [row for row in rows if row.answered_at is not None]
    right = [row for row in answered if row.counts]
    if attempt.submitted_at is None or len({row.graded_at for row in rows}) != 1:
        yield f"round {number}: not graded at one time"
    if attempt.right != len(right) or attempt.score != len(right) / attempt.counted:
        yield f"round {number}: {attempt.right} right, {attempt.score} instead of {len(right)}"
    tallies = Tally.objects.filter(user=attempt.user_id)
    counted: list[Any] = sorted(tallies.values_list("question_id", "answers", "right"))
    if counted != sorted((row.question_id, 1, 1) for row in answered):
        yield f"round {number}: answers were counted otherwise than once"


def main(count: str) -> int:
    import django

    django.setup()
    from quizzes.models import Quiz

    quiz = Quiz.objects.filter(kind=Quiz.Kind.FIXED).order_by("pk").first()
    assert quiz is not None
    wrong = play(int(count), quiz)
    print(*wrong[:20], f"{count} rounds, {len(wrong)} wrong", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
