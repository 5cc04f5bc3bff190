"""How sure a share is: the score interval of Edwin B. Wilson."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5% on either side."""


@dataclass(frozen=True)
class Interval:
    """From where to where a share lies, between 0 and 1."""

    low: float
    high: float


def wilson(numerator: int, denominator: int, z: float = Z_95) -> Interval | None:
    """The interval in which the true share lies with 95% confidence, for `numerator` of `denominator`; None of nothing.

    With p the share found and n the denominator it is (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n): all shares
    from which the one found lies no more than z standard errors away. (E. B. Wilson, Probable inference, the law of
    succession, and statistical inference, Journal of the American Statistical Association 22, 1927, 209-212.)"""
    if denominator == 0:
        return None
    if not 0 <= numerator <= denominator:
        raise ValueError("a share lies between nothing and all")
    share, square = numerator / denominator, z * z
    middle = share + square / (2 * denominator)
    reach = z * sqrt(share * (1 - share) / denominator + square / (4 * denominator * denominator))
    whole = 1 + square / denominator
    low = 0.0 if numerator == 0 else max(0.0, (middle - reach) / whole)
    high = 1.0 if numerator == denominator else min(1.0, (middle + reach) / whole)
    return Interval(low, high)
