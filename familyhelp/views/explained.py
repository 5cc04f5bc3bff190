"""How a figure of the scorecard comes about, in the open: its rule, its counts step by step, its sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext

from ..policy import Act
from ..practice import clock
from ..practice.figure_tables import FigureTable, Shown
from ..practice.figure_tables import published as as_published
from ..practice.periods import Period, period_of, year_of
from ..practice.readings import Reading
from ..practice.scorecard import MEASURES, Measure, Part, Unit
from ..queries import explained as queries
from ..queries import scorecard as published
from ..queries.own_measures import published_measures
from . import figures
from .guards import signed_in
from .language import sentence
from .scorecard import local_of, own_authority, shown_to, told_to
from .tables import Asked, Figures, figure_page

bp = Blueprint("explained", __name__)


@dataclass(frozen=True)
class Line:
    """A published line that a figure is made of: what, of which year, its value or the symbol in its place."""

    part: Part
    year: int
    value: str
    minus: bool


@bp.get("/scorecard/explained/<measure>")
@signed_in(Act.SEE_SCORECARD)
def explained(measure: str) -> Any:
    """One measure of a year: of this service, or of an authority where it is published."""
    return read.show("scorecard/explained.html", measure=measure)


@figure_page("explained", Act.SEE_SCORECARD)
def read(asked: Asked, exact: bool) -> Figures:
    """What the page shows: the published lines, or for those who see exact numbers what was left out step by step."""
    about = MEASURES.get(asked.get("measure", ""))
    year = asked.get("year", "")
    period = period_of(year) if year else year_of(clock.today())
    if about is None or period is None or period.quarter:
        abort(404)
    return _local(about, period.ending, exact) if about.local else _published(about, period.ending, asked)


def _local(measure: Measure, year: int, exact: bool) -> Figures:
    local = local_of(year)[year]
    reading = shown_to(exact, local, told_to(exact, year))[measure.slug]
    steps = queries.steps(measure.slug, Period(year), clock.today()) if exact else None
    return Figures(
        about=gettext(measure.label),
        source=gettext("the cases of this service"),
        tables=(_step_table(measure, steps),) if steps else (),
        context={
            "measure": measure,
            "year": year,
            "area": None,
            "reading": reading,
            "sum": sum_of(measure, reading),
            "counted_at": local.counted_at,
            "exact": exact,
            "figures": figures,
        },
    )


def _step_table(measure: Measure, steps: queries.Steps) -> FigureTable:
    """What was left out could be very few, so that it leaves in no file."""
    rows = [
        [Shown(gettext(steps.says)), Shown(steps.whole)],
        *([Shown(gettext("Left out: %(what)s", what=gettext(says))), Shown(count)] for says, count in steps.left_out),
        [
            Shown(gettext("What stays: %(what)s", what=gettext(measure.over or measure.counts))),
            Shown(steps.stays, strong=True),
        ],
    ]
    if steps.counts is not None and measure.over:
        rows.append(
            [Shown(gettext("Of these: %(what)s", what=gettext(measure.counts))), Shown(steps.counts, strong=True)]
        )
    columns = [gettext("Step"), gettext("How many")]
    return FigureTable("steps", gettext("Counted again just now"), columns, rows, leaves=False)


def _published(measure: Measure, year: int, asked: Asked) -> Figures:
    held, datasets = published.areas(), published.datasets_in_force()
    chosen = asked.get("area", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else None
    area = held.get(number if number is not None else own_authority(held) or 0)
    if area is None:
        abort(404)
    measure = next(one for one in published_measures() if one.slug == measure.slug)
    board = published.board(area, year, held, datasets, [measure])
    find = published.finder(board.cells, area)

    def line(part: Part) -> Line:
        cell = find(part.line, year - part.years_before)
        value = "–" if cell is None else cell[0] or f"[{cell[1]}]"
        return Line(part, year - part.years_before, value, part.minus)

    reading = board.rows[0].now
    source = figures.source(measure, {d.publication: d for d in datasets})
    lines = _line_table([line(part) for part in measure.numerator], [line(part) for part in measure.denominator])
    return Figures(
        about=f"{gettext(measure.label)}: {area.name}, {sentence(measure.period.in_words(year))}",
        source=source,
        tables=(lines,),
        asked={"measure": measure.slug, "year": str(year), "area": str(area.id)},
        context={
            "measure": measure,
            "year": year,
            "area": area,
            "reading": reading,
            "sum": sum_of(measure, reading),
            "source": source,
            "figures": figures,
        },
    )


def _line_table(tops: list[Line], bottoms: list[Line]) -> FigureTable:
    rows = [_line(one, gettext("Numerator, taken away") if one.minus else gettext("Numerator")) for one in tops]
    for number, one in enumerate(bottoms):
        instead = gettext("Denominator, where the line above it is not known")
        rows.append(_line(one, instead if number else gettext("Denominator")))
    columns = [gettext("Line"), gettext("Year"), gettext("Value"), gettext("Where it goes")]
    return FigureTable("lines", gettext("As they were published, unrounded"), columns, rows)


def _line(one: Line, where: str) -> list[Shown]:
    return [Shown(gettext(one.part.label)), Shown(one.year, str(one.year)), as_published(one.value), Shown(where)]


def sum_of(measure: Measure, reading: Reading) -> str | None:
    """The sum with its numbers in it; None where it cannot be made."""
    if reading.value is None or measure.unit is Unit.DAYS:
        return None
    top, bottom = reading.numerator, reading.denominator
    result = figures.value(measure, reading.value)
    if top is None or bottom is None:
        return None
    over = figures.amount(top, measure.numerator[0]) if measure.numerator else figures.count(top)
    under = figures.amount(bottom, measure.denominator[0]) if measure.denominator else figures.count(bottom)
    parts = [over, "÷", under]
    if measure.per != 1:
        parts += ["×", f"{measure.per:,}"]
    return str(gettext("%(sum)s = %(result)s", sum=" ".join(parts), result=result))
