"""Bringing every named column under the newest key, or back to plain, and finding what does not open. No word
changes by it: each value is opened in its place and closed again there, so every digest stays true."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from ..extensions import Base, db, writing
from ..models import ENCRYPTED, InRow, Unreadable, vault
from ..models.data_keys import MARK
from ..models.encrypted import JSON_MARK, AsKept, NamedJson

BATCH = 500


def counted() -> Iterator[tuple[str, str, dict[int, int]]]:
    """For each named column that holds anything: how many values lie under each key, by its number; 0 is plain."""
    for table, columns in _named():
        for column in columns:
            which = sa.case(
                *((_begins(column, number), number) for number in sorted(vault.numbers)),
                (_begins(column, None), -1),
                else_=0,
            ).label("which")
            asked = (
                sa.select(which, sa.func.count().label("number"))
                .where(_text(column).is_not(None))
                .group_by(which)
                .order_by(which)
            )
            found: dict[int, int] = {row.which: row.number for row in db.session.execute(asked)}
            if found:
                yield table.name, column.name, found


@dataclass
class Rotation:
    """What a rotation did: how many rows it changed, and the sentences of values that did not open and stay."""

    rows: int = 0
    faults: list[str] = field(default_factory=list)


def rotate(
    *, to_plain: bool = False, batch: int = BATCH, done: Callable[[str, int], None] = lambda *_: None
) -> Rotation:
    """Bring everything under the newest key, or `to_plain`, batch by batch, each a transaction of its own: what was
    cut short goes on where it ended. `done` is told the table and how many of its rows."""
    rotation = Rotation()
    for table, columns in _named():
        last = 0
        while True:
            rows = _rotated(table, columns, last, batch, to_plain, rotation.faults)
            db.session.commit()
            if not rows:
                break
            last = rows[-1]
            rotation.rows += len(rows)
            done(table.name, len(rows))
    return rotation


def _rotated(
    table: sa.Table, columns: list[sa.Column[Any]], last: int, batch: int, to_plain: bool, faults: list[str]
) -> list[int]:
    """One batch of one table; the numbers of its rows."""
    writing.set(True)
    wanted = sa.or_(*(_is_other(column, to_plain) for column in columns))
    asked = sa.select(table.c.id, *(_text(column).label(column.name) for column in columns))
    asked = asked.where(table.c.id > last, wanted).order_by(table.c.id).limit(batch).with_for_update()
    rows = db.session.execute(asked).all()
    connection = db.session.connection()
    with _as_written(connection, table.name) if rows else _nothing():
        for column in columns:
            values = list(_values(column, rows, to_plain, faults))
            new = sa.update(table).where(table.c.id == sa.bindparam("of_row"))
            if values:
                connection.execute(new.values({column.name: sa.bindparam("to_write", type_=column.type)}), values)
    return [row.id for row in rows]


def _values(column: sa.Column[Any], rows: Sequence[Any], to_plain: bool, faults: list[str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        try:
            if row._mapping[column.name] is not None:
                yield {"of_row": row.id, "to_write": InRow(_opened(column, row), row.id, plain=to_plain)}
        except Unreadable as error:
            faults.append(f"{error}.")


def faults() -> Iterator[str]:
    """Every value of a named column that does not open where it stands, in a sentence. Nothing without keys."""
    if vault.is_on:
        with Session(db.engine) as session:
            for table, columns in _named():
                yield from _faults(session, table, columns)


def _faults(session: Session, table: sa.Table, columns: list[sa.Column[Any]]) -> Iterator[str]:
    last = 0
    asked = sa.select(table.c.id, *(_text(column).label(column.name) for column in columns)).order_by(table.c.id)
    while rows := session.execute(asked.where(table.c.id > last).limit(BATCH)).all():
        for row in rows:
            for column in columns:
                try:
                    if row._mapping[column.name] is not None:
                        _opened(column, row)
                except Unreadable as error:
                    yield f"{error}."
        last = rows[-1].id


def plain_ones() -> int:
    """How many values of named columns lie plain although there is a key."""
    return sum(found.get(0, 0) for _table, _column, found in counted()) if vault.is_on else 0


def _named() -> Iterator[tuple[sa.Table, list[sa.Column[Any]]]]:
    for name, columns in ENCRYPTED.items():
        table = Base.metadata.tables[name]
        yield table, [table.c[column] for column in columns]


def _text(column: sa.Column[Any]) -> sa.ColumnElement[Any]:
    """What the database holds, as it is. JSON that says nothing counts as nothing."""
    kept: sa.ColumnElement[Any] = sa.cast(column, AsKept)
    return sa.func.nullif(kept, "null", type_=sa.Text) if isinstance(column.type, NamedJson) else kept


def _begins(column: sa.Column[Any], number: int | None) -> sa.ColumnElement[bool]:
    """Whether a value is encrypted, under one key or any."""
    mark = JSON_MARK if isinstance(column.type, NamedJson) else MARK
    wanted = mark if number is None else f"{mark}{number}:"
    return sa.func.substr(_text(column), 1, len(wanted), type_=sa.Text) == wanted


def _is_other(column: sa.Column[Any], to_plain: bool) -> sa.ColumnElement[bool]:
    """Whether a value is not yet as it should be."""
    as_it_should = sa.not_(_begins(column, None)) if to_plain else _begins(column, vault.numbers[0])
    return sa.and_(_text(column).is_not(None), sa.not_(as_it_should))


def _opened(column: sa.Column[Any], row: Any) -> Any:
    kept: Any = column.type
    return kept.opened(row._mapping[column.name], row.id)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _as_written(connection: sa.Connection, table: str) -> Iterator[None]:
    """Some tables refuse every change (the chronology, what is finished). Within this one transaction they take the
    same words under another key; all of it is undone with the transaction where anything fails."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
        return
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
    triggers = connection.exec_driver_sql(asked, (table,)).all()
    for name, _sql in triggers:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in triggers:
        connection.exec_driver_sql(sql)
