"""Commands of the service."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

GROUPS = (
    "attachments",
    "demo",
    "digests",
    "export",
    "keys",
    "messages",
    "people",
    "practitioners",
    "practitioners_import",
    "published",
    "retention",
    "scorecard",
    "steps",
    "unused",
)
"""The modules of this folder that add commands of their own, in this order."""


def init_app(app: Flask) -> None:
    """Add every command."""
    from .check import check
    from .serve import serve

    app.cli.add_command(serve)
    app.cli.add_command(check)
    for name in GROUPS:
        import_module(f".{name}", __name__).init_app(app)
