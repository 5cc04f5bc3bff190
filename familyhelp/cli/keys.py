"""`flask keys`: the keys under which personal data is kept: made, counted, changed."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import TextIO

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from ..casework import data_keys as deeds
from ..casework.database_copies import NotCopied
from ..casework.database_copies import copy_database as copy_to
from ..config import Unsafe
from ..extensions import db
from ..models import vault
from ..models.at_rest import FILE
from ..models.data_keys import BadKeys, key_in, new_key

group = AppGroup("keys", help="Keys under which personal data is encrypted.")


@group.command("new")
def new() -> None:
    """Make a key and print how it stands in the setting. It is kept nowhere: keep it outside the database."""
    click.echo(f"{max(vault.numbers, default=0) + 1}:{new_key()}")


@group.command("show")
def show() -> None:
    """Count the values of each named column by the key that they are under."""
    for table, column, found in deeds.counted():
        told = ", ".join(f"{_name(number)} {count}" for number, count in sorted(found.items()))
        click.echo(f"{table}.{column}: {told}")


def _name(number: int) -> str:
    return {0: "plain", -1: "under a key that is not set"}.get(number, f"key {number}")


@group.command("rotate")
@click.option("--to-plain", is_flag=True, help="Decrypt everything, before encryption is turned off.")
@click.option("--batch", default=deeds.BATCH, type=click.IntRange(1, 10_000), help="Rows in one transaction.")
def rotate(to_plain: bool, batch: int) -> None:
    """Bring every value under the newest key: from plain, or from an older key. Begun again it goes on where it ended;
    the service may run meanwhile."""
    if not vault.is_on:
        raise click.ClickException("No key is set: FAMILYHELP_DATA_KEYS.")
    began, rows = time.monotonic(), Counter[str]()

    def done(table: str, count: int) -> None:
        rows[table] += count
        click.echo(f"{table}: {rows[table]} rows")

    rotation = deeds.rotate(to_plain=to_plain, batch=batch, done=done)
    for fault in rotation.faults:
        click.echo(f"FAULT  {fault}")
    click.echo(f"{rotation.rows} rows gone through in {time.monotonic() - began:.1f} s.")
    if rotation.faults:
        raise click.ClickException("What does not open stays as it is.")
    kept = "plain" if to_plain else f"under key {vault.numbers[0]}"
    click.echo(f"Everything is {kept}.")


@group.command("copy-database")
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--key-file", type=click.File("r"), help="A file with the key of the copy (-: what is typed in).")
@click.option("--to-plain", is_flag=True, help="Make a copy that is not encrypted.")
def copy_database(copy: Path, key_file: TextIO | None, to_plain: bool) -> None:
    """Copy the embedded database into a new file, encrypted under a key (SQLCipher). Stop the service first; then put
    the copy in the place of the database and set FAMILYHELP_DATABASE_KEY."""
    address = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if not address.startswith(FILE):
        raise click.ClickException("Only the embedded database is copied so.")
    if (key_file is None) is not to_plain:
        raise click.ClickException("Say either --key-file or --to-plain.")
    db.engine.dispose()
    try:
        key = current_app.config["DATABASE_KEY"]
        rows = copy_to(
            Path(address.removeprefix(FILE)),
            copy,
            key=key_in(key, "FAMILYHELP_DATABASE_KEY") if key else None,
            new_key=key_in(key_file.read(), "the new key") if key_file else None,
        )
    except (NotCopied, BadKeys, Unsafe) as error:
        raise click.ClickException(f"{error}. Nothing was changed.") from None
    click.echo(f"{copy} holds all {rows} rows, {'plain' if to_plain else 'encrypted'}.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
