"""Commands of the service."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every command."""
    from . import demo
    from .serve import serve

    app.cli.add_command(serve)
    for module in (demo,):
        module.init_app(app)
