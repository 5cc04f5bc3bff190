"""The keys under which named columns are kept, and how one value is encrypted: bound to its table, column and row.

A value as it stands in the database: a mark that nobody can type, the number of its key, and AES-256-GCM over the
words, with the place as what is authenticated beside them. In another row or column it does not open."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MARK = "\x02"
"""How an encrypted value begins. Forms take control characters out of every text, so that nobody can type it."""
KEY_LENGTH, NONCE_LENGTH = 32, 12
MOST_KEYS = 9999


class BadKeys(ValueError):
    """The setting cannot be read as keys; the sentence says why, and never holds a part of a key."""


class Unreadable(Exception):
    """A value does not open where it stands: it was written elsewhere, changed, or its key is not here."""

    def __init__(self, table: str, column: str, row: str, why: str) -> None:
        super().__init__(f"{table}.{column} of row {row} cannot be read: {why}")
        self.place = f"{table}.{column}, {row}"


def keys_in(setting: str) -> dict[int, bytes]:
    """The keys that a setting names, newest first: `2:BASE64,1:BASE64`. Raises BadKeys."""
    keys: dict[int, bytes] = {}
    for place, part in enumerate((part.strip() for part in setting.split(",") if part.strip()), 1):
        number, colon, written = part.partition(":")
        if not colon or not (number.isascii() and number.isdecimal()) or not 1 <= int(number) <= MOST_KEYS:
            raise BadKeys(f"key {place} needs its number (1 to {MOST_KEYS}) and a colon before it")
        if int(number) in keys:
            raise BadKeys(f"the number {int(number)} stands twice")
        keys[int(number)] = key_in(written, f"key {int(number)}")
    if len(set(keys.values())) != len(keys):
        raise BadKeys("two numbers have the same key")
    return keys


def key_in(written: str, name: str) -> bytes:
    """One key of 32 bytes, written in base64. Raises BadKeys."""
    try:
        key = base64.b64decode(written.strip(), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise BadKeys(f"{name} is not written in base64") from None
    if len(key) != KEY_LENGTH:
        raise BadKeys(f"{name} has {len(key)} bytes, where {KEY_LENGTH} are needed")
    if len(set(key)) < KEY_LENGTH // 4:
        raise BadKeys(f"{name} is too regular for a key: make one with `flask keys new`")
    return key


def new_key() -> str:
    """A key as a setting holds it."""
    return base64.urlsafe_b64encode(os.urandom(KEY_LENGTH)).decode()


class Vault:
    """The keys in force: what is written goes under the newest, what was written opens under any."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self._ciphers: dict[int, AESGCM] = {}

    def keep_under(self, keys: Mapping[int, bytes]) -> None:
        """Use these keys from now on, newest first; without any, nothing is encrypted."""
        self.numbers = list(keys)
        self._ciphers = {number: AESGCM(key) for number, key in keys.items()}

    @property
    def is_on(self) -> bool:
        """Whether there is a key."""
        return bool(self.numbers)

    def encrypt(self, words: str, table: str, column: str, row: object) -> str:
        """A value as it is kept in its place, under the newest key."""
        number, nonce = self.numbers[0], os.urandom(NONCE_LENGTH)
        closed = self._ciphers[number].encrypt(nonce, words.encode(), _place(number, table, column, row))
        return f"{MARK}{number}:{base64.b64encode(nonce + closed).decode()}"

    def decrypt(self, kept: str, table: str, column: str, row: object) -> str:
        """The words of an encrypted value that stands in a place. Raises Unreadable."""
        number, _, written = kept.removeprefix(MARK).partition(":")
        cipher = self._ciphers.get(int(number)) if number.isascii() and number.isdecimal() else None
        if cipher is None:
            raise Unreadable(table, column, str(row), f"its key, number {number[:4]!a}, is not among those set")
        try:
            closed = base64.b64decode(written, validate=True)
            if len(closed) < NONCE_LENGTH:
                raise InvalidTag
            place = _place(int(number), table, column, row)
            return cipher.decrypt(closed[:NONCE_LENGTH], closed[NONCE_LENGTH:], place).decode()
        except (InvalidTag, binascii.Error, ValueError):
            raise Unreadable(table, column, str(row), "it was not written in this place, or was changed") from None


def _place(number: int, table: str, column: str, row: object) -> bytes:
    return f"familyhelp|{number}|{table}|{column}|{row}".encode()


vault = Vault()
"""The keys of this process, given once by the factory."""
