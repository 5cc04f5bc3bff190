"""What a measure says: SQL counts, the division is here, in exact fractions. A gap stays a gap, and a share of nothing
is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from . import suppression
from .published import Symbol, symbol_of
from .scorecard import MEASURES, Measure, Unit
from .words import N_, Sentence, say

Cell = tuple[str | None, str | None]
"""A figure as it is kept: value as published, or symbol."""
Find = Callable[[str, int], Cell | None]
"""Finds the figure of a line in a year; None where there is none."""


@dataclass(frozen=True)
class Reading:
    """What a measure says of one area (or of this service) in one year. Without a value there is a reason."""

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    symbol: Symbol | None = None
    why: Sentence | None = None
    published: Fraction | None = None
    hidden: bool = False


_NOT_HELD = N_("No figure has been imported for this.")
_NOTHING = N_("There is nothing to take a share of.")
HIDDEN = Reading(why=say(N_("Hidden, so that nobody can be recognised by a small number.")), hidden=True)


@lru_cache(maxsize=8192)
def exact(text: str) -> Fraction:
    """A number exactly as it was written. The same few thousand are read again and again."""
    return Fraction(text)


def _number(cell: Cell | None) -> Fraction | None:
    return exact(cell[0]) if cell is not None and cell[0] is not None else None


def _symbol(cells: Iterable[Cell | None]) -> Symbol | None:
    return next((symbol_of(cell[1]) for cell in cells if cell is not None and cell[1] is not None), None)


def read(measure: Measure, year: int, find: Find) -> Reading:
    """What a published measure says of a year. A gap stays a gap: one part unknown, and the whole is unknown."""
    tops = [find(part.line, year - part.years_before) for part in measure.numerator]
    bottoms = [find(part.line, year - part.years_before) for part in measure.denominator]
    bottom = next((cell for cell in bottoms if _number(cell) is not None), bottoms[0] if bottoms else None)
    numbers = [_number(cell) for cell in tops]
    signs = [-1 if part.minus else 1 for part in measure.numerator]
    known = [sign * number for sign, number in zip(signs, numbers, strict=True) if number is not None]
    numerator = sum(known, Fraction(0)) if len(known) == len(numbers) else None
    published = _number(find(measure.published, year)) if measure.published else None
    if not measure.denominator:
        why = None if numerator is not None else _why(tops)
        return Reading(numerator, symbol=_symbol(tops), why=why, published=numerator)
    denominator = _number(bottom)
    needed = [*tops, bottom]
    if numerator is None or denominator is None:
        return Reading(None, numerator, denominator, _symbol(needed), _why(needed), published)
    return share(numerator, denominator, measure.per, published)


def _why(cells: Iterable[Cell | None]) -> Sentence:
    symbol = _symbol(cells)
    return say(symbol.label) if symbol else say(_NOT_HELD)


def share(
    numerator: Fraction | int, denominator: Fraction | int, per: int = 1, published: Fraction | None = None
) -> Reading:
    """`numerator` over `denominator`, times `per`; unknown where the denominator is 0."""
    top, bottom = Fraction(numerator), Fraction(denominator)
    if bottom == 0:
        return Reading(None, top, bottom, None, say(_NOTHING), published)
    return Reading(top / bottom * per, top, bottom, published=published)


def read_local(measure: Measure, numerator: int | None, denominator: int | None, doubled_median: int | None) -> Reading:
    """What a local measure says, from what was counted. A measure without a denominator is the count itself."""
    if numerator is None:
        value = Fraction(doubled_median, 2) if doubled_median is not None else None
        return Reading(value, None, Fraction(denominator or 0), why=None if denominator else say(_NOTHING))
    if denominator is None:
        return Reading(Fraction(numerator), Fraction(numerator))
    return share(numerator, denominator, measure.per)


def protected(measure: Measure, reading: Reading) -> Reading:
    """A local reading as it may leave the authority: hidden where it rests on a small number."""
    if measure.unit is Unit.PERCENT:
        hidden = suppression.hides_share(reading.numerator, reading.denominator)
    elif measure.unit is Unit.COUNT:
        hidden = suppression.is_small(reading.numerator)
    else:
        hidden = suppression.is_small(reading.denominator)
    return HIDDEN if hidden else reading


def protected_all(readings: Mapping[str, Reading]) -> dict[str, Reading]:
    """Every local reading as it may leave the authority, so that none can be worked out from the others either."""
    safe = {slug: protected(MEASURES[slug], reading) for slug, reading in readings.items()}
    # The requests that were due lie within all requests: the difference would show how few are waiting.
    received, asked = readings.get("requests"), readings.get("decided_in_time")
    if received and asked and received.numerator is not None and asked.denominator is not None:
        counts = [("requests", int(received.numerator)), ("decided_in_time", int(asked.denominator))]
        safe |= dict.fromkeys(suppression.unsafe_steps(counts), HIDDEN)
    return safe


def median(values: Iterable[Fraction]) -> Fraction | None:
    """The value in the middle, or half-way between the two in the middle; None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def rounded(value: Fraction, places: int) -> str:
    """A number with so many places, halves away from 0, and a comma at every thousand."""
    scale = 10**places
    whole = (abs(value) * scale * 2 + 1) // 2
    text = f"{whole // scale:,}" + (f".{whole % scale:0{places}d}" if places else "")
    return f"-{text}" if value < 0 and whole else text
