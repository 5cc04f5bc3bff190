"""One database for each test process, made by the migrations; every test starts with its tables empty."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from familyhelp import create_app
from familyhelp.extensions import Base, db, writing
from familyhelp.models import data_keys
from familyhelp.practice import clock, hours, levels, panels, staging, timescales
from tests import databases, named_columns
from tests.cast import Cast
from tests.client import StrictClient

# Timing never decides a test.
hypothesis.settings.register_profile(
    "familyhelp", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("familyhelp")


@sa.event.listens_for(sa.Engine, "connect")
def _turn_round(connection: Any, _record: Any) -> None:
    """SQLite answers from the last row to the first wherever nobody asked for an order: who needs one must say so."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects=ON")


sa.event.listen(sa.Engine, "before_cursor_execute", named_columns.refuse)

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
"""The day on which every story in the tests begins, unless it says otherwise."""
IN_MEMORY = "/dev/shm"
KEYS_FOR_ALL = "TESTS_DATA_KEYS"
ONE_KEY = f"1:{data_keys.new_key()}"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", default="sqlite", choices=["sqlite", "postgresql"], help="the database to test on")
    parser.addoption("--encrypted", action="store_true", help="with keys for the named columns, as an authority may")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("encrypted"):
        os.environ[KEYS_FOR_ALL] = f"1:{data_keys.new_key()}"
    if config.getoption("engine") == "postgresql":
        databases.pytest_start(config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What no database can change is tested once: on SQLite."""
    if config.getoption("engine") == "sqlite":
        return
    again = [item for item in items if not item.get_closest_marker("once")]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(again)])
    items[:] = again


def pytest_unconfigure(config: pytest.Config) -> None:
    databases.pytest_stop(config)


def settings(uri: str) -> dict[str, Any]:
    """The settings of the application under test."""
    return {
        "SECRET_KEY": "a secret that only the tests know, long enough",
        "TESTING": True,
        "SQLALCHEMY_DATABASE_URI": uri,
        "ENVIRONMENT": "testing",
        **_plain_settings(),
        "DATA_KEYS": os.environ.get(KEYS_FOR_ALL, ""),
    }


def _plain_settings() -> dict[str, Any]:
    from familyhelp import config

    kept = {k: v for k, v in os.environ.items() if k.startswith("FAMILYHELP_")}
    for name in kept:
        if name != databases.SHARED:
            os.environ.pop(name)
    plain = config.settings(Path(os.environ.get("TMPDIR", "/tmp")) / "familyhelp-tests")
    os.environ.update(kept)
    return {k: v for k, v in plain.items() if k not in {"SECRET_KEY", "SQLALCHEMY_DATABASE_URI", "ENVIRONMENT"}}


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.config.getoption("engine"))


def _has_room(folder: str) -> bool:
    """Whether there is a gibibyte to write in; a browser draws in the same memory."""
    return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= 1 << 30


@pytest.fixture(scope="session")
def database_uri(request: pytest.FixtureRequest, engine_name: str) -> Iterator[str]:
    if engine_name == "sqlite":
        # In memory where the machine has room there: every commit waits for a disk otherwise.
        memory = IN_MEMORY if _has_room(IN_MEMORY) else None
        with tempfile.TemporaryDirectory(prefix="familyhelp-", dir=memory) as folder:
            yield f"sqlite:///{Path(folder) / 'familyhelp.db'}"
        return
    server = databases.running()
    name = databases.name_for(request.config)
    server.create(name)
    yield server.url(name)


@pytest.fixture(scope="session")
def migrated_app(database_uri: str) -> Iterator[Flask]:
    app = create_app(settings(database_uri))
    attachments = tempfile.TemporaryDirectory(prefix="familyhelp-attachments-")
    app.config["ATTACHMENTS_FOLDER"] = attachments.name
    with app.app_context():
        upgrade()
        db.engine.dispose()
        if database_uri.startswith("sqlite:///"):
            file = Path(database_uri.removeprefix("sqlite:///"))
            shutil.copy(file, file.with_suffix(".empty"))
    yield app
    attachments.cleanup()
    with app.app_context():
        db.engine.dispose()


def empty_tables(uri: str) -> None:
    """Empty every table, the append-only ones too, which only a test may do."""
    if uri.startswith("sqlite:///"):
        db.engine.dispose()
        file = Path(uri.removeprefix("sqlite:///"))
        for tail in ("-wal", "-shm"):
            file.with_name(file.name + tail).unlink(missing_ok=True)
        shutil.copy(file.with_suffix(".empty"), file)
        return
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET session_replication_role = replica")
        # One question for all tables: a hundred small ones take longer than most tests.
        asked = " UNION ALL ".join(
            f"SELECT '{t.name}' WHERE EXISTS (SELECT 1 FROM \"{t.name}\")" for t in Base.metadata.sorted_tables
        )
        for name in connection.exec_driver_sql(asked).scalars().all():
            connection.exec_driver_sql(f'DELETE FROM "{name}"')
        # Numbers begin again too, as in the file that is copied for SQLite: digests hold them. Also where a test took
        # some and rolled back, so that the table stayed empty.
        connection.exec_driver_sql(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, 1, false)"
            " FROM pg_sequences WHERE last_value IS NOT NULL AND schemaname = current_schema()"
        )
        connection.exec_driver_sql("SET session_replication_role = DEFAULT")


@pytest.fixture
def app(migrated_app: Flask, database_uri: str) -> Iterator[Flask]:
    with migrated_app.app_context():
        yield migrated_app
        db.session.remove()
        empty_tables(database_uri)
        writing.set(True)


@pytest.fixture
def keyed(app: Flask, database_uri: str) -> Iterator[Flask]:
    """The service with a key, on the same database as the one without."""
    before = dict(data_keys.vault.__dict__)
    other = create_app(settings(database_uri) | {"DATA_KEYS": ONE_KEY})
    with other.app_context():
        yield other
        db.session.remove()
        db.engine.dispose()
    data_keys.vault.__dict__.update(before)


@pytest.fixture
def session(app: Flask) -> Any:
    """The database session, inside the application."""
    return db.session


@pytest.fixture(autouse=True)
def _usual_clocks() -> None:
    """Every test begins with the clocks as the practice has them, and without a panel."""
    timescales.keep_to([], 0)
    hours.keep_to([])
    levels.keep_to([])
    staging.decide_in("off")
    panels.ask_for("off")


@pytest.fixture(autouse=True)
def _still_clock() -> Iterator[None]:
    """The clock stands still on a Monday morning; a test that needs another day sets it."""
    with clock.at(MONDAY):
        yield


@pytest.fixture
def cast(session: Any) -> Cast:
    """Named people of every role, two teams and a school, committed."""
    people = Cast.made()
    db.session.commit()
    return people


@pytest.fixture
def client(app: Flask) -> StrictClient:
    """A browser that reads every page strictly, signed out."""
    return StrictClient(app)


@pytest.fixture
def count_queries(app: Flask) -> Any:
    """Count the statements in a block: `with count_queries() as count: ...; count()`."""
    from contextlib import contextmanager

    @contextmanager
    def counting() -> Iterator[Any]:
        statements: list[str] = []

        def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA")):
                statements.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield lambda: len(statements)
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return counting
