"""Which texts are nearly alike, without comparing each with each."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

ALIKE = 0.75
WORDS_TOGETHER = 3
FEWEST = 6
"""Texts of fewer overlapping runs of words are alike by chance too often."""

FOLLOWED = 50
"""With how many texts one run of words is looked into."""


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words in the text, case and punctuation aside."""
    words = re.findall(r"\w+", text.casefold())
    runs = range(len(words) - WORDS_TOGETHER + 1)
    return frozenset(tuple(words[at : at + WORDS_TOGETHER]) for at in runs)


def near(texts: Sequence[str], *, least: float = ALIKE) -> Iterator[tuple[int, int, float]]:
    """Pairs of places in texts whose runs overlap by least or more (Jaccard), the earlier first.

    Each text is looked up by its rarest runs only: two texts that are alike enough must share one
    of those. A run that many texts share is a turn of phrase of the bank and is not followed
    further, so that a bank made by a pattern costs no square. Exact repeats are pairs too."""
    sets = [shingles(text) for text in texts]
    often = Counter(run for runs in sets for run in runs)
    seen_at: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, runs in enumerate(sets):
        size = len(runs)
        if size < FEWEST:
            continue
        rarest = sorted(runs, key=lambda run: (often[run], run))
        # Leaving out more than this many runs leaves too few to share.
        rarest = rarest[: int(size * (1 - least) + 1e-9) + 1]
        candidates = {other for run in rarest for other in seen_at[run][:FOLLOWED]}
        for other in sorted(candidates):
            shared = len(runs & sets[other])
            likeness = shared / (size + len(sets[other]) - shared)
            if likeness >= least:
                yield other, place, likeness
        for run in rarest:
            seen_at[run].append(place)
