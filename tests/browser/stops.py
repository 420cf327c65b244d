"""A page to be looked at."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True, slots=True)
class Stop:
    """A page: path is where it is; then, what is done there; drawn, a template of that name."""

    name: str
    path: str
    then: Callable[[Page], None] | None = None
    drawn: str = ""
    status: int = 200
