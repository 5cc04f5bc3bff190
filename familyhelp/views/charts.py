"""Charts as SVG, drawn by the server: where every point and word stands. A table beside it has the same figures."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from flask_babel import gettext

from ..practice.periods import Period
from ..practice.readings import Reading
from ..practice.scorecard import Measure
from ..queries.scorecard import Board
from . import figures

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 88, 16, 16, 36
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Series:
    """One line of a chart: its name, its class, its runs of years without a gap, its points and its readings."""

    name: str
    style: str
    runs: list[str]
    dots: list[tuple[float, float]]
    readings: dict[int, Reading]
    """By year; of a chart over quarters, by the number of the quarter."""


@dataclass(frozen=True)
class Chart:
    """A trend over years, with its axes, its words and its table."""

    measure: Measure
    title: str
    description: str
    years: list[int]
    ticks_x: list[tuple[float, str]]
    ticks_y: list[tuple[float, str]]
    series: list[Series]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    foot: int = HEIGHT - BOTTOM


def trend(measure: Measure, board: Board) -> Chart | None:
    """The trend of a measure in the authority and its nation; None where fewer than two years are known."""
    held = [(board.area.name, "us", dict(board.trend(measure, board.area)))]
    if board.nation is not None:
        held.append((board.nation.name, "other", dict(board.trend(measure, board.nation))))
    return drawn(measure, gettext("Trend: %(measure)s", measure=gettext(measure.label)), held, str)


def over_quarters(
    measure: Measure, title: str, held: Sequence[tuple[str, str, Mapping[Period, Reading]]]
) -> Chart | None:
    """A measure over quarters; None where fewer than two are known."""
    numbered = [
        (name, style, {period.ending * 4 + (period.quarter or 1): r for period, r in readings.items()})
        for name, style, readings in held
    ]
    names = {p.ending * 4 + (p.quarter or 1): p.in_words().in_words(gettext) for _n, _s, r in held for p in r}
    short = {number: f"{name.split(' ')[0][:3]} {name.split(' ')[-1]}" for number, name in names.items()}
    return drawn(measure, title, numbered, lambda number: names[number], lambda number: short[number], apart=110)


def drawn(
    measure: Measure,
    title: str,
    held: Sequence[tuple[str, str, dict[int, Reading]]],
    called: Callable[[int], str],
    tick: Callable[[int], str] = str,
    apart: float = 0,
) -> Chart | None:
    """Lines over whole numbers that follow each other and are `called` something; None where fewer than two are known.
    Marks below the axis stand at least `apart`, where that is said; else there are at most ten."""
    known = [(year, r.value) for _name, _style, readings in held for year, r in readings.items() if r.value is not None]
    years = sorted({year for _name, _style, readings in held for year in readings})
    if len({year for year, _value in known}) < 2:
        return None
    top, marks = scale(max(value for _year, value in known))

    def across(year: int) -> float:
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (year - years[0]) / (years[-1] - years[0]), 1)

    def up(value: Fraction) -> float:
        return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * float(value / top), 1)

    return Chart(
        measure=measure,
        title=title,
        description=" ".join(_in_words(measure, name, readings, called) for name, _style, readings in held),
        years=years,
        ticks_x=[(across(year), tick(year)) for year in _marked(years, across, apart)],
        ticks_y=[(up(mark), without_zeros(figures.value(measure, mark))) for mark in marks],
        series=[
            Series(
                name,
                style,
                [" ".join(f"{across(year)},{up(value)}" for year, value in run) for run in _runs(readings)],
                [(across(year), up(r.value)) for year, r in readings.items() if r.value is not None],
                readings,
            )
            for name, style, readings in held
        ],
    )


def _marked(years: list[int], across: Callable[[int], float], apart: float) -> list[int]:
    """The years that have a mark below the axis, the last one first."""
    every = 1 if apart else math.ceil(len(years) / 10)
    marked: list[int] = []
    for year in years[::-1][::every]:
        if not marked or across(marked[-1]) - across(year) >= apart:
            marked.append(year)
    return marked


def without_zeros(text: str) -> str:
    """A figure of an axis without the zeros that say nothing."""
    return re.sub(r"\.0+(?=%|$)", "", text)


def scale(highest: Fraction) -> tuple[Fraction, list[Fraction]]:
    """A round top for the axis, and four or five marks below it. The axis begins at 0, so that nothing looks larger
    than it is."""
    if highest <= 0:
        return Fraction(1), [Fraction(0), Fraction(1)]
    step = Fraction(10) ** math.floor(math.log10(highest / 4)) if highest / 4 >= 1 else Fraction(1, 10)
    while highest / 4 < step and step > Fraction(1, 1000):
        step /= 10
    size = next((step * n for n in STEPS if step * n * 5 >= highest), step * 10)
    marks = [size * n for n in range(math.ceil(highest / size) + 1)]
    return marks[-1], marks


def _runs(readings: dict[int, Reading]) -> list[list[tuple[int, Fraction]]]:
    """Runs of years that follow each other without a gap: a line never crosses a year that is not known."""
    runs: list[list[tuple[int, Fraction]]] = []
    before: int | None = None
    for year, read in sorted(readings.items()):
        if read.value is None:
            continue
        if before is None or year != before + 1:
            runs.append([])
        runs[-1].append((year, read.value))
        before = year
    return runs


def _in_words(measure: Measure, name: str, readings: dict[int, Reading], called: Callable[[int], str]) -> str:
    known = [(year, r.value) for year, r in sorted(readings.items()) if r.value is not None]
    if not known:
        return str(gettext("%(name)s: no figure is known.", name=name))
    (first, one), (last, other) = known[0], known[-1]
    facts = {
        "name": name,
        "one": figures.value(measure, one),
        "first": called(first),
        "other": figures.value(measure, other),
        "last": called(last),
    }
    return str(gettext("%(name)s: %(one)s in %(first)s, %(other)s in %(last)s.", **facts))
