"""Rows on their way into the database: gathered by table, written many at a time, as their column types say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from familyhelp.extensions import Base
from familyhelp.models.columns import Moment, Slug
from familyhelp.models.encrypted import NamedJson
from familyhelp.practice import references

AT_ONCE = 20_000
IN_TIME = {"events": "at", "notes": "written_at", "looks": "at"}
"""Tables whose rows are numbered by time when they are written, mixed as they come in life: a case's events do not
lie side by side on the disk. Nothing refers to the numbers of their rows."""


_ENCODER = json.JSONEncoder()


def _moment_text(value: datetime) -> str:
    return value.isoformat(sep=" ", timespec="microseconds")[:26]


def _written(column: sa.Column[Any], sqlite: bool) -> Callable[[Any], Any] | None:
    """How a value of a column is written, or None where it is written as it is."""
    if isinstance(column.type, Slug):
        return str.__str__
    if isinstance(column.type, (sa.JSON, NamedJson)):
        return _ENCODER.encode
    if sqlite and isinstance(column.type, Moment):
        return _moment_text
    if sqlite and isinstance(column.type, sa.Date):
        return date.isoformat
    return None


class Table:
    """The rows of one table that wait to be written."""

    def __init__(self, name: str, sqlite: bool) -> None:
        self.table = Base.metadata.tables[name]
        self.columns = list(self.table.columns)
        self.names = [c.name for c in self.columns]
        self.key = IN_TIME.get(name)
        self.rows: list[dict[str, Any]] = []
        self.last = 0
        self._written = self._writer(sqlite)

    def _writer(self, sqlite: bool) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
        """How a row becomes what the driver takes: a function made for this table, since it runs millions of times."""
        known: dict[str, Any] = {}
        values = []
        for number, column in enumerate(self.columns):
            value, write = f"row.get({column.name!r}, default_{number})", _written(column, sqlite)
            known[f"default_{number}"] = self._default(column)
            if write is not None:
                known[f"write_{number}"] = write
                value = f"None if (v := {value}) is None else write_{number}(v)"
            values.append(value)
        made: Callable[[dict[str, Any]], tuple[Any, ...]] = eval(f"lambda row: ({', '.join(values)},)", known)
        return made

    @staticmethod
    def _default(column: sa.Column[Any]) -> Any:
        default = column.default
        return default.arg if isinstance(default, sa.ColumnDefault) and default.is_scalar else None

    def taken(self) -> list[tuple[Any, ...]]:
        """The rows that waited, as the driver takes them; none waits any more."""
        rows, self.rows = self.rows, []
        if self.key:
            rows.sort(key=lambda row: row[self.key])
            for row in rows:
                self.last += 1
                row["id"] = self.last
        return [self._written(row) for row in rows]


class Rows:
    """Every table's rows. `add` gives a row its number; nothing is written before `write`."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self.tables: dict[str, Table] = {}
        self.counts: dict[str, int] = {}
        self._waiting = 0
        self._connection = engine.raw_connection()
        self._open()

    def _open(self) -> None:
        cursor = self._connection.cursor()
        if self.sqlite:
            # Only while filling: nothing here has to survive a power cut, and the test checks the keys afterwards.
            for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-600000", "temp_store=MEMORY"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET session_replication_role = replica")
        cursor.close()

    def __getitem__(self, name: str) -> Table:
        table = self.tables.get(name)
        if table is None:
            table = self.tables[name] = Table(name, self.sqlite)
        return table

    def add(self, name: str, /, **values: Any) -> int:
        """Gather a row and give its number (0 where the rows of its table are numbered by time)."""
        table = self[name]
        if table.key is None and "id" in table.table.c:
            table.last += 1
            values["id"] = table.last
        table.rows.append(values)
        self._waiting += 1
        return int(values.get("id", 0))

    def ready(self) -> bool:
        """Whether enough rows wait."""
        return self._waiting >= AT_ONCE

    def write(self) -> None:
        """Write what waits, in one transaction."""
        cursor = self._connection.cursor()
        if self.sqlite:
            cursor.execute("BEGIN")
        for name, table in self.tables.items():
            rows = table.taken()
            if rows:
                self.counts[name] = self.counts.get(name, 0) + len(rows)
                self._insert(cursor, table, rows)
        cursor.execute("COMMIT") if self.sqlite else self._connection.commit()
        cursor.close()
        self._waiting = 0

    def _insert(self, cursor: Any, table: Table, rows: Iterable[tuple[Any, ...]]) -> None:
        names = ", ".join(f'"{name}"' for name in table.names)
        if self.sqlite:
            marks = ", ".join("?" * len(table.names))
            cursor.executemany(f'INSERT INTO "{table.table.name}" ({names}) VALUES ({marks})', rows)
            return
        with cursor.copy(f'COPY "{table.table.name}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    def close(self) -> None:
        """Write the rest, give the numbering back to the database, and let it look at what it holds."""
        self.write()
        cursor = self._connection.cursor()
        if self.sqlite:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for name, table in self.tables.items():
                if table.last:
                    cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {table.last})")
            cursor.execute("SET session_replication_role = DEFAULT")
            self._connection.commit()
            self._connection.driver_connection.autocommit = True
            cursor.execute("VACUUM ANALYZE")
            self._connection.driver_connection.autocommit = False
        cursor.close()
        self._connection.invalidate()  # its settings were for filling only


# References -------------------------------------------------------------------------------------------------

_THREE = [a + b + c for a in references.ALPHABET for b in references.ALPHABET for c in references.ALPHABET]
_ORDER = {character: number for number, character in enumerate(references.ALPHABET)}
_FIRST = [_ORDER[references.check_character(a + "000000")] for a in references.ALPHABET]
_MIDDLE = [_ORDER[references.check_character("0" + three + "000")] for three in _THREE]
_LAST = [_ORDER[references.check_character("0000" + three)] for three in _THREE]


class Codes:
    """References that never meet: the numbers from 1, scattered over all that seven characters can say."""

    STEP = 22_801_763_489  # odd, so that it goes through all 2 ** 35 numbers before one comes again

    def __init__(self, start: int) -> None:
        self.number = start

    def __call__(self) -> str:
        """The next one, with its check character (a sum in a field, so the parts are checked one by one)."""
        self.number = (self.number + self.STEP) & 0x7_FFFF_FFFF
        first, middle, last = self.number >> 30, (self.number >> 15) & 0x7FFF, self.number & 0x7FFF
        check = references.ALPHABET[_FIRST[first] ^ _MIDDLE[middle] ^ _LAST[last]]
        return references.ALPHABET[first] + _THREE[middle] + _THREE[last] + check
