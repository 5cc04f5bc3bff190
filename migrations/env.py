"""Run migrations against the application's database, with SQLite's tables rebuilt where they must be."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

import familyhelp.models  # noqa: F401 - fills the metadata
from familyhelp.extensions import Base, db


def plain(kind: str, item: Any, _context: Any) -> Any:
    """Write our own column types as the plain types they are, so that a migration never needs this code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


with current_app.app_context(), db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=plain,
        compare_type=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
