"""Commands of the service."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every command."""
    from . import demo, digests, export, keys, messages, people, practitioners, published, scorecard, steps
    from .check import check
    from .serve import serve

    app.cli.add_command(serve)
    app.cli.add_command(check)
    for module in (demo, digests, export, keys, messages, people, practitioners, published, scorecard, steps):
        module.init_app(app)
