"""What the published figures of an authority and year are made of: each with its sum, period and source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from flask_babel import gettext

from ..models import Dataset
from ..policy import Act
from ..practice.figure_tables import FigureTable, Shown
from ..practice.scorecard import Quadrant
from ..queries import scorecard as queries
from ..queries import spend_lines
from ..queries.own_measures import own_measures
from . import figures
from .guards import signed_in
from .language import sentence
from .scorecard import own_authority, published_here
from .tables import Asked, Figures, figure_page

bp = Blueprint("made_of", __name__)


@bp.get("/scorecard/made-of")
@signed_in(Act.SEE_SCORECARD)
def made_of() -> Any:
    """Every published measure of an authority in a year, with its sum."""
    return read.show("scorecard/made_of.html")


@figure_page("made-of", Act.SEE_SCORECARD)
def read(asked: Asked, _exact: bool) -> Figures:
    """What the page shows: a table for each quadrant."""
    datasets, held = queries.datasets_in_force(), queries.areas()
    chosen, year = asked.get("area", ""), asked.get("year", "")
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 10 else own_authority(held)
    years = [str(one) for one in queries.years_held(datasets)]
    area = held.get(number or 0)
    if not years and not asked.get("area"):
        abort(redirect(url_for("scorecard.scorecard"), 303))  # which says that nothing is imported yet
    if area is None or not years or (year and year not in years):
        abort(404)
    spend = spend_lines.settings()
    measures = [*published_here(spend, datasets), *own_measures()]
    board = queries.board(area, int(year or years[0]), held, datasets, measures)
    taken = {dataset.publication: dataset for dataset in datasets}
    return Figures(
        about=gettext("%(area)s, year ending in %(year)s", area=area.name, year=board.year),
        source=gettext("as named in each row"),
        tables=tuple(_tables(board, taken)),
        asked={"area": str(area.id), "year": str(board.year)},
        context={"area": area, "year": board.year},
    )


def _tables(board: queries.Board, taken: Mapping[str, Dataset]) -> Iterator[FigureTable]:
    columns = [gettext("Measure"), gettext("What it says"), gettext("Numerator"), gettext("Denominator")]
    columns += [gettext("Period"), gettext("Source")]
    for quadrant in Quadrant:
        rows = [_row(row, board, taken) for row in board.rows if row.measure.quadrant is quadrant]
        if rows:
            yield FigureTable(quadrant.value, gettext(quadrant.label), columns, rows)


def _row(row: queries.Row, board: queries.Board, taken: Mapping[str, Dataset]) -> list[Shown]:
    measure = row.measure
    top, bottom = Shown(None, gettext("published ready-made")), Shown(None)
    if measure.denominator:
        now, year = row.now, board.year
        words = figures.amount(now.numerator, measure.numerator[0])
        top = Shown(now.numerator, words, note=figures.parts(measure.numerator, year))
        words = figures.amount(now.denominator, measure.denominator[0])
        bottom = Shown(now.denominator, words, note=figures.parts(measure.denominator[:1], year))
    address = url_for("explained.explained", measure=measure.slug, year=board.year, area=board.area.id)
    return [
        Shown(gettext(measure.label), href="" if measure.own else address),
        Shown(gettext(measure.says)),
        top,
        bottom,
        Shown(sentence(measure.period.in_words(board.year))),
        Shown(figures.source(measure, dict(taken))),
    ]
