"""Many rows put into a table at once, as the driver takes them, inside the transaction that is under way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa


def put_plain(connection: sa.Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write rows of plain values, each a tuple in the order of these columns, past the records and their types."""
    names = ", ".join(columns)
    if connection.dialect.name == "postgresql":
        # COPY: for this process half the work of one INSERT with an array for each column.
        driver: Any = connection.connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" for _column in columns)
    connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608
