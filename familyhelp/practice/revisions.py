"""What a new edition of published figures changed: each figure beside the one that the edition before had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .readings import Cell
from .words import N_, Word

Key = tuple[str, int]
"""A line and a year."""


class Change(Word):
    """How a figure stands to the edition before."""

    SAME = "same", N_("as before")
    REVISED = "revised", N_("revised")
    ADDED = "added", N_("new")
    GONE = "gone", N_("no longer published")


@dataclass(frozen=True)
class Revised:
    """One figure of an edition (None: it is no longer there) and of the edition before (None: it was not there)."""

    year: int
    now: Cell | None
    before: Cell | None

    @property
    def change(self) -> Change:
        """What happened to it. A number that is written in another way is the same only to the letter."""
        if self.now is None:
            return Change.GONE
        if self.before is None:
            return Change.ADDED
        return Change.SAME if self.now == self.before else Change.REVISED


def revised(now: Mapping[Key, Cell], before: Mapping[Key, Cell]) -> dict[str, list[Revised]]:
    """Every figure of two editions by line, the latest year first. What one of them lacks is said, not left out."""
    lines: dict[str, list[Revised]] = {}
    for line, year in sorted(now.keys() | before.keys(), key=lambda key: (key[0], -key[1])):
        lines.setdefault(line, []).append(Revised(year, now.get((line, year)), before.get((line, year))))
    return lines
