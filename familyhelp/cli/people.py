"""`flask people import FILE.csv` takes over people from another system; `flask people duplicates` looks who is held
twice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup

from ..casework import merges
from ..casework.people_import import Taken, check_file, import_people
from ..extensions import db
from ..practice import clock
from ..practice.tables import BadFile
from ..queries.duplicates import likely_pairs
from .refused import tell_refused

group = AppGroup("people", help="People who are held.")
EVERY = 10_000


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source", help="What the other system is called, 60 characters at most; the name of the file otherwise."
)
@click.option("--write", is_flag=True, help="Take the people over; without it the file is only checked.")
def import_file(file: Path, source: str | None, write: bool) -> None:
    """Check a CSV file of people, row by row, and with --write take them over. An import that was cut short goes on
    when it is begun again with the same source. Who is probably held already waits with both records in “People
    held twice”: nobody is merged."""
    called = (source or file.name)[:60]
    try:
        with file.open("rb") as stream:
            taken = check_file(stream, called)
        db.session.rollback()
        if not write:
            click.echo(f"{file.name}: nothing is wrong. {_told(taken)} would be taken over; add --write to do so.")
            return
        with file.open("rb") as stream:
            taken = import_people(stream, called, progress=_progress)
        db.session.commit()
    except BadFile as bad:
        tell_refused(file, bad)
        raise SystemExit(1) from None
    click.echo(f"{file.name}: {_told(taken)} were taken over; {taken.pairs} pairs may be held twice.")


def _told(taken: Taken) -> str:
    return f"{taken.people} people in {taken.families} families ({taken.before} were taken over before)"


def _progress(taken: Taken) -> None:
    db.session.commit()
    done = taken.people + taken.before
    if done % EVERY == 0:
        click.echo(f"  {done} people", err=True)


@group.command("duplicates")
@click.option("--days", type=click.IntRange(1, 40_000), default=2, help="How far back to look for who was added.")
def duplicates(days: int) -> None:
    """Look for people who are probably held twice, among those added in the last days; run it each night."""
    since, found = clock.now() - timedelta(days=days), 0
    for one, other, points in likely_pairs(since):
        found += merges.note_pair(one, other, points)
        db.session.commit()
    click.echo(f"{found} new pairs may be one person.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
