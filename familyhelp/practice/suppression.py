"""Small numbers: a count of 1 to 5 could point at somebody, so it leaves the authority neither by itself nor by
subtraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

FEWEST_SHOWN = 6
"""Counts from 1 up to one less than this are hidden; 0 says nothing about anybody."""


def is_small(count: int | Fraction | None) -> bool:
    """Whether a count is one of those that are hidden."""
    return count is not None and 0 < count < FEWEST_SHOWN


def hides_share(numerator: int | Fraction | None, denominator: int | Fraction | None) -> bool:
    """Whether a share is hidden: its numerator, its denominator, or what lies between them is small."""
    if is_small(numerator) or is_small(denominator):
        return True
    return numerator is not None and denominator is not None and is_small(denominator - numerator)


def hidden_parts(parts: Mapping[str, int]) -> frozenset[str]:
    """Which parts of a shown total to hide: the small ones, and as many more (the next smallest) as it takes until
    none of the hidden can be worked out from the total and the shown."""
    hidden = {name for name, count in parts.items() if is_small(count)}
    others = sorted((name for name in parts if name not in hidden), key=lambda name: (parts[name] == 0, parts[name]))
    while hidden and _can_be_worked_out([parts[name] for name in hidden]) and others:
        hidden.add(others.pop(0))
    return frozenset(hidden)


def _can_be_worked_out(hidden: Sequence[int]) -> bool:
    """One hidden part is the total less the others; several that add up to their number must be 1 each; and a sum
    so small that every part must be small still points at somebody."""
    return len(hidden) < 2 or sum(hidden) < FEWEST_SHOWN + len(hidden) - 1


def unsafe_steps(counts: Sequence[tuple[str, int]]) -> frozenset[str]:
    """Of counts that lie within each other (all requests, those decided, those decided in time), the ones that
    differ by a small number from one that is shown before them: subtracting would show it."""
    unsafe: set[str] = set()
    shown: list[int] = []
    for name, count in counts:
        if is_small(count) or any(is_small(abs(before - count)) for before in shown):
            unsafe.add(name)
        else:
            shown.append(count)
    return frozenset(unsafe)
