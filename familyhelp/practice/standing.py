"""Where an authority stands among the others: its rank, its quarter, and the funnel that chance alone would explain."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from .scorecard import Better, Measure, Unit
from .words import N_, Word, word_of

Key = TypeVar("Key")
TAILS = (("998", 0.001), ("95", 0.025))
"""The limits of the funnel and the share of chance that lies beyond each of their two ends."""


class Funnel(Word):
    """Where a rate lies in the funnel. Outside means different by more than chance, not bad."""

    BELOW_998 = "below_998", N_("Below the 99.8% limit")
    BELOW_95 = "below_95", N_("Below the 95% limit")
    WITHIN = "within", N_("Within the limits")
    ABOVE_95 = "above_95", N_("Above the 95% limit")
    ABOVE_998 = "above_998", N_("Above the 99.8% limit")


def ranks(values: Mapping[Key, Fraction | None], better: Better) -> dict[Key, int]:
    """The rank of each known value: 1 is best by direction, ties share the better rank. Empty where neither way is
    better."""
    if better is Better.NEITHER:
        return {}
    known = sorted((value for value in values.values() if value is not None), reverse=better is Better.HIGHER)
    first: dict[Fraction, int] = {}
    for position, value in enumerate(known, start=1):
        first.setdefault(value, position)
    return {key: first[value] for key, value in values.items() if value is not None}


def quartile(rank: int, of: int) -> int:
    """The quarter of so many known values that a rank lies in: 1 the best, 4 the last."""
    return (rank - 1) * 4 // of + 1


def has_funnel(measure: Measure) -> bool:
    """Whether a measure is a rate of counted events, for which chance follows Poisson."""
    return measure.unit in (Unit.PER_10000, Unit.PER_100000) and bool(measure.denominator)


def funnel(count: Fraction, expected: Fraction) -> Funnel:
    """Where a count lies when so many are expected (the nation's rate times the population): exact Poisson, the
    chance of a count as low, or as high, being less than 0.1 or 2.5 per cent."""
    mean = float(expected)
    below = Fraction(count) < expected
    chance = at_most(math.floor(count), mean) if below else at_least(math.ceil(count), mean)
    for name, tail in TAILS:
        if chance < tail:
            return word_of(Funnel, f"{'below' if below else 'above'}_{name}")
    return Funnel.WITHIN


def at_most(count: int, mean: float) -> float:
    """The chance of `count` events or fewer when `mean` are expected (Poisson)."""
    if count < 0:
        return 0.0
    if mean <= 0:
        return 1.0
    if count >= mean:
        return 1.0 - at_least(count + 1, mean)
    return _sum(_term(count, mean), (n / mean for n in range(count, 0, -1)))


def at_least(count: int, mean: float) -> float:
    """The chance of `count` events or more when `mean` are expected (Poisson)."""
    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if count <= mean:
        return 1.0 - at_most(count - 1, mean)
    return _sum(_term(count, mean), (mean / n for n in range(count + 1, count + 1_000_000)))


def _term(count: int, mean: float) -> float:
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _sum(term: float, ratios: Iterable[float]) -> float:
    """A falling series, until what follows changes nothing."""
    total = term
    for ratio in ratios:
        term *= ratio
        total += term
        if term <= total * 1e-17:
            break
    return total


def limits(expected: float, tail: float) -> tuple[int, int]:
    """The lowest and the highest count that lie within: at each of them the chance of a count as extreme is `tail`
    or more."""
    return _last_within(expected, tail, down=True), _last_within(expected, tail, down=False)


def _last_within(expected: float, tail: float, *, down: bool) -> int:
    middle = math.floor(expected) if down else math.ceil(expected)
    inside, outside = middle, -1 if down else middle + max(40, math.ceil(12 * math.sqrt(expected + 1)))
    while abs(inside - outside) > 1:
        half = (inside + outside) // 2
        within = (at_most if down else at_least)(half, expected) >= tail
        inside, outside = (half, outside) if within else (inside, half)
    return inside


def known(values: Iterable[Fraction | None]) -> Sequence[Fraction]:
    """The values that are numbers."""
    return [value for value in values if value is not None]
