"""How names are found again: folded keys and phonetic keys."""

from __future__ import annotations

import re
import unicodedata

import jellyfish

LONGEST = 200
"""How much of a text is a name: what comes after it is not looked at, so that a megabyte costs no more than a line."""
_NOT_LETTERS = re.compile(r"[^a-z0-9 ]+")


def fold(text: str) -> str:
    """A text without case, accents, hyphens or double spaces, for keys that are compared."""
    plain = (
        unicodedata.normalize("NFKD", text[:LONGEST].casefold()).replace("ß", "ss").replace("ł", "l").replace("ø", "o")
    )
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_NOT_LETTERS.sub(" ", letters.replace("'", "").replace("’", "")).split())


def name_key(surname: str, forename: str) -> str:
    """The key by which a name is found by its beginning: folded surname, then folded forename."""
    return f"{fold(surname)} {fold(forename)}".strip()[:120]


def sound_key(surname: str) -> str:
    """The key by which a surname is found by its sound (metaphone of its folded letters)."""
    return str(jellyfish.metaphone(fold(surname)))[:40]
