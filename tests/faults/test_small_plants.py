"""Bugs of saving and closing, planted in this process: one small story is enough to find them.

`make storm` plants the others too, each in a copy of the product that it serves."""

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from quizzes import attempts, closing, saving
from quizzes.models import Attempt
from tests.factories import NOON, UserFactory
from tests.faults import state
from tests.faults.checker import check
from tests.faults.history import Event, What, gather
from tests.faults.plants import CLOSING, PLANTS, SAVING, Plant
from tests.faults.site import ROOT
from tests.quizzes.taking import ids
from tests.quizzes.under_way import DEADLINE, exam, sit

pytestmark = pytest.mark.django_db

FILES = {CLOSING, SAVING, "quizzes/deadlines.py", "quizzes/regrades.py"}
SMALL = [
    bug
    for bug in PLANTS
    if not bug.rounds and not bug.drop and {file for file, _, _ in bug.edits} <= FILES
]
CLIENT = uuid.UUID(int=5)
LATE = DEADLINE + timedelta(seconds=11)


@contextmanager
def planted(bug: Plant) -> Iterator[None]:
    """The modules as their changed code makes them."""
    modules = {file: sys.modules[file.removesuffix(".py").replace("/", ".")] for file in FILES}
    before = {file: dict(vars(module)) for file, module in modules.items()}
    try:
        for file, old, new in bug.edits:
            code = (ROOT / file).read_text("utf-8").replace(old, new)
            exec(compile(code, file, "exec"), vars(modules[file]))
        yield
    finally:
        for file, module in modules.items():
            vars(module).clear()
            vars(module).update(before[file])


class Story:
    """Deeds, and what their doers heard: their log."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def save(
        self, attempt: Attempt, position: int, letters: str, *, number: int, now: datetime
    ) -> None:
        """number: of the save, its key and its sequence."""
        chosen, key = ids(attempt, position, letters), uuid.UUID(int=number)
        save = saving.Save(key=key, client=CLIENT, sequence=number, chosen=chosen)
        sent = Event(
            What.INVOKED,
            now.timestamp(),
            deed="save",
            attempt=attempt.pk.hex,
            key=key.hex,
            position=position,
            client=CLIENT.hex,
            sequence=number,
            given=",".join(str(pk) for pk in sorted(chosen)),
        )
        receipt = saving.take(attempt.user_id, attempt.pk, position=position, save=save, now=now)
        self._tell(sent, receipt.outcome.value)

    def submit(self, attempt: Attempt, *, now: datetime) -> None:
        key = uuid.uuid4().hex
        sent = Event(What.INVOKED, now.timestamp(), deed="submit", attempt=attempt.pk.hex, key=key)
        closing.submit(attempt.user_id, attempt.pk, now=now)
        self._tell(sent, "ended")

    def _tell(self, sent: Event, outcome: str) -> None:
        heard = Event(
            What.ACKNOWLEDGED,
            sent.at,
            deed=sent.deed,
            attempt=sent.attempt,
            key=sent.key,
            outcome=outcome,
        )
        self.events += [sent, heard]


def found() -> list[str]:
    """What the checker has to say of two exams: one is submitted twice, the other forgotten."""
    quiz = exam("A", "BC", "D", "A")
    submitted, forgotten = (sit(UserFactory(), quiz, unscored=[3]) for _ in range(2))
    story, moments = Story(), (NOON + timedelta(seconds=10 * n) for n in range(20))
    story.save(submitted, 1, "B", number=1, now=next(moments))
    story.save(submitted, 1, "A", number=3, now=next(moments))
    story.save(submitted, 1, "C", number=2, now=next(moments))
    story.save(submitted, 1, "B", number=1, now=next(moments))
    story.save(submitted, 2, "BC", number=4, now=next(moments))
    story.save(submitted, 3, "D", number=5, now=next(moments))
    story.submit(submitted, now=next(moments))
    story.submit(submitted, now=next(moments))
    story.save(submitted, 2, "BD", number=6, now=next(moments))
    story.save(forgotten, 2, "BC", number=7, now=next(moments))
    story.save(forgotten, 2, "BD", number=8, now=LATE)
    attempts.close_overdue(LATE + timedelta(hours=5))
    return check(gather(story.events), [state.read_from(connection.connection)])


def test_the_product_as_it_is_is_believed() -> None:
    assert found() == []


@pytest.mark.parametrize("bug", SMALL, ids=lambda bug: bug.name)
def test_a_bug_is_found(bug: Plant) -> None:
    with planted(bug):
        assert found() != []


def test_most_bugs_are_small() -> None:
    assert len(SMALL) >= 10
