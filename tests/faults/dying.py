"""Deeds in a process that dies at one statement of theirs, each statement in turn."""

import os
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

DIED, DONE, FAILED = 9, 0, 1


def dies_at(step: int, deed: Callable[[], object]) -> bool:
    """Does the deed in a child process that dies as it comes to its statement of that number.

    A commit counts as two: one before it and one after. False where the deed was done before."""
    # The child must not share the parent's line to the database.
    connections.close_all()
    child = os.fork()
    if child == 0:
        _live(step, deed)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (DIED, DONE):
        raise AssertionError(f"the deed failed at step {step}: {code}")
    return code == DIED


def _live(step: int, deed: Callable[[], object]) -> None:
    left = step

    def pass_by() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os._exit(DIED)

    def execute(run: Callable[..., Any], *arguments: Any) -> Any:
        pass_by()
        return run(*arguments)

    commit = connection._commit  # type: ignore[attr-defined]

    def committed() -> None:
        pass_by()
        commit()
        pass_by()

    code = FAILED
    try:
        connection._commit = committed  # type: ignore[attr-defined]
        with connection.execute_wrapper(execute):
            deed()
        code = DONE
    finally:
        # Nothing of the parent's, pytest least of all, may be tidied up here.
        os._exit(code)
