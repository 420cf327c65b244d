"""How likely chance alone gives what was counted."""

import math
from collections.abc import Sequence

EXACT_UP_TO = 400
_SMALL = 1e-15
_MOST_TERMS = 10_000


def chi_square_tail(statistic: float, df: int) -> float:
    """The probability in [0, 1] of a chi-square at least this large by chance.

    statistic: ≥ 0; df: degrees of freedom, ≥ 1. Source: the regularised incomplete gamma function
    by its series and its continued fraction (Abramowitz and Stegun, 6.5.29 and 6.5.31)."""
    a, x = df / 2, statistic / 2
    if x <= 0:
        return 1.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        return max(0.0, 1.0 - front * _series(a, x))
    return min(1.0, front * _fraction(a, x))


def _series(a: float, x: float) -> float:
    term = total = 1 / a
    for n in range(1, _MOST_TERMS):
        term *= x / (a + n)
        total += term
        if term < total * _SMALL:
            break
    return total


def _fraction(a: float, x: float) -> float:
    """Lentz's way of evaluating the continued fraction."""
    b = x + 1 - a
    c, d = 1e300, 1 / b
    value = d
    for n in range(1, _MOST_TERMS):
        step = -n * (n - a)
        b += 2
        d = 1 / (step * d + b)
        c = b + step / c
        value *= c * d
        if abs(c * d - 1) < _SMALL:
            break
    return value


def at_least(count: int, chances: Sequence[float]) -> float:
    """The probability that count or more of independent events happen, each by its own chance.

    Exact for up to 400 events, by the normal curve with a correction for steps beyond."""
    if count <= 0:
        return 1.0
    if count > len(chances):
        return 0.0
    if len(chances) > EXACT_UP_TO:
        mean = sum(chances)
        spread = math.sqrt(sum(p * (1 - p) for p in chances))
        return 0.5 * math.erfc((count - 0.5 - mean) / (spread * math.sqrt(2))) if spread else 0.0
    happening = [1.0]
    for p in chances:
        none = [each * (1 - p) for each in happening] + [0.0]
        one = [0.0] + [each * p for each in happening]
        happening = [a + b for a, b in zip(none, one, strict=True)]
    return min(1.0, math.fsum(happening[count:]))
