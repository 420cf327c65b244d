"""Which of the style sheet's colours each service of a catalogue has."""

from collections import defaultdict
from collections.abc import Sequence

HUES = 12


def hues(categories: Sequence[str]) -> list[int]:
    """A hue in 1..HUES for each service, in the catalogue's order; categories: what each is in.

    Neighbours never share one, nor do services of one category while it has no more than HUES."""
    taken: dict[str, set[int]] = defaultdict(set)
    found: list[int] = []
    for place, category in enumerate(categories):
        if len(taken[category]) == HUES:
            taken[category].clear()
        beside = set(found[-1:])
        # The only hue left to the category may be the neighbour's: then the category gives way.
        barred = taken[category] | beside if len(taken[category] | beside) < HUES else beside
        around = ((place + step) % HUES + 1 for step in range(HUES))
        hue = next(hue for hue in around if hue not in barred)
        taken[category].add(hue)
        found.append(hue)
    return found
