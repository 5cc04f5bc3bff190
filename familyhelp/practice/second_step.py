"""The second step of signing in: a code from an app, which changes every thirty seconds and works once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from .roles import Role
from .words import N_, Sentence, say, word_of

SECONDS = 30
DRIFT = 1
"""So many steps before and after this moment count, for clocks that are not quite right."""
RECOVERY_CODES = 10


def roles_in(text: str) -> frozenset[Role]:
    """The roles that a setting names, with commas between. Raises ValueError for a name that is no role."""
    return frozenset(word_of(Role, name.strip()) for name in text.split(",") if name.strip())


def steps_around(now: datetime) -> range:
    """The numbers of the steps whose codes count at a moment."""
    step = int(now.timestamp()) // SECONDS
    return range(step - DRIFT, step + DRIFT + 1)


def plain(code: str) -> str:
    """A code as it is compared: without spaces and dashes, in small letters."""
    return "".join(character for character in code[:100].lower() if character.isalnum())


def missing_to_reset(because: str) -> Iterator[Sentence]:
    """What the resetting of somebody's second step still lacks."""
    if not because.strip():
        yield say(N_("Write why, and how you know that it is they who ask."), "because")
