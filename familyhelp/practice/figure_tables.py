"""A table of figures, said once: the page shows it, and the file that takes it away is made of the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from .sheets import Cell, Sheet

HIDDEN = "[c]"
"""Stands for a number from 1 to 5, or one from which such a number could be worked out."""


@dataclass(frozen=True)
class Shown:
    """A cell: its value as other programs read it, and how it reads on the page where that differs."""

    value: Cell
    text: str = ""
    note: str = ""
    """Said smaller on the page, in brackets in a file."""
    href: str = ""
    """Where the cell leads on the page; nowhere in a file."""
    about: str = ""
    """What a link says more to whoever only hears it."""
    strong: bool = False

    @property
    def words(self) -> str:
        """How it reads on the page."""
        if self.text or self.value is None:
            return self.text or "–"
        return f"{self.value:,}" if isinstance(self.value, int) else str(self.value)

    @property
    def taken(self) -> Cell:
        """What stands in a file."""
        return f"{self.value} ({self.note})" if self.note and isinstance(self.value, str) else self.value


def number(count: int | None, *, strong: bool = False, href: str = "", about: str = "") -> Shown:
    """A count, or the mark of one that is hidden."""
    return Shown(HIDDEN if count is None else count, strong=strong, href=href if count else "", about=about)


def published(text: str) -> Shown:
    """A figure as it was published: a number for programs where it is one, else its symbol as it stands."""
    try:
        return Shown(Decimal(text), text)
    except InvalidOperation:
        return Shown(None if text == "–" else text)


@dataclass(frozen=True)
class FigureTable:
    """One table of a page: its name in an address, its title, its columns, and its rows, each beginning with what it
    is about. `units` say in a file what a column counts in; `stays` are the columns that do not leave."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Shown]]
    units: Mapping[int, str] = field(default_factory=dict)
    stays: frozenset[int] = frozenset()
    leaves: bool = True
    """Whether it can be taken away; the page says why where not."""

    def sheet(self, notes: Sequence[str]) -> Sheet:
        """The table as it leaves."""
        kept = [at for at in range(len(self.columns)) if at not in self.stays]
        named = [f"{self.columns[at]} ({self.units[at]})" if at in self.units else self.columns[at] for at in kept]
        rows = [tuple(row[at].taken for at in kept) for row in self.rows]
        return Sheet(self.title, tuple(named), rows, tuple(notes))
