"""The embedded database as a copy that is encrypted under a key, or under another one, or plain again."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from ..extensions import unlock
from ..models.at_rest import sqlcipher


class NotCopied(Exception):
    """The copy is not whole; the sentence says why."""


def copy_database(source: Path, copy: Path, *, key: bytes | None, new_key: bytes | None) -> int:
    """Copy a database that opens with `key` (None: it is plain) into a new file under `new_key` (None: plain), and
    compare both, row by row of every table by number. The number of rows. Raises NotCopied, Unsafe."""
    module = sqlcipher()
    try:
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise NotCopied(f"{copy}: {error.strerror}") from None
    connection = module.connect(source, isolation_level=None)
    whole = False
    try:
        if key:
            unlock(connection, key)
        connection.execute("ATTACH DATABASE ? AS copy KEY ?", (str(copy), f"x'{new_key.hex()}'" if new_key else ""))
        connection.execute("BEGIN")
        connection.execute("SELECT sqlcipher_export('copy')").fetchall()
        connection.execute("COMMIT")
        rows = _same(connection)
        if (fault := connection.execute("PRAGMA copy.integrity_check").fetchone()[0]) != "ok":
            raise NotCopied(fault)
        connection.execute("DETACH DATABASE copy")
        whole = True
    except module.Error as error:
        raise NotCopied(str(error)) from None
    finally:
        connection.close()
        if not whole:
            copy.unlink()
    return rows


def _same(connection: Any) -> int:
    """How many rows both hold. Raises NotCopied where a table, a trigger, an index or a number of rows differs."""
    made = "SELECT type, name, sql FROM {}sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    here, there = (connection.execute(made.format(of)).fetchall() for of in ("main.", "copy."))
    if here != there:
        raise NotCopied("the copy has other tables")
    total = 0
    for name in (name for kind, name, _sql in here if kind == "table"):
        counts = [connection.execute(f'SELECT count(*) FROM {of}."{name}"').fetchone()[0] for of in ("main", "copy")]  # noqa: S608 - a name of our own
        if counts[0] != counts[1]:
            raise NotCopied(f"{name} has {counts[1]} rows in the copy instead of {counts[0]}")
        total += counts[0]
    return total
