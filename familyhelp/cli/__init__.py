"""Commands of the service."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Add every command."""
    from . import (
        attachments,
        demo,
        digests,
        export,
        keys,
        messages,
        people,
        practitioners,
        practitioners_import,
        published,
        scorecard,
        steps,
        unused,
    )
    from .check import check
    from .serve import serve

    app.cli.add_command(serve)
    app.cli.add_command(check)
    for module in (
        attachments,
        demo,
        digests,
        export,
        keys,
        messages,
        people,
        practitioners,
        practitioners_import,
        published,
        scorecard,
        steps,
        unused,
    ):
        module.init_app(app)
