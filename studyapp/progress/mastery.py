"""How well somebody knows something, said no more surely than the answers allow."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from quizzes.grading import ENOUGH as ENOUGH

Z = 1.2816
"""Standard normal quantile of a two-sided 80 % interval."""

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


def wilson(right: int, answered: int, *, z: float = Z) -> tuple[float, float]:
    """The Wilson score interval of a share, as bounds in [0, 1]; holds at 0 and at all right too.

    Raises ValueError unless 0 <= right <= answered and answered > 0. Source: Wilson 1927."""
    if not 0 <= right <= answered or answered == 0:
        raise ValueError(f"{right} of {answered} is not a share")
    share = right / answered
    middle = share + z * z / (2 * answered)
    spread = z * sqrt(share * (1 - share) / answered + z * z / (4 * answered * answered))
    scale = 1 + z * z / answered
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


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
