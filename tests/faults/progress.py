"""How far something long is, and how long the rest may take: a line now and then."""

import sys
import time
from collections.abc import Callable

EVERY = 15.0


class Progress:
    """Lines on stderr, at most one in so many seconds."""

    def __init__(
        self, what: str, *, every: float = EVERY, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._what, self._every, self._clock = what, every, clock
        self._begun = self._said = clock()

    def at(self, done: int, of: int, *, more: str = "") -> None:
        now = self._clock()
        if now - self._said < self._every:
            return
        self._said = now
        gone = now - self._begun
        left = spoken(gone * (of - done) / done) if done else "an unknown time"
        print(
            f"{self._what}: {done} of {of}{more}, {spoken(gone)} gone, some {left} left",
            file=sys.stderr,
            flush=True,
        )


def spoken(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
