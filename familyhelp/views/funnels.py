"""The funnel plot, drawn by the server: the child population across, the rate up, and the limits of chance."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from flask_babel import gettext

from ..practice import standing
from ..queries.comparison import Compared, Comparison
from . import figures
from .charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, scale, without_zeros

STEPS = 24
"""At how many populations the limits are worked out."""


@dataclass(frozen=True)
class Dot:
    """One authority: where it stands, and whether it is the reader's own."""

    x: float
    y: float
    name: str
    style: str


@dataclass(frozen=True)
class Limit:
    """One pair of limits, each a line of points."""

    name: str
    style: str
    lines: list[str]


@dataclass(frozen=True)
class Plot:
    """A funnel plot with its axes and its words."""

    title: str
    description: str
    dots: list[Dot]
    limits: list[Limit]
    middle: float
    ticks_x: list[tuple[float, str]]
    ticks_y: list[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def plot(comparison: Comparison, own: int | None) -> Plot | None:
    """The funnel of a rate; None where there is none. `own` is the number of the reader's own authority."""
    nation = comparison.nation
    rows = [row for row in comparison.rows if row.funnel and row.reading.value is not None and row.reading.denominator]
    if not rows or nation is None or nation.value is None:
        return None
    measure = comparison.measure
    most = max(row.reading.denominator or Fraction(0) for row in rows)
    fewest = min(row.reading.denominator or Fraction(0) for row in rows)
    pairs = _limits(float(nation.value / measure.per), float(fewest), float(most))
    highest = max(row.reading.value or Fraction(0) for row in rows)
    across_top, across_marks = scale(most)
    up_top, up_marks = scale(max(highest, Fraction(pairs[0][2][0]) * measure.per))

    def across(children: float) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * children / float(across_top), 1)

    def up(rate: float) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(rate / float(up_top), 1), 1)

    at = _populations(float(fewest), float(most))
    return Plot(
        gettext("Funnel: %(measure)s", measure=gettext(measure.label)),
        _in_words(comparison, rows, own),
        [
            Dot(
                across(float(row.reading.denominator or 0)),
                up(float(row.reading.value or 0)),
                row.area.name,
                "us" if row.area.id == own else "other",
            )
            for row in sorted(rows, key=lambda row: row.area.id == own)
        ],
        [
            Limit(
                name,
                style,
                [
                    " ".join(f"{across(n)},{up(rate * measure.per)}" for n, rate in zip(at, line, strict=True))
                    for line in (low, high)
                ],
            )
            for (name, low, high), style in zip(pairs, ("outer", "inner"), strict=True)
        ],
        up(float(nation.value)),
        [(across(float(mark)), f"{int(mark):,}") for mark in across_marks],
        [(up(float(mark)), without_zeros(figures.value(measure, mark))) for mark in up_marks],
    )


def _populations(fewest: float, most: float) -> list[float]:
    """Populations from the smallest to the largest, closer together where the funnel is wide."""
    low = max(fewest, 1.0)
    return [low * (most / low) ** (step / (STEPS - 1)) for step in range(STEPS)]


@lru_cache(maxsize=64)
def _limits(rate: float, fewest: float, most: float) -> list[tuple[str, list[float], list[float]]]:
    """The outer and the inner limits: name, lowest rates, highest rates, each at every population."""
    found = []
    for name, tail in (("99.8%", 0.001), ("95%", 0.025)):
        counts = [(n, standing.limits(rate * n, tail)) for n in _populations(fewest, most)]
        found.append((name, [low / n for n, (low, _high) in counts], [high / n for n, (_low, high) in counts]))
    return found


def _in_words(comparison: Comparison, rows: list[Compared], own: int | None) -> str:
    outside = [row for row in rows if row.funnel not in (None, standing.Funnel.WITHIN)]
    words = gettext(
        "%(count)s authorities: %(outside)s lie outside the 95%% limits around %(rate)s.",
        count=len(rows),
        outside=len(outside),
        rate=figures.value(comparison.measure, comparison.nation.value if comparison.nation else None),
    )
    mine = next((row for row in rows if row.area.id == own), None)
    if mine is None or mine.funnel is None:
        return str(words)
    where = gettext(
        "%(name)s: %(rate)s (%(where)s).",
        name=mine.area.name,
        rate=figures.value(comparison.measure, mine.reading.value),
        where=gettext(mine.funnel.label),
    )
    return f"{words} {where}"
