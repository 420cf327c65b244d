"""How long each question of an exam took, as far as the log of its saves can tell."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime


def seconds_by_question(
    started_at: datetime, saves: Iterable[tuple[datetime, int]]
) -> dict[int, float]:
    """Seconds by question, from the moments at which something of one was saved.

    What passed since the save before, or since the start, is given to the question that was saved:
    an estimate, for one may have looked at another meanwhile, and after a dead network saves arrive
    together. What passed after the last save belongs to none."""
    spent: dict[int, float] = defaultdict(float)
    before = started_at
    for moment, question in sorted(saves):
        spent[question] += max((moment - before).total_seconds(), 0.0)
        before = max(before, moment)
    return dict(spent)
