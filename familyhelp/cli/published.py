"""`flask published import FILE...`: takes published figures in, each file as a whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from ..casework.published import Imported, import_file
from ..casework.remembered import import_known
from ..extensions import db
from ..practice.own_measures import POPULATION, OwnMeasure
from ..practice.publications import PUBLICATIONS
from ..practice.scorecard import Better, Quadrant
from ..practice.tables import BadFile
from ..practice.words import word_of
from .refused import tell_refused

group = AppGroup("published", help="Published figures.")


@group.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--whole", is_flag=True, help="The last year of a file really has fewer areas than the others.")
@click.option("--measure", "name", help="Take the file as a measure of your own, of this name.")
@click.option("--label", help="What people call that measure; its name, unless you say otherwise.")
@click.option("--quadrant", type=click.Choice([q.value for q in Quadrant]), help="Where it stands on the scorecard.")
@click.option("--numerator", help="The column that is counted.")
@click.option("--denominator", help="The column it is counted over, or “population”: children aged 0 to 17.")
@click.option("--per", type=click.Choice(["10000", "100"]), help="A rate per 10,000, or a share per 100.")
@click.option("--unit", type=click.Choice(["pounds"]), help="The figure is an amount of pounds.")
@click.option("--direction", type=click.Choice([b.value for b in Better]), default="neither", show_default=True)
@click.option("--filter", "filters", multiple=True, metavar="COLUMN=VALUE", help="Take only the rows that say so.")
def import_files(files: tuple[Path, ...], whole: bool, **described: Any) -> None:
    """Import files of published figures. A file is known by its columns; the same file again changes nothing, and a
    new edition takes the place of the one before. With --measure a publication that the service does not know is taken
    as described, and next year's file is known by its columns."""
    own = _own(described)
    if own and len(files) > 1:
        raise click.UsageError("Take one file at a time as a measure of your own.")
    refused = 0
    for file in files:
        try:
            with file.open("rb") as stream:
                how: dict[str, Any] = {"by": None, "whole": whole, "progress": _progress(file.name)}
                results = (
                    [import_file(stream, file.name, own=own, **how)] if own else import_known(stream, file.name, **how)
                )
            db.session.commit()
            for result in results:
                tell(file, result)
        except BadFile as bad:
            refused += 1
            tell_refused(file, bad)
        except OSError as error:
            db.session.rollback()
            refused += 1
            click.echo(f"{file.name}: it cannot be read ({error.strerror}). Nothing was imported.", err=True)
    if refused:
        raise SystemExit(1)


def _own(described: dict[str, Any]) -> OwnMeasure | None:
    """The measure that the options describe; None where they describe none."""
    name, denominator, per = described["name"], described["denominator"], described["per"]
    if name is None:
        said = [
            option for option in ("quadrant", "numerator", "denominator", "per", "unit", "filters") if described[option]
        ]
        if said:
            raise click.UsageError("Name the measure, too: --measure NAME.")
        return None
    if not described["quadrant"] or not described["numerator"]:
        raise click.UsageError("A measure of your own needs --quadrant and --numerator.")
    pairs = [text.partition("=") for text in described["filters"]]
    if any(not column or not equals for column, equals, _value in pairs):
        raise click.UsageError("A filter is COLUMN=VALUE.")
    pounds = described["unit"] == "pounds"
    usual = 1 if pounds else 10_000 if denominator == POPULATION else 100 if denominator else 1
    return OwnMeasure(
        name,
        described["label"] or name.replace("_", " ").capitalize(),
        word_of(Quadrant, described["quadrant"]),
        word_of(Better, described["direction"]),
        described["numerator"],
        denominator,
        int(per) if per else usual,
        {column.strip(): value.strip() for column, _equals, value in pairs},
        pounds,
    )


def _progress(name: str) -> Callable[[int], None]:
    """Says how far a long import is, where somebody is looking."""
    if not sys.stderr.isatty():
        return lambda _rows: None

    def tell_progress(rows: int) -> None:
        if rows % 50_000 == 0:
            click.echo(f"{name}: {rows:,} figures so far", err=True)

    return tell_progress


def tell(file: Path, result: Imported) -> None:
    """Say what came of a file."""
    dataset, report = result.dataset, result.report
    known = PUBLICATIONS.get(dataset.publication)
    name = known.name if known else f"own measure “{dataset.publication.removeprefix('own_')}”"
    if not result.new:
        when = f"{dataset.imported_at:%d.%m.%Y}"
        replaced = " A newer edition has taken its place since." if dataset.superseded_at else ""
        click.echo(f"{file.name}: this file was imported on {when} ({name}). Nothing was changed.{replaced}")
        return
    what = "neighbours" if dataset.first_year is None else f"figures for {dataset.first_year} to {dataset.last_year}"
    click.echo(f"{file.name}: {name}, {dataset.rows:,} {what}.")
    for reason, rows in report.unused.most_common(10):
        click.echo(f"  Left out: {rows:,} rows of “{reason}”.")
    if report.unused_columns:
        click.echo(f"  Columns that are not used: {', '.join(report.unused_columns[:20])}.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
