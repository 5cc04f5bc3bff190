"""A filled database with its named columns encrypted, or encrypted as a whole: what that takes, and how large it is."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from familyhelp.casework.data_keys import rotate
from familyhelp.casework.database_copies import copy_database
from familyhelp.extensions import db
from familyhelp.models.at_rest import FILE
from familyhelp.models.data_keys import key_in, new_key

from .inside import app_at
from .serving import PLAIN


def encrypted(url: str, how: str) -> str:
    """The address of the encrypted database; a SQLite file stays beside it as it was. Its key is in the environment."""
    plain = Path(url.removeprefix(FILE)) if url.startswith(FILE) else None
    kept = plain.with_suffix(f".{how}.db") if plain else None
    began = time.monotonic()
    if plain and kept:
        kept.unlink(missing_ok=True)
    if how == "database":
        if not plain or not kept:
            raise SystemExit("Only the embedded database is encrypted as a whole.")
        os.environ["FAMILYHELP_DATABASE_KEY"], os.environ[PLAIN] = new_key(), url
        copy_database(plain, kept, key=None, new_key=key_in(os.environ["FAMILYHELP_DATABASE_KEY"], "the key"))
    else:
        if plain and kept:
            shutil.copy(plain, kept)
        os.environ["FAMILYHELP_DATA_KEYS"] = f"1:{new_key()}"
        with app_at(f"{FILE}{kept}" if kept else url).app_context():
            print(f"{rotate(batch=2_000).rows:,} rows encrypted", flush=True)
            db.session.remove()
            db.engine.dispose()
    print(f"Encrypted in {time.monotonic() - began:.1f} s", flush=True)
    if plain and kept:
        print(f"{plain.stat().st_size:,} bytes plain, {kept.stat().st_size:,} encrypted", flush=True)
        return f"{FILE}{kept}"
    return url
