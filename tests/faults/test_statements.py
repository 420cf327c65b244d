"""A process that dies at any statement of a save or of a grading leaves all of it or nothing."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from itertools import count

import pytest

from quizzes import attempts, closing, saving
from quizzes.deadlines import GRACE
from quizzes.models import Attempt, Quiz, Saved, Tally
from tests.factories import UserFactory
from tests.faults.dying import dies_at
from tests.quizzes.under_way import DEADLINE, SOON, exam, give, given, sit

pytestmark = pytest.mark.django_db(transaction=True)

AFTER = DEADLINE + GRACE + timedelta(seconds=1)
Deed = Callable[[Attempt], object]
Look = tuple[object, ...]

KEY = uuid.UUID(int=7)


def begin(quiz: Quiz) -> Attempt:
    """An attempt with two answers, of which one is right, by a new learner."""
    attempt = sit(UserFactory(), quiz)
    give(attempt, 1, "A")
    give(attempt, 2, "BD")
    return attempt


def look(attempt: Attempt) -> Look:
    """All that is stored of it."""
    found = Attempt.objects.get(pk=attempt.pk)
    rows = found.responses.order_by("position")
    return (
        (found.submitted_at, found.ended_by, found.right, found.score),
        [(row.score, row.graded_at, row.answered_at, row.certainty, row.flagged) for row in rows],
        [sorted(row.choices.values_list("option__letter", flat=True)) for row in rows],
        sorted(Saved.objects.filter(attempt=found).values_list("response__position", "outcome")),
        sorted(
            Tally.objects.filter(user=found.user_id).values_list(
                "question__pk", "answers", "right", "last_right"
            )
        ),
    )


def submit(attempt: Attempt) -> object:
    return closing.submit(attempt.user_id, attempt.pk, now=SOON)


def sweep(attempt: Attempt) -> object:
    return attempts.close_overdue(AFTER)


def save(attempt: Attempt) -> object:
    """Another answer instead of the one that is there, and a certainty."""
    new = given(attempt, 2, "BC", key=KEY, certainty=2)
    return saving.take(attempt.user_id, attempt.pk, position=2, save=new, now=SOON)


def bare(deed: Callable[..., object]) -> Callable[..., object]:
    """The deed as it would be without its transaction."""
    inside: Callable[..., object] = vars(deed)["__wrapped__"]
    return inside


def submit_bit_by_bit(attempt: Attempt) -> object:
    return bare(closing.submit)(attempt.user_id, attempt.pk, now=SOON)


def save_bit_by_bit(attempt: Attempt) -> object:
    new = given(attempt, 2, "BC", key=KEY, certainty=2)
    return bare(saving.take)(attempt.user_id, attempt.pk, position=2, save=new, now=SOON)


def deaths(deed: Deed, quiz: Quiz) -> Iterator[tuple[Attempt, Look]]:
    """An attempt, and what it was before, for each statement at which a process did not live on."""
    for step in count(1):
        attempt = begin(quiz)
        before = look(attempt)
        if not dies_at(step, partial(deed, attempt)):
            return
        yield attempt, before


@pytest.mark.parametrize(("deed", "least"), [(submit, 6), (sweep, 7), (save, 7)])
def test_all_or_nothing_and_again_completes_it(deed: Deed, least: int) -> None:
    quiz = exam()
    control = begin(quiz)
    deed(control)
    done = look(control)
    met, untouched = 0, 0
    for attempt, before in deaths(deed, quiz):
        found = look(attempt)
        assert found in (before, done)
        untouched += found == before
        deed(attempt)
        assert look(attempt) == done
        met += 1
    assert met >= least
    # It dies after the commit only once.
    assert untouched == met - 1


@pytest.mark.parametrize(("deed", "whole"), [(submit_bit_by_bit, submit), (save_bit_by_bit, save)])
def test_without_its_transaction_a_part_is_left(deed: Deed, whole: Deed) -> None:
    quiz = exam()
    control = begin(quiz)
    whole(control)
    done = look(control)
    assert any(look(attempt) not in (before, done) for attempt, before in deaths(deed, quiz))
