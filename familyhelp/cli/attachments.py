"""`flask attachments sweep`: deletes files of attachments whose row never came."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from ..casework import attachment_files

group = AppGroup("attachments", help="Files of attachments.")


def folder() -> Path:
    """Where the files of attachments stand."""
    return Path(current_app.config["ATTACHMENTS_FOLDER"])


@group.command("sweep")
@with_appcontext
def sweep() -> None:
    """Delete files older than a day that no attachment knows: whoever sent them was cut off before they were saved."""
    click.echo(f"{attachment_files.sweep(folder())} files without an attachment deleted.")


def init_app(app: Flask) -> None:
    """Add the commands."""
    app.cli.add_command(group)
