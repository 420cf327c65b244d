"""Django's backend for SQLite, whose transactions queue before they take the lock.

Whoever waits for SQLite's own lock sleeps in growing steps and finds it taken again by others. So a
transaction first takes a turn, a lock on a file beside the database, looked for every half
millisecond. SQLite's lock stays what keeps writers apart: where no turn is to be had, it is done
without (`docs/adr/0022`)."""

import fcntl
import os
import time
from pathlib import Path

from django.db.backends.sqlite3 import base, creation

PATIENCE = 5.0
"""Seconds. Who waits longer leaves the queue, and waits for SQLite's lock as long as it allows."""
STEP = 0.0005


def queue_of(database: str | Path) -> Path:
    """The file beside the database that the turns are taken on."""
    return Path(f"{database}-queue")


def take_turn(queue: Path, *, patience: float = PATIENCE) -> int | None:
    """A descriptor that holds the turn until it is closed, or its process ends; None where the
    patience, in seconds, ran out, or no file can be locked there."""
    try:
        turn = os.open(queue, os.O_RDONLY | os.O_CREAT, 0o600)
    except OSError:
        return None
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if isinstance(error, BlockingIOError) and time.monotonic() < until:
                time.sleep(STEP)
                continue
            os.close(turn)
            return None
        return turn


class DatabaseCreation(creation.DatabaseCreation):
    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:
        super()._destroy_test_db(test_database_name, verbosity)  # type: ignore[misc]
        if not self.is_in_memory_db(test_database_name):
            queue_of(test_database_name).unlink(missing_ok=True)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    _turn: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            self._turn = take_turn(queue_of(self.settings_dict["NAME"]))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        # Where it fails, Django rolls back or closes.
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is not None:
            os.close(turn)
