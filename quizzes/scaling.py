"""Scores on the scale that an exam tells them on. The real exam's map is not public, so a course
declares one of its own, and what it gives is told as a practice scale."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

SMALL_ENOUGH = 1_000_000
"""Scores are means of marks: their denominators stay far below this."""


@dataclass(frozen=True, slots=True)
class ScaleMap:
    """Points of (percent, scaled score), straight lines between them; neither ever falls.

    The first is at 0 percent, the last at 100. Where two stand at one percent, the score jumps."""

    points: Sequence[tuple[int, int]]

    def __post_init__(self) -> None:
        percents = [percent for percent, _scaled in self.points]
        scaled = [score for _percent, score in self.points]
        if len(self.points) < 2 or percents[0] != 0 or percents[-1] != 100:
            raise ValueError("a scale goes from 0 to 100 percent")
        if percents != sorted(percents) or scaled != sorted(scaled):
            raise ValueError("a scale never falls")

    @classmethod
    def parse(cls, text: str) -> "ScaleMap":
        """The map that `text` wrote, such as "0:100 70:700 100:1000". Raises ValueError."""
        pairs = [point.split(":") for point in text.split()]
        return cls(tuple((int(percent), int(scaled)) for percent, scaled in pairs))

    @classmethod
    def straight(cls, low: int, high: int, *, passing: int, at: int) -> "ScaleMap":
        """The map where nothing is declared: low at 0 percent, passing at `at` percent, high at
        100."""
        return cls(((0, low), (at, passing), (100, high)))

    @property
    def text(self) -> str:
        return " ".join(f"{percent}:{scaled}" for percent, scaled in self.points)

    def scaled(self, score: float) -> int:
        """What a score in [0, 1] is on the scale, rounded down: none is told as a pass that it
        missed."""
        share = Fraction(score).limit_denominator(SMALL_ENOUGH) * 100
        after = bisect_right([Fraction(percent) for percent, _scaled in self.points], share)
        begin, low = self.points[after - 1]
        if after == len(self.points):
            return low
        end, high = self.points[after]
        return math.floor(low + (share - begin) * Fraction(high - low, end - begin))

    def percent_at(self, scaled: int) -> int:
        """The least whole percentage whose score on the scale is at least scaled; 100 if none."""
        found = (percent for percent in range(100) if self.scaled(percent / 100) >= scaled)
        return next(found, 100)
