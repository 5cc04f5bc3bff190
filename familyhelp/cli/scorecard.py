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
from ..practice import clock, published
from ..practice.readings import rounded
from ..queries import local_results
from ..queries import scorecard as queries
from ..queries.figure_rows import comparison_rows, scorecard_rows
from ..queries.local_measures import counted_each
from ..queries.own_measures import all_measures

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
    found = [
        row
        for row in scorecard_rows(area, year, current_app.config["AUTHORITY_NAME"])
        if slug in (None, row["measure"])
    ]
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
    found = comparison_rows(measure, year)
    db.session.rollback()
    click.echo(json.dumps(found, ensure_ascii=False, indent=2) if form == "json" else _table(found, STANDING))


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
        quarters = local_results.quarters_of(year)
        keep_counts(db.session.connection(), counted_each(quarters, clock.today()))
        db.session.commit()
        click.echo(f"Year ending 31 March {year}: counted in {perf_counter() - began:.1f} seconds.")


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
