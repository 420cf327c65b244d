"""What a process keeps of a course until the course's revision moves on."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")

_every: list["Kept[Any]"] = []


class Kept(Generic[Value]):
    """One value a key, made anew when asked for at another revision than it was made at.

    The revision is read before the value is made: a value may be newer than its label, and is then
    only made once more; it is never older."""

    def __init__(self) -> None:
        self._values: dict[Hashable, tuple[Hashable, Value]] = {}
        _every.append(self)

    def get(self, key: Hashable, *, revision: Hashable, make: Callable[[], Value]) -> Value:
        held = self._values.get(key)
        if held is None or held[0] != revision:
            held = (revision, make())
            self._values[key] = held
        return held[1]

    def clear(self) -> None:
        self._values.clear()


def forget_everything() -> None:
    """Start as a new process would; for tests, whose database goes back in time between them."""
    for kept in _every:
        kept.clear()
