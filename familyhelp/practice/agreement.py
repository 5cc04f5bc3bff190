"""How far two graders agree: Cohen's kappa with quadratic weights, exactly, in fractions. What does not apply is left
out, and what cannot be known is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from .audits import GRADES, Grade
from .words import N_, Word

FEW = 30
"""With fewer pairs than this, a kappa says little, and the page says so."""


class Strength(Word):
    """What a kappa means, in words that auditors use."""

    NONE = "none", N_("no better than chance")
    SLIGHT = "slight", N_("slight")
    FAIR = "fair", N_("fair")
    MODERATE = "moderate", N_("moderate")
    SUBSTANTIAL = "substantial", N_("substantial")
    NEARLY_FULL = "nearly_full", N_("nearly full")


@dataclass(frozen=True)
class Agreement:
    """The agreement of pairs of grades: how many pairs, how many are the same, and kappa where it is known."""

    pairs: int
    same: int
    kappa: Fraction | None

    @property
    def strength(self) -> Strength | None:
        """The kappa in a word."""
        return strength(self.kappa) if self.kappa is not None else None


def agreement(counts: Mapping[tuple[Grade, Grade], int]) -> Agreement:
    """The agreement of counted pairs of (first grade, second grade)."""
    graded = {pair: n for pair, n in counts.items() if n and pair[0] in GRADES and pair[1] in GRADES}
    pairs = sum(graded.values())
    same = sum(n for (first, second), n in graded.items() if first is second)
    return Agreement(pairs, same, _kappa(graded, pairs))


def _kappa(graded: Mapping[tuple[Grade, Grade], int], pairs: int) -> Fraction | None:
    """One minus the disagreement that was seen over the one that chance gives. Unknown where there is no pair, and
    where both always gave one and the same grade: then chance alone would agree as well."""
    first, second = dict.fromkeys(GRADES, 0), dict.fromkeys(GRADES, 0)
    seen = 0
    for (one, other), number in graded.items():
        first[one] += number
        second[other] += number
        seen += number * _apart(one, other)
    by_chance = sum(first[a] * second[b] * _apart(a, b) for a in GRADES for b in GRADES)
    return 1 - Fraction(seen * pairs, by_chance) if by_chance else None


def _apart(one: Grade, other: Grade) -> int:
    return (GRADES.index(one) - GRADES.index(other)) ** 2


def strength(kappa: Fraction) -> Strength:
    """A kappa in a word."""
    if kappa <= 0:
        return Strength.NONE
    steps = (Strength.SLIGHT, Strength.FAIR, Strength.MODERATE, Strength.SUBSTANTIAL, Strength.NEARLY_FULL)
    return next(word for n, word in enumerate(steps, start=1) if kappa <= Fraction(n, 5))
