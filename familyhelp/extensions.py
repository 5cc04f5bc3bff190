"""The libraries that the application stands on, and how each database connection behaves."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from typing import Any

from flask_babel import Babel
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every record is; its metadata names every constraint, so that migrations can find it."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)
migrate = Migrate(render_as_batch=True, directory="migrations")
csrf = CSRFProtect()
login = LoginManager()
babel = Babel()

writing: ContextVar[bool] = ContextVar("writing", default=True)
"""Whether the transaction that begins next will write. SQLite then takes its one write lock at the start,
so that two writers wait for each other instead of one failing half-way. Reading requests set it to False."""


def prepare(engine: Engine, database_key: bytes | None = None) -> None:
    """Make every connection of an engine safe: foreign keys, durability and honest transactions on SQLite. With a key,
    the embedded database is SQLCipher's, and the key is the first thing that a connection hears."""
    if engine.dialect.name == "sqlite":
        if database_key is not None:
            event.listen(engine, "connect", lambda connection, _record: unlock(connection, database_key))
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _open_postgres)


def unlock(connection: Any, key: bytes) -> None:
    """Give a connection of SQLCipher its key, as the key itself: nothing is derived from it, which would take time."""
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def _open_postgres(connection: Any, _record: Any) -> None:
    # To compile a long statement took PostgreSQL ten seconds where running it took three.
    connection.execute("SET jit = off")
    connection.commit()


def _open_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in (
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=15000",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
