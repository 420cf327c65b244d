"""How well somebody knows something, said no more surely than the answers allow."""

from dataclasses import dataclass
from enum import StrEnum

from quizzes.grading import ENOUGH as ENOUGH
from quizzes.intervals import wilson as wilson

PASS = 0.7


class Level(StrEnum):
    """What the interval allows to say, measured against the share that passes."""

    NONE = "none"
    FEW = "few"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


@dataclass(frozen=True, slots=True)
class Mastery:
    """right of answered questions, each by its newest answer.

    low and high bound the share in [0, 1]; None where there is no answer. Levels: strong, the whole
    interval passes; weak, the share itself falls short; fair, between the two."""

    right: int
    answered: int
    low: float | None
    high: float | None
    level: Level

    @property
    def percent(self) -> int | None:
        """The share of right answers in whole percent; None while there are too few to say."""
        if self.level in (Level.NONE, Level.FEW):
            return None
        return self.right * 100 // self.answered

    @property
    def low_percent(self) -> int | None:
        return None if self.low is None else round(self.low * 100)

    @property
    def high_percent(self) -> int | None:
        return None if self.high is None else round(self.high * 100)


def estimate(right: int, answered: int) -> Mastery:
    """Mastery from the newest answer to each of `answered` questions, `right` of them right."""
    if answered == 0:
        return Mastery(0, 0, None, None, Level.NONE)
    low, high = wilson(right, answered)
    if answered < ENOUGH:
        level = Level.FEW
    elif low >= PASS:
        level = Level.STRONG
    elif right / answered < PASS:
        level = Level.WEAK
    else:
        level = Level.FAIR
    return Mastery(right, answered, low, high, level)
