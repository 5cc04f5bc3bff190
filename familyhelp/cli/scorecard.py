"""`flask scorecard show` and `compare` print the scorecard for people and for scripts; `refresh` counts anew."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from time import perf_counter
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ..casework.scorecard import keep_counts
from ..extensions import db
from ..models import Area
from ..practice import clock, published
from ..practice.readings import Reading, protected_all, rounded
from ..practice.scorecard import LOCAL, PUBLISHED, Measure
from ..queries import comparison, local_results
from ..queries import scorecard as queries
from ..queries.local_measures import counted
from ..queries.own_measures import all_measures, own_measures

group = AppGroup("scorecard", help="The balanced scorecard.")
COLUMNS = ("measure", "value", "symbol", "numerator", "denominator", "change", "neighbours_median", "region_value",
           "nation_value", "direction", "period_label")  # fmt: skip
STANDING = ("area_code", "area_name", "value", "symbol", "numerator", "denominator", "rank", "quartile",
            "neighbours_median", "funnel")  # fmt: skip


@group.command("show")
@click.option("--area", "code", required=True, help="The code of an authority (nine characters, or its three digits).")
@click.option("--period", required=True, help="The year in which the period ends: 2025, 202425 or 2024-25.")
@click.option("--measure", "slug", help="Only this measure.")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table", show_default=True)
def show(code: str, period: str, slug: str | None, form: str) -> None:
    """Print the scorecard of an authority in a year: published figures, and what this service counted itself, with
    small numbers hidden. Values are not rounded."""
    year = _year(period)
    measures = all_measures()
    if slug is not None and slug not in measures:
        raise click.ClickException(f"There is no measure “{slug}”. There are: {', '.join(measures)}.")
    area = queries.area_with_code(code)
    if area is None:
        raise click.ClickException(f"No figures have been imported for an area with the code “{code}”.")
    found = [item for item in [*_published(area, year), *_local(year)] if slug in (None, item["measure"])]
    db.session.rollback()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else _table(found))


@group.command("compare")
@click.option("--measure", "slug", required=True, help="Which measure.")
@click.option("--period", required=True, help="The year in which the period ends: 2025, 202425 or 2024-25.")
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table", show_default=True)
def compare(slug: str, period: str, form: str) -> None:
    """Print a published measure of every authority in a year: value, rank, quarter, neighbours and funnel. Values are
    not rounded in JSON."""
    year = _year(period)
    held = all_measures()
    measure = held.get(slug)
    if measure is None or measure.local:
        names = ", ".join(measure.slug for measure in held.values() if not measure.local)
        raise click.ClickException(f"There is no published measure “{slug}”. There are: {names}.")
    found = [_compared(row) for row in comparison.compare(measure, year).rows]
    db.session.rollback()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else _table(found, STANDING))


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


def _year(period: str) -> int:
    year = published.year_of(period)
    if year is None:
        raise click.ClickException(f"“{period}” is not a period: write the year in which it ends, like 2025.")
    return year


@group.command("refresh")
def refresh() -> None:
    """Count the local measures of every year and keep them. Run it from a timer, once a night."""
    for year in local_results.years_counted():
        began = perf_counter()
        keep_counts(db.session.connection(), {year: counted(year, clock.today())})
        db.session.commit()
        click.echo(f"Year ending 31 March {year}: counted in {perf_counter() - began:.1f} seconds.")


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
    board = queries.board(area, year, held, datasets, [*PUBLISHED, *own_measures()])
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


def _local(year: int) -> list[dict[str, Any]]:
    kept = {} if local_results.is_small() else local_results.kept([year])
    local = kept.get(year) or local_results.count_now(year)
    readings = protected_all(local.readings)
    return [
        {
            "area_code": None,
            "old_code": None,
            "area_name": current_app.config["AUTHORITY_NAME"],
            **_about(measure, readings[measure.slug], year),
            "hidden": readings[measure.slug].hidden,
            "source": ["the cases of this service"],
        }
        for measure in LOCAL
    ]


def _table(found: list[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> str:
    """Columns side by side; values rounded as on the page, since people read this one."""
    rows = [[_text(item, column) for column in columns] for item in found]
    widths = [max(len(row[i]) for row in [list(columns), *rows]) for i in range(len(columns))]
    lines = [[name.replace("_", " ") for name in columns], ["-" * width for width in widths], *rows]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def _text(item: dict[str, Any], column: str) -> str:
    cell = item.get(column)
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return rounded(Fraction(cell), 2)
    return str(cell)


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
