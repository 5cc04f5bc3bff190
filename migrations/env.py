"""Run migrations against the application's database, with SQLite's tables rebuilt where they must be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
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


@contextmanager
def rebuilding(connection: sa.Connection) -> Iterator[None]:
    """SQLite rebuilds a table by dropping it and putting another in its place. What refers to it must not stand in the
    way meanwhile, and must be whole afterwards. Such a switch works outside of a transaction only."""
    held = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or held is None:
        yield
        return
    held.execute("PRAGMA foreign_keys=OFF")
    schema = "PRAGMA schema_version"
    before = held.execute(schema).fetchone()
    try:
        yield
        # It reads every row: minutes for a large database, and nothing to find where no table was touched.
        broken = (
            held.execute("PRAGMA foreign_key_check").fetchall() if held.execute(schema).fetchone() != before else []
        )
        if broken:
            raise RuntimeError(f"rows that refer to nothing: {broken[:10]}")
    finally:
        held.execute("PRAGMA foreign_keys=ON")


with current_app.app_context(), db.engine.connect() as connection, rebuilding(connection):
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
