"""Values of named columns are bound to the number of their row, so with keys a row gets its number before it is
written, and each value is told its row while it is written. Without keys nothing here does anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from ..extensions import Base
from .data_keys import vault
from .encrypted import ENCRYPTED, InRow, in_row

_GIVEN, _TOLD = "numbers given in this flush", "values told their row"


def numbers_ahead(connection: sa.Connection, table: str, count: int, above: int = 0) -> list[int]:
    """The numbers of rows that are about to be written. `above`: those up to it are given already, and not written."""
    if connection.dialect.name == "postgresql":
        # The sequence is looked up once, and its numbers come back in one row.
        sequence = "(SELECT CAST(pg_get_serial_sequence(:name, 'id') AS regclass) AS of OFFSET 0) AS sequence"
        asked = f"SELECT array_agg(nextval(sequence.of)) FROM {sequence}, generate_series(1, :count)"  # noqa: S608
        return connection.scalar(sa.text(asked), {"name": table, "count": count}) or []
    # Whoever writes holds the one lock of the embedded database: nobody else takes a number meanwhile.
    last = connection.scalar(sa.select(sa.func.max(Base.metadata.tables[table].c.id))) or 0
    return list(range(max(last, above) + 1, max(last, above) + count + 1))


def insert_rows(connection: sa.Connection, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows straight into a table, past the records."""
    if not rows:
        return
    columns = ENCRYPTED.get(table)
    if columns and vault.is_on:
        given = iter(numbers_ahead(connection, table, sum(row.get("id") is None for row in rows)))
        rows = [row if row.get("id") is not None else row | {"id": next(given)} for row in rows]
        rows = [row | {name: in_row(row[name], row["id"]) for name in columns if name in row} for row in rows]
    connection.execute(sa.insert(Base.metadata.tables[table]), rows)


@event.listens_for(Session, "before_flush")
def _number_rows(session: Session, _context: Any, _instances: Any) -> None:
    """Number all new rows of a table by one statement."""
    if not vault.is_on:
        return
    new: dict[str, list[Any]] = defaultdict(list)
    for record in session.new:
        table = type(record).__tablename__
        if table in ENCRYPTED and record.id is None:
            new[table].append(record)
    session.info[_GIVEN] = {}
    for table, records in new.items():
        records.sort(key=lambda one: sa.inspect(one).insert_order)
        given = numbers_ahead(session.connection(), table, len(records))
        session.info[_GIVEN][table] = given[-1]
        for record, number in zip(records, given, strict=True):
            record.id = number


@event.listens_for(Base, "before_insert", propagate=True)
def _insert(_mapper: Any, connection: sa.Connection, record: Any) -> None:
    columns = ENCRYPTED.get(record.__tablename__)
    if not columns or not vault.is_on:
        return
    session = sa.orm.object_session(record)
    if session is None:
        raise TypeError("a record outside a session is not written")
    if record.id is None:  # it came into the flush by another record
        given = session.info.setdefault(_GIVEN, {})
        record.id = given[record.__tablename__] = numbers_ahead(
            connection, record.__tablename__, 1, given.get(record.__tablename__, 0)
        )[0]
    for column in columns:
        _tell(session, record, column)


@event.listens_for(Base, "before_update", propagate=True)
def _update(_mapper: Any, _connection: sa.Connection, record: Any) -> None:
    columns = ENCRYPTED.get(record.__tablename__)
    session = sa.orm.object_session(record) if columns and vault.is_on else None
    if not columns or session is None:
        return
    before = sa.inspect(record).committed_state
    for column in columns:
        if column in before and before[column] != record.__dict__.get(column):
            _tell(session, record, column)


def _tell(session: Session, record: Any, column: str) -> None:
    """Put the row beside the value for as long as it is being written; nobody reads the record meanwhile."""
    value = record.__dict__.get(column)
    if value is not None and not isinstance(value, (InRow, sa.sql.ClauseElement)):
        record.__dict__[column] = InRow(value, record.id)
        session.info.setdefault(_TOLD, []).append((record.__dict__, column))


@event.listens_for(Session, "after_flush")
@event.listens_for(Session, "after_soft_rollback")
def _plain_again(session: Session, _more: Any) -> None:
    """Give the records their values back, whether they were written or not."""
    for kept, column in session.info.pop(_TOLD, ()):
        if isinstance(kept.get(column), InRow):
            kept[column] = kept[column].value
