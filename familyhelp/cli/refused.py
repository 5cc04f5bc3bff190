"""A file that is not taken, told on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from ..extensions import db
from ..practice.tables import BadFile


def tell_refused(file: Path, bad: BadFile) -> None:
    """Take back what was read of a file, and say what is wrong with it, sentence by sentence."""
    db.session.rollback()
    click.echo(f"{file.name}:", err=True)
    for sentence in bad.sentences:
        click.echo(f"  {sentence}", err=True)
