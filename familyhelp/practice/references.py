"""References that people can read aloud: seven characters and a check character, written like 7K2M-9QX4."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
_chance: ContextVar[random.Random] = ContextVar("chance")


def _double(value: int) -> int:
    """Multiply by x in the field of 32 elements (polynomial x^5 + x^2 + 1)."""
    value <<= 1
    return value ^ 0b100101 if value & 0b100000 else value


_PLACES = {character: place for place, character in enumerate(ALPHABET)}
_DOUBLES = [_double(value) for value in range(len(ALPHABET))]


def check_character(data: str) -> str:
    """The check character: a weighted sum in the field of 32 elements, which finds every single wrong
    character and every swap of two neighbours."""
    total = 0
    for character in data:
        total = _DOUBLES[total ^ _PLACES[character]]
    return ALPHABET[total]


def new_code() -> str:
    """A new reference: eight characters without the hyphen, by chance (or from the seed that is set)."""
    chance = _chance.get(None) or secrets.SystemRandom()
    data = "".join(chance.choice(ALPHABET) for _ in range(7))
    return data + check_character(data)


_OF_BYTE = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))


def new_codes(count: int) -> list[str]:
    """Many new references at once, at a tenth of the cost of each by itself."""
    # 256 is a multiple of 32: every character is as likely as any other.
    drawn = secrets.token_bytes(7 * count).translate(_OF_BYTE).decode()
    return [(seven := drawn[at : at + 7]) + check_character(seven) for at in range(0, 7 * count, 7)]


def read_code(text: str) -> str | None:
    """The eight characters of a reference as somebody typed it, or None where it is not one."""
    code = text.upper().translate(_LOOK_ALIKES)
    if len(code) != 8 or any(character not in ALPHABET for character in code):
        return None
    return code if check_character(code[:7]) == code[7] else None


def write_code(code: str) -> str:
    """A reference as people read it: 7K2M-9QX4."""
    return f"{code[:4]}-{code[4:]}"


@contextmanager
def seeded(chance: random.Random) -> Iterator[None]:
    """Draw references from this source inside the block, so that the same seed makes the same data."""
    token = _chance.set(chance)
    try:
        yield
    finally:
        _chance.reset(token)
