"""How a figure of the scorecard comes about, in the open: its rule, its counts step by step, its sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext

from ..policy import Act, could
from ..practice import clock
from ..practice.periods import Period, period_of, year_of
from ..practice.readings import Reading
from ..practice.scorecard import MEASURES, Measure, Part, Unit
from ..queries import explained as queries
from ..queries import scorecard as published
from ..queries.own_measures import published_measures
from . import figures
from .guards import me, signed_in
from .scorecard import local_of, own_authority, shown_to, told_to

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
    about = MEASURES.get(measure)
    asked = request.args.get("year", "")
    period = period_of(asked) if asked else year_of(clock.today())
    if about is None or period is None or period.quarter:
        abort(404)
    return _local(about, period.ending) if about.local else _published(about, period.ending)


def _local(measure: Measure, year: int) -> Any:
    exact = could(me(), Act.SEE_CASE)
    local = local_of(year)[year]
    reading = shown_to(exact, local, told_to(exact, year))[measure.slug]
    return render_template(
        "scorecard/explained.html",
        measure=measure,
        year=year,
        area=None,
        reading=reading,
        sum=sum_of(measure, reading),
        steps=queries.steps(measure.slug, Period(year), clock.today()) if exact else None,
        counted_at=local.counted_at,
        exact=exact,
        figures=figures,
    )


def _published(measure: Measure, year: int) -> Any:
    held, datasets = published.areas(), published.datasets_in_force()
    chosen = request.args.get("area", "")
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
    return render_template(
        "scorecard/explained.html",
        measure=measure,
        year=year,
        area=area,
        reading=reading,
        sum=sum_of(measure, reading),
        tops=[line(part) for part in measure.numerator],
        bottoms=[line(part) for part in measure.denominator],
        source=figures.source(measure, {d.publication: d for d in datasets}),
        figures=figures,
    )


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
