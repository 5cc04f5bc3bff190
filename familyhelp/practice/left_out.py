"""Nobody left out: which children and adults of the home are in no part of what is written for the family."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from . import names
from .people import FamilyRole

OF_THE_HOME = frozenset({FamilyRole.CHILD, FamilyRole.PARENT, FamilyRole.ADULT})


@dataclass(frozen=True)
class OfTheHome:
    """Somebody of the home, by the names that a text may call them."""

    key: int
    name: str
    called: tuple[str, ...]


def left_out(people: Sequence[OfTheHome], texts: Iterable[str], heard: Collection[int] = ()) -> list[OfTheHome]:
    """Those whom no text names and who were not heard themselves. A text names somebody by first name or by the name
    they go by, also with an ending such as in “Poppy’s”."""
    said: set[str] = set()
    for text in texts:
        # A long text is read line by line: names are folded of so much at once and no more.
        for piece in _pieces(text):
            words = names.fold(piece.replace("’s ", " ").replace("'s ", " ")).split()
            said.update(words)
            said.update(f"{one} {two}" for one, two in pairwise(words))
    return [p for p in people if p.key not in heard and not any(names.fold(n) in said for n in p.called if n)]


def _pieces(text: str) -> Iterable[str]:
    words, piece = text.split(), ""
    for word in words:
        if len(piece) + len(word) + 2 > names.LONGEST:
            yield f"{piece} "
            piece = ""
        piece = f"{piece} {word}"
    yield f"{piece} "
