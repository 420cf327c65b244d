"""The steps of a lab."""

from collections.abc import Sequence

from content import kinds
from content.headings import Heading


def is_one_lab(headings: Sequence[Heading]) -> bool:
    """Whether the headings right under a lab's heading are its steps, not labs of their own."""
    return any(kinds.is_step(heading.title) for heading in headings)


def steps(headings: Sequence[Heading]) -> Sequence[Heading]:
    """Which of a lab's deeper headings begin a step.

    Where some are called steps, the first of these begins the steps, and what stands above it,
    such as the prerequisites, does not; else all of the highest level are, after such a one."""
    first = [heading for heading in headings if kinds.is_step(heading.title)]
    first = first or [heading for heading in headings if not kinds.is_preamble(heading.title)]
    if not first:
        return ()
    level = min(heading.level for heading in first)
    begin = next(heading.line for heading in first if heading.level == level)
    return [heading for heading in headings if heading.level <= level and heading.line >= begin]
