"""`flask export annex-a` and `flask export ssd`: lists and tables that leave for inspectors and for the region. A file
is there whole or not at all, and that it left is on record."""

from __future__ import annotations

import csv
import os
import shutil
import tempfile
from datetime import date, datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ..casework import exports
from ..extensions import db
from ..practice import clock
from ..practice.exports import ExportFormat, What
from ..practice.sheets import as_xlsx
from ..practice.ssd import TABLES, written
from ..queries import ssd as tables
from ..queries.annex_a import annex_a as lists_at

group = AppGroup("export", help="Files for inspectors and for the region.")
PURPOSE = "Asked for at the command line"


def _day(given: datetime | None) -> date:
    return given.date() if given else clock.today()


def _record(what: What, format: ExportFormat, purpose: str, at: date, out: Path) -> None:
    exports.export(what, format=format, purpose=purpose, asked={"at": at.isoformat(), "file": out.name}, by=None)


@group.command("annex-a")
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The spreadsheet to write.")
@click.option("--at", "given", type=click.DateTime(["%Y-%m-%d"]), help="As on this day; today, unless you say.")
@click.option("--purpose", default=PURPOSE, show_default=True, help="What it is for.")
def annex_a(out: Path, given: datetime | None, purpose: str) -> None:
    """Write Annex A lists 1, 2, 3 and 6 as far as they are held, a row for each child."""
    at = _day(given)
    sheets = lists_at(at, current_app.config["AUTHORITY_NAME"])
    _record(What.ANNEX_A, ExportFormat.XLSX, purpose, at, out)
    _write(out, as_xlsx(sheets))
    db.session.commit()
    for sheet in sheets:
        click.echo(f"{sheet.name}: {len(sheet.rows)} rows")


def _write(out: Path, content: bytes) -> None:
    """Write a file in one go: an interrupted run leaves what was there before."""
    try:
        handle, name = tempfile.mkstemp(dir=out.parent or Path(), prefix=".familyhelp-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(name, out)
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written ({error.strerror}). Nothing was exported.") from error


@group.command("ssd")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new or empty folder.")
@click.option("--at", "given", type=click.DateTime(["%Y-%m-%d"]), help="As on this day; today, unless you say.")
@click.option("--purpose", default=PURPOSE, show_default=True, help="What it is for.")
def ssd(out: Path, given: datetime | None, purpose: str) -> None:
    """Write the Standard Safeguarding Dataset as CSV. Restricted families and hidden addresses stay out."""
    at, authority = _day(given), current_app.config["AUTHORITY_NAME"]
    if out.exists() and any(out.iterdir()):
        raise click.ClickException(f"{out} is not empty. Name a new folder, so that no older table stays among these.")
    work: Path | None = None
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=out.parent, prefix=".familyhelp-"))
        counts = {name: _table(work / f"{name}.csv", name, at, authority) for name in TABLES}
        if out.exists():
            out.rmdir()
        _record(What.SSD, ExportFormat.FOLDER, purpose, at, out)
        left_out = tables.left_out()
        os.replace(work, out)
        out.chmod(0o700)
        db.session.commit()
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written ({error.strerror}). Nothing was exported.") from error
    finally:
        if work is not None and work.exists():
            shutil.rmtree(work)
    for name, count in counts.items():
        click.echo(f"{name}: {count} rows")
    if left_out:
        click.echo(f"Left out: {left_out} people of restricted families, with all that concerns them.")


def _table(path: Path, name: str, at: date, authority: str) -> int:
    fields = TABLES[name]
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields])
        for values in tables.rows_of(name, at, authority):
            writer.writerow([written(field, value) for field, value in zip(fields, values, strict=True)])
            count += 1
    return count


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
