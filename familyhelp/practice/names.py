"""How names and numbers are found again: folded keys, phonetic keys, spellings one slip away."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jellyfish

LONGEST = 200
"""How much of a text is a name: what comes after it is not looked at, so that a megabyte costs no more than a line."""
SHORT, SHORTEST_PHONE = 3, 6
_NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")


def fold(text: str) -> str:
    """A text without case, accents, hyphens or double spaces, for keys that are compared."""
    return _folded(text[:LONGEST])


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("ß", "ss").replace("ł", "l").replace("ø", "o")
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_NOT_LETTERS.sub(" ", letters.replace("'", "").replace("’", "")).split())


def name_key(surname: str, forename: str) -> str:
    """The key by which a name is found by its beginning: folded surname, then folded forename."""
    return f"{fold(surname)} {fold(forename)}".strip()[:120]


def sound_key(surname: str) -> str:
    """The key by which a surname is found by its sound (metaphone of its folded letters)."""
    return sound(fold(surname))[:40]


@lru_cache(maxsize=4096)
def sound(folded: str) -> str:
    """How a folded name sounds (metaphone)."""
    return str(jellyfish.metaphone(folded))


def spellings(surname: str) -> frozenset[str]:
    """A folded surname, its words, and each of them without one of its letters: two spellings one slip apart
    (a letter more, less, other, or two turned round) have one of these in common."""
    words = {word[:40] for word in (surname, *surname.split()) if word}
    shorter = {word[:at] + word[at + 1 :] for word in words if len(word) > SHORT for at in range(len(word))}
    return frozenset(words | shorter)


def phone_key(text: str | None) -> str | None:
    """The digits by which a phone number is found again, however it is written; None for what is too short for one."""
    return _digits(text[:LONGEST]) if text else None


@lru_cache(maxsize=4096)
def _digits(text: str) -> str | None:
    digits = "".join(character for character in text if character.isascii() and character.isdigit())
    digits = digits.removeprefix("00")
    digits = "0" + digits[2:].removeprefix("0") if digits.startswith("44") else digits
    return digits[:20] if len(digits) >= SHORTEST_PHONE else None


def address_key(lines: str | None) -> str:
    """The first line of an address, by which it is compared."""
    parts = re.split(r"[\n,]", (lines or "").strip(), maxsplit=2)
    first = fold(parts[0])
    return fold(" ".join(parts[:2])) if first.isdigit() or not first else first
