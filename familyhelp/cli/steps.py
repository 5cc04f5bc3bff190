"""`flask steps import FILE.csv`: takes over the answers of social care that keeps a system of its own."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from ..casework.step_answers import import_answers
from ..extensions import db
from ..practice.tables import BadFile
from .refused import tell_refused

group = AppGroup("steps", help="Steps up and down.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_file(file: Path) -> None:
    """Take over answers to step-ups from a CSV file with the columns reference (of the step or its case), decision
    (accepted or declined), date (2026-03-27), who (the e-mail address of a social care liaison here) and reason. All
    of it is taken over, or nothing."""
    try:
        with file.open("rb") as stream:
            count = import_answers(stream)
        db.session.commit()
    except BadFile as bad:
        tell_refused(file, bad)
        raise SystemExit(1) from None
    except OSError as error:
        db.session.rollback()
        click.echo(f"{file.name}: it cannot be read ({error.strerror}). Nothing was imported.", err=True)
        raise SystemExit(1) from None
    click.echo(
        f"{file.name}: {count} answers were taken over." if count != 1 else f"{file.name}: 1 answer was taken over."
    )


def init_app(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(group)
