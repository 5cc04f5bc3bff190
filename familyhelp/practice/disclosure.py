"""Which of many figures may stand beside each other, so that no small number can be read or worked out from them: not
from one, not by subtracting one from another, and not from any number of them taken together."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .suppression import is_small

Vector = dict[Hashable, Fraction]


@dataclass(frozen=True)
class Figure:
    """A figure that somebody could be shown: its name, and the parts that it is the sum of. A part belongs to as many
    figures as it is counted in. What is `hidden` is never shown, and guarded like the others."""

    key: Any
    parts: frozenset[Any]
    hidden: bool = False


def shown(figures: Sequence[Figure], parts: Mapping[Any, int], known: Collection[Any] = ()) -> frozenset[Any]:
    """The names of the figures that may be shown, the first ones before the others. Those `known` can be read
    elsewhere: they are shown, and the others are held against them.

    Whoever reads them is taken to know which parts are empty. A figure is left out where it is small, where it
    differs by a small number from one that is shown and contains it, or where a small figure would follow from it and
    the others by adding and subtracting."""
    sums = {figure.key: sum(parts.get(part, 0) for part in figure.parts) for figure in figures}
    held = {figure.key: frozenset(part for part in figure.parts if parts.get(part)) for figure in figures}
    guarded = _Guarded([held[key] for key, number in sums.items() if is_small(number)])
    found: list[Any] = list(known)
    for key in known:
        guarded.give(held[key])
    for figure in figures:
        key = figure.key
        if key in known or figure.hidden or is_small(sums[key]):
            continue
        if any(_near(held[key], held[other], sums[key] - sums[other]) for other in found):
            continue
        if guarded.survive(held[key]):
            found.append(key)
    return frozenset(found)


def rests(key: Any, whole: Iterable[Any], rows: Iterable[Iterable[Any]]) -> list[Figure]:
    """What is left of a whole after its largest rows, guarded: a rest of several rows that is small still points at
    somebody."""
    left = frozenset(whole)
    found = []
    for number, row in enumerate(rows):
        left = left - frozenset(row)
        found.append(Figure((key, "rest", number), left, hidden=True))
    return found


def _near(one: frozenset[Hashable], other: frozenset[Hashable], difference: int) -> bool:
    return (one < other or other < one) and is_small(abs(difference))


class _Guarded:
    """The small figures, each less what is known of it so far. One that becomes nothing is known."""

    def __init__(self, small: Iterable[frozenset[Hashable]]) -> None:
        self.left = [_vector(parts) for parts in set(small)]
        self.known: list[tuple[Hashable, Vector]] = []

    def survive(self, parts: frozenset[Hashable]) -> bool:
        """Let one more figure be known, unless a small one would follow."""
        new = self._new(parts)
        if new is None:
            return True
        left = [_less(small, new[1], new[0]) for small in self.left]
        if not all(left):
            return False
        self.left = left
        self.known.append(new)
        return True

    def give(self, parts: frozenset[Any]) -> None:
        """Let a figure be known, whatever follows from it."""
        new = self._new(parts)
        if new is not None:
            self.left = [left for small in self.left if (left := _less(small, new[1], new[0]))]
            self.known.append(new)

    def _new(self, parts: frozenset[Any]) -> tuple[Hashable, Vector] | None:
        """What a figure says beyond what is known, with one of its parts to take it away by; None for nothing."""
        new = _vector(parts)
        for pivot, row in self.known:
            new = _less(new, row, pivot)
        if not new:
            return None
        pivot = next(iter(new))
        return pivot, {part: weight / new[pivot] for part, weight in new.items()}


def _vector(parts: Iterable[Hashable]) -> Vector:
    return dict.fromkeys(parts, Fraction(1))


def _less(vector: Vector, row: Vector, pivot: Hashable) -> Vector:
    times = vector.get(pivot)
    if not times:
        return vector
    result = dict(vector)
    for part, weight in row.items():
        left = result.get(part, Fraction(0)) - times * weight
        if left:
            result[part] = left
        else:
            result.pop(part, None)
    return result
