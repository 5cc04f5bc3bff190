"""Putting many rows into a table quickly, inside the transaction that is under way."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import repeat
from typing import Any

import sqlalchemy as sa

from ..models import ENCRYPTED, in_row, put_plain, vault
from ..models.columns import Slug

ROOM, USUAL_ROOM = -200_000, -16_000
"""Kilobytes of the embedded database's pages that stay in memory, while much is written and otherwise."""


@contextmanager
def much(connection: Callable[[], sa.Connection]) -> Iterator[None]:
    """While very much is written, in several transactions of one connection: more room for the embedded database's
    pages, and Python looks for no cycles, of which rows make none."""
    was = gc.isenabled()
    gc.disable()
    try:
        _room(connection(), ROOM)
        yield
        _room(connection(), USUAL_ROOM)
    finally:
        if was:
            gc.enable()


def _room(connection: sa.Connection, size: int) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size={size:d}")


def count_anew(connection: sa.Connection, batch: int, *tables: str) -> None:
    """Before the second batch, the third, the fifth and so on, let PostgreSQL see how much tables hold: while one fills
    from nothing it would go on planning for nothing, and walk the whole of it for each of thousands."""
    if batch & (batch - 1) == 0 and connection.dialect.name == "postgresql":
        for table in tables:
            connection.exec_driver_sql(f"ANALYZE {table}")


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, each a tuple in the order of the table's columns, holding plain values only."""
    put_plain(connection, table.name, table.columns.keys(), rows)


def put_columns(connection: sa.Connection, table: sa.Table, values: Mapping[str, Any]) -> None:
    """Insert rows that are given column by column, as the records hold their values: a list has one for each row,
    anything else is the same in all of them. Columns that are not named get their default. A table with columns that
    may be encrypted is given its `id` too: their values are bound to it."""
    count = next(len(value) for value in values.values() if isinstance(value, list))
    if not count:
        return
    usual = {c.name: d.arg for c in table.columns if isinstance(d := c.default, sa.ColumnDefault) and d.is_scalar}
    given = usual | dict(values)
    if vault.is_on:
        named = [name for name in ENCRYPTED.get(table.name, ()) if name in given]
        given |= {name: _in_rows(given[name], given["id"]) for name in named}
    columns = [column for column in table.columns if column.name in given]
    written = [_written(connection, column, given[column.name], count) for column in columns]
    put_plain(connection, table.name, [column.name for column in columns], list(zip(*written, strict=True)))


def _in_rows(value: Any, numbers: Sequence[int]) -> list[Any]:
    each = value if isinstance(value, list) else repeat(value, len(numbers))
    return [in_row(one, number) for one, number in zip(each, numbers, strict=True)]


def _written(connection: sa.Connection, column: sa.Column[Any], value: Any, count: int) -> Any:
    """The values of a column as the driver takes them."""
    write = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    if not isinstance(value, list):
        return repeat(write(value) if write and value is not None else value, count)
    if write and isinstance(column.type, (sa.Date, Slug)):  # few words and days, each many times over
        known = {each: None if each is None else write(each) for each in set(value)}
        return [known[each] for each in value]
    return [None if each is None else write(each) for each in value] if write else value


def numbers(connection: sa.Connection, table: str, at_once: int = 100) -> Iterator[int]:
    """Numbers for new rows of a table, before they are there. On SQLite nobody else writes meanwhile; PostgreSQL gives
    them away itself, some at once."""
    if connection.dialect.name == "postgresql":
        sequence = f"SELECT nextval(pg_get_serial_sequence('{table}', 'id')) FROM generate_series(1, {at_once:d})"  # noqa: S608
        while True:
            yield from connection.exec_driver_sql(sequence).scalars().all()
    last = connection.exec_driver_sql(f"SELECT max(id) FROM {table}").scalar() or 0  # noqa: S608 - a name of our own
    while True:
        last += 1
        yield last


def among(connection: sa.Connection, statement: str, values: Sequence[Any], *before: Any) -> Sequence[sa.Row[Any]]:
    """The rows of a statement of our own that ends with a column which must be `{among}` these values, or with several
    in brackets, where each value is a tuple; `{}` stands for what is bound before. Many values written into a statement
    one by one would cost more than they find."""
    if not values:
        return []
    several = isinstance(values[0], tuple)
    columns = list(zip(*values, strict=True)) if several else [tuple(values)]
    if connection.dialect.name == "postgresql":
        kinds = ["date" if isinstance(column[0], date) else "text" for column in columns]
        arrays = ", ".join(f"CAST(%s AS {kind}[])" for kind in kinds)
        wanted = f"IN (SELECT * FROM unnest({arrays}))" if several else f"= ANY({arrays})"  # noqa: S608 - casts alone
        text = statement.format(*["%s"] * len(before), among=wanted)
        return connection.exec_driver_sql(text, (*before, *map(list, columns))).all()
    one = f"({', '.join('?' * len(columns))})"
    wanted = f"IN (VALUES {', '.join([one] * len(values))})"
    given = [_kept(part) for value in values for part in (value if several else (value,))]
    return connection.exec_driver_sql(statement.format(*["?"] * len(before), among=wanted), (*before, *given)).all()


def _kept(value: Any) -> Any:
    """A value as SQLite keeps it: days are texts."""
    return value.isoformat() if isinstance(value, date) else value
