"""What names a person, in whatever table, moves to another record of the person, and back exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from ..extensions import Base, db
from ..models import Merge, MergeRow, Person, insert_rows
from ..models.columns import Moment, Slug
from ..practice.merging import NOT_MOVED, How
from ..practice.words import N_, NotYet, Word, say, word_of

_NUMBERED = ("version", "number")
"""What a table calls the place of a row among those of one person: it goes on where the other record's ends."""


def references() -> Iterator[tuple[sa.Table, sa.Column[Any]]]:
    """Every column of every table that names a person, read from the tables themselves: a new one is carried too."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in NOT_MOVED and any(key.column is _ID for key in column.foreign_keys):
                yield table, column


_ID = Base.metadata.tables[Person.__tablename__].c.id


def move(merge: Merge) -> list[MergeRow]:
    """Give every row of the one record to the other, and say of each row what was done to it."""
    done = []
    for table, column in references():
        keys = list(table.primary_key.columns)
        rows = db.session.execute(sa.select(table).where(column == merge.gone_id).order_by(*keys)).mappings().all()
        for row in rows:
            done.append(_move(merge, table, column, row))
    return done


def _move(merge: Merge, table: sa.Table, column: sa.Column[Any], row: Mapping[Any, Any]) -> MergeRow:
    keys = {key.name: row[key] for key in table.primary_key.columns}
    made = MergeRow(
        table_name=table.name,
        column_name=column.name,
        row_key={name: write(value) for name, value in keys.items()},
        how=How.MOVED,
        was={},
        now={},
    )
    if _updated(table, keys, {column.name: merge.kept_id}):
        return made
    place = next((table.c[name] for name in _NUMBERED if name in table.c), None)
    if place is not None and place not in table.primary_key.columns:
        last = db.session.scalar(sa.select(sa.func.max(place)).where(column == merge.kept_id)) or 0
        if _updated(table, keys, {column.name: merge.kept_id, place.name: last + 1}):
            made.was, made.now = {place.name: row[place]}, {place.name: last + 1}
            return made
    made.how, made.was = How.DOUBLED, {c.name: write(row[c]) for c in table.columns}
    try:
        with db.session.connection().begin_nested():
            db.session.connection().execute(sa.delete(table).where(*_at(table, keys)))
    except IntegrityError:
        raise NotYet(say(N_("Something is recorded for both in the same place, and cannot be joined yet."))) from None
    return made


def _updated(table: sa.Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Change one row, unless the database says that such a row is there already."""
    try:
        with db.session.connection().begin_nested():
            db.session.connection().execute(sa.update(table).where(*_at(table, keys)).values(dict(values)))
    except IntegrityError:
        return False
    return True


def move_back(merge: Merge) -> None:
    """Give every row back to the record it came from; what came since stays where it is."""
    for done in reversed(merge.rows):
        if done.how is How.CHOSEN:
            continue
        table = Base.metadata.tables[done.table_name]
        keys = {name: read(table.c[name], value) for name, value in done.row_key.items()}
        if done.how is How.DOUBLED:
            values = {name: read(table.c[name], value) for name, value in done.was.items()}
            insert_rows(db.session.connection(), table.name, [values])
            continue
        if done.column_name in keys:
            keys[done.column_name] = merge.kept_id
        now = dict(keys) | {done.column_name: merge.kept_id}
        db.session.execute(
            sa.update(table).where(*_at(table, now)).values({done.column_name: merge.gone_id} | done.was)
        )


def _at(table: sa.Table, values: Mapping[str, Any]) -> list[sa.ColumnElement[bool]]:
    return [table.c[name] == value for name, value in values.items()]


def write(value: Any) -> Any:
    """A value of a row as JSON keeps it."""
    if isinstance(value, Word):
        return value.value
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def read(column: sa.ColumnElement[Any], value: Any) -> Any:
    """The value again, of the column's own kind."""
    if value is None:
        return None
    if isinstance(column.type, Slug):
        return word_of(column.type.words, value)
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, sa.Date) else value
