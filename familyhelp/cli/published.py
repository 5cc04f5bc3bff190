"""`flask published import FILE...`: takes published figures in, each file as a whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from ..casework.published import Imported, import_file
from ..extensions import db
from ..practice.publications import PUBLICATIONS
from ..practice.tables import BadFile

group = AppGroup("published", help="Published figures.")


@group.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--whole", is_flag=True, help="The last year of a file really has fewer areas than the others.")
def import_files(files: tuple[Path, ...], whole: bool) -> None:
    """Import files of published figures. A file is known by its columns; the same file again changes nothing, and a
    new edition takes the place of the one before."""
    refused = 0
    for file in files:
        try:
            with file.open("rb") as stream:
                result = import_file(stream, file.name, by=None, whole=whole, progress=_progress(file.name))
            db.session.commit()
            tell(file, result)
        except BadFile as bad:
            db.session.rollback()
            refused += 1
            click.echo(f"{file.name}:", err=True)
            for sentence in bad.sentences:
                click.echo(f"  {sentence}", err=True)
        except OSError as error:
            db.session.rollback()
            refused += 1
            click.echo(f"{file.name}: it cannot be read ({error.strerror}). Nothing was imported.", err=True)
    if refused:
        raise SystemExit(1)


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
    name = PUBLICATIONS[dataset.publication].name
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
