"""The two settings that encrypt what is kept: read at the start, and refused in a sentence where they are no use."""

from __future__ import annotations

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from ..config import Unsafe
from ..extensions import unlock
from .data_keys import BadKeys, key_in, keys_in, vault

FILE = "sqlite:///"


def keep_data_keys(setting: str) -> None:
    """Encrypt the named columns under the keys that are set, or nothing. Raises Unsafe."""
    try:
        vault.keep_under(keys_in(setting))
    except BadKeys as bad:
        raise Unsafe(f"FAMILYHELP_DATA_KEYS cannot be used: {bad}.") from None


def open_database(config: MutableMapping[str, Any]) -> bytes | None:
    """The key of the embedded database, once it is sure that it opens it; None where none is set. Raises Unsafe."""
    setting, address = config["DATABASE_KEY"], str(config["SQLALCHEMY_DATABASE_URI"])
    if not setting:
        return None
    if not address.startswith(FILE):
        raise Unsafe("FAMILYHELP_DATABASE_KEY is for the embedded database. Encrypt the disk of PostgreSQL instead.")
    try:
        key = key_in(setting, "it")
    except BadKeys as bad:
        raise Unsafe(f"FAMILYHELP_DATABASE_KEY cannot be used: {bad}.") from None
    module = sqlcipher()
    file = Path(address.removeprefix(FILE))
    if file.exists() and file.stat().st_size:
        _try(module, file, key)
    config["SQLALCHEMY_ENGINE_OPTIONS"] = {**(config.get("SQLALCHEMY_ENGINE_OPTIONS") or {}), "module": module}
    return key


def sqlcipher() -> Any:
    """The module that reads and writes encrypted databases. Raises Unsafe where it is not installed."""
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        raise Unsafe("The package for encrypted databases is missing: pip install 'familyhelp[sqlcipher]'.") from None
    return dbapi2


def _try(module: Any, file: Path, key: bytes) -> None:
    connection = module.connect(file)
    try:
        unlock(connection, key)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except module.DatabaseError:
        raise Unsafe(
            f"FAMILYHELP_DATABASE_KEY does not open {file.name}: it is the key of another database, or this one is not "
            "encrypted yet (flask keys copy-database)."
        ) from None
    finally:
        connection.close()
