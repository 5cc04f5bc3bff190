"""Commands of the service."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every command."""
    from . import demo, messages, practitioners
    from .serve import serve

    app.cli.add_command(serve)
    for module in (demo, messages, practitioners):
        module.init_app(app)
