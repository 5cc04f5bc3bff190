"""Passwords: when one is too easy to guess, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .words import N_, Sentence, say

FEWEST, MOST = 12, 200
"""The shortest and the longest password, in characters."""
READ = 72
"""How many characters the estimate reads: more would cost time without telling more."""
STRONG = 3
"""The estimate (0 to 4) from which a password is strong enough."""

_WHY = {
    "user_inputs": N_("It contains your name, your e-mail address or the name of this service."),
    "passwords": N_("It is close to a password that many people use."),
    "female_names": N_("Names are easy to guess."),
    "male_names": N_("Names are easy to guess."),
    "surnames": N_("Names are easy to guess."),
    "spatial": N_("Keys that lie side by side are easy to guess."),
    "repeat": N_("The same characters again and again are easy to guess."),
    "sequence": N_("Characters in their usual order, like abc or 6543, are easy to guess."),
    "regex": N_("Years are easy to guess."),
    "date": N_("Dates are easy to guess."),
}
_COMMON_WORD = N_("One or two common words are easy to guess.")


def problem(password: str, about: Sequence[str], field_name: str | None = None) -> Sentence | None:
    """Why a password cannot be used, or None. `about` is what others know of its owner (name, e-mail address)."""
    if len(password) < FEWEST:
        return say(N_("Use %(fewest)s characters or more. Three or four words make a good password."), field_name,
                   fewest=FEWEST)  # fmt: skip
    if len(password) > MOST:
        return say(N_("Use %(most)s characters or fewer."), field_name, most=MOST)
    from zxcvbn import zxcvbn  # its word lists take 15 MB, which a process that sets no password can do without

    known = [part for text in about for part in _parts(text)]
    found = zxcvbn(password[:READ], user_inputs=known)
    if found["score"] >= STRONG:
        return None
    return say(_why(found["sequence"]), field_name)


def _parts(text: str) -> list[str]:
    """A text and the words in it, as somebody who guesses would try them."""
    lowered = text.lower()[:READ]
    words = "".join(c if c.isalnum() else " " for c in lowered).split()
    return [lowered, "".join(words), *(word for word in words if len(word) > 2)]


def _why(sequence: Sequence[dict[str, Any]]) -> str:
    """The sentence for the longest part of a password that is easy to guess."""
    longest = max(sequence, key=lambda part: len(part["token"]))
    return _WHY.get(longest.get("dictionary_name") or longest["pattern"], _COMMON_WORD)
