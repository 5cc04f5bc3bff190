"""Figures as other programs read them: a row of plain values for each measure of an authority, or for each authority of
a measure. Unrounded; a gap is null with its symbol or its reason; small local numbers are hidden."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..models import Area
from ..practice.readings import Reading
from ..practice.reports import year_as_shown
from ..practice.scorecard import LOCAL, Measure
from . import comparison, local_results, reports
from . import scorecard as queries
from .own_measures import own_measures, published_measures


def scorecard_rows(area: Area, year: int, authority: str) -> list[dict[str, Any]]:
    """Every measure of an authority in a year, the published ones first; the local ones are those of `authority`, the
    service's own, whichever area was asked for."""
    return [*_published(area, year), *_local(year, authority)]


def comparison_rows(measure: Measure, year: int) -> list[dict[str, Any]]:
    """One published measure of every authority in a year."""
    return [_compared(row) for row in comparison.compare(measure, year).rows]


def _compared(row: comparison.Compared) -> dict[str, Any]:
    reading = row.reading
    return {
        "area_code": row.code,
        "old_code": row.area.number,
        "area_name": row.area.name,
        "numerator": plain(reading.numerator),
        "denominator": plain(reading.denominator),
        "value": plain(reading.value),
        "symbol": reading.symbol.value if reading.symbol else None,
        "reason": str(reading.why) if reading.why else None,
        "rank": row.rank,
        "quartile": row.quartile,
        "neighbours_median": plain(row.neighbours_median),
        "neighbours_known": row.neighbours_known,
        "funnel": row.funnel.value if row.funnel else None,
    }


def plain(number: Fraction | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole, never rounded otherwise."""
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)


def _about(measure: Measure, reading: Reading, year: int) -> dict[str, Any]:
    return {
        "measure": measure.slug,
        "label": measure.label,
        "quadrant": measure.quadrant.value,
        "unit": measure.unit.value,
        "direction": measure.better.value,
        "period": year,
        "period_label": str(measure.period.in_words(year)),
        "numerator": plain(reading.numerator),
        "denominator": plain(reading.denominator),
        "value": plain(reading.value),
        "symbol": reading.symbol.value if reading.symbol else None,
        "reason": str(reading.why) if reading.why else None,
    }


def _published(area: Area, year: int) -> list[dict[str, Any]]:
    datasets, held = queries.datasets_in_force(), queries.areas()
    board = queries.board(area, year, held, datasets, [*published_measures(), *own_measures()])
    codes = queries.codes_in(area, year)
    return [
        {
            "area_code": codes.get(row.measure.sources[0].slug, codes[""]),
            "old_code": area.number,
            "area_name": area.name,
            **_about(row.measure, row.now, year),
            "published_value": plain(row.now.published),
            "change": plain(row.change),
            "neighbours_median": plain(row.neighbours_median),
            "neighbours_known": row.neighbours_known,
            "region_code": board.region.code if board.region else None,
            "region_value": plain(row.region.value),
            "nation_code": board.nation.code if board.nation else None,
            "nation_value": plain(row.nation.value),
            "source": [publication.name for publication in row.measure.sources],
        }
        for row in board.rows
    ]


def _local(year: int, authority: str) -> list[dict[str, Any]]:
    parts = {} if local_results.is_small() else local_results.kept([year])
    local = local_results.whole(year, parts) or local_results.count_now(year)[year]
    readings = year_as_shown(local.readings, reports.told_in(year), year)
    return [
        {
            "area_code": None,
            "old_code": None,
            "area_name": authority,
            **_about(measure, readings[measure.slug], year),
            "hidden": readings[measure.slug].hidden,
            "source": ["the cases of this service"],
        }
        for measure in LOCAL
    ]
