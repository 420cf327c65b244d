"""How near a share of right answers comes to what is really known."""

from math import sqrt

Z = 1.2816
"""Standard normal quantile of a two-sided 80 % interval."""


def wilson(right: float, answered: int, *, z: float = Z) -> tuple[float, float]:
    """The Wilson score interval of a share, as bounds in [0, 1]; holds at 0 and at all right too.

    right: the sum of the marks, parts of one included. Raises ValueError unless
    0 <= right <= answered and answered > 0. Source: Wilson 1927."""
    if not 0 <= right <= answered or answered == 0:
        raise ValueError(f"{right} of {answered} is not a share")
    share = right / answered
    middle = share + z * z / (2 * answered)
    spread = z * sqrt(share * (1 - share) / answered + z * z / (4 * answered * answered))
    scale = 1 + z * z / answered
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def standard_error(share: float, answered: int) -> float:
    """By how much a share in [0, 1] of so many answers strays by chance; 0 at both ends."""
    return sqrt(share * (1 - share) / answered)
