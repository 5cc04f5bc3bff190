"""`flask practitioners import FILE.csv`: joiners, changes and leavers from a staff system."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from ..casework import practitioners
from ..casework.practitioners_import import TakenIn, take_in
from ..extensions import db
from ..practice.tables import BadFile
from .practitioners import group
from .refused import tell_refused
from .unused import held_by, say_who_hands_over, service_address


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--write", is_flag=True, help="Do it; without it the file is only checked, and what it would do is told.")
@click.option(
    "--passwords",
    type=click.Path(path_type=Path),
    help="With --write: a new file for the passwords to begin with of those who join, readable by you alone.",
)
@with_appcontext
def import_file(file: Path, write: bool, passwords: Path | None) -> None:
    """Check a CSV file of who works here, row by row, and with --write take it in: add who joined, change what
    changed, suspend who left. Who is not in the file stays as they are. README.md describes the columns."""
    try:
        with file.open("rb") as lines:
            done = take_in(lines, file=file.name[:100], held=held_by, address=service_address(), by=None)
        if write and passwords is not None:
            _give_passwords(done, passwords)
        _tell(done, write)
        if write:
            db.session.commit()
        else:
            db.session.rollback()
    except BadFile as bad:
        tell_refused(file, bad)
        raise SystemExit(1) from None
    except IntegrityError:
        db.session.rollback()
        raise click.ClickException("Somebody changed these accounts at the same moment: run it again.") from None


def _give_passwords(done: TakenIn, path: Path) -> None:
    """Passwords to begin with, into a file that nobody else reads and that was not there before."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    except OSError as error:
        db.session.rollback()
        raise click.ClickException(f"{path}: {error.strerror}. Nothing was taken in.") from None
    with os.fdopen(descriptor, "w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow(["email", "password"])
        for person in done.joined:
            rows.writerow([person.email, practitioners.give_password(person, by=None)])


def _tell(done: TakenIn, write: bool) -> None:
    for person in done.joined:
        click.echo(f"{person.email}: added as {person.role.label}.")
    for person in done.changed:
        click.echo(f"{person.email}: changed.")
    for person, held in done.left:
        click.echo(f"{person.email}: has left, suspended.")
        say_who_hands_over(person, held)
    for person in done.suspended:
        click.echo(f"{person.email}: stays suspended; restore the account by its page if they are back.", err=True)
    counted = f"{len(done.joined)} joined, {len(done.changed)} changed, {len(done.left)} left"
    click.echo(f"{counted}, {done.as_before} are as before." + ("" if write else " Nothing is written: add --write."))


def init_app(_app: Flask) -> None:
    """Add the command beside those about practitioners."""
    group.add_command(import_file)
