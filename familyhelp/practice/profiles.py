"""What a file in the standard holds that the service does not know: its filters, its indicators, and what could be
taken from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from . import published
from .publications import EES_COLUMNS
from .scorecard import Quadrant
from .tables import Tabled
from .words import N_, Sentence, say

MOST_VALUES = 200
"""A column with more different texts than this is no filter that somebody could choose from."""
MOST_FILTERS, MOST_INDICATORS, LONGEST_NAME = 20, 200, 200
_WIDEST = re.compile(r"total|all\b.*|england|persons?", re.IGNORECASE)
_READY_MADE = re.compile(r"percent|pct|proportion|share|rate\b|_rate|per_1|^rate_", re.IGNORECASE)
_PERCENT = re.compile(r"percent|pct|proportion|share", re.IGNORECASE)
_BASE = re.compile(r"population|cohort|denominator|headcount|total|all_", re.IGNORECASE)
_PEOPLE = re.compile(r"population", re.IGNORECASE)
_QUADRANTS = {
    Quadrant.SPEND: re.compile(r"spend|expenditure|cost|outturn", re.IGNORECASE),
    Quadrant.WELLBEING: re.compile(r"absen|attain|develop|neet|health|admission|exclu|offen", re.IGNORECASE),
}
"""How the names of columns give away what they hold. It is a proposal, no more: somebody looks at it."""


@dataclass(frozen=True)
class Profile:
    """The columns of a file besides time and place: what tells its rows apart, and what is counted."""

    rows: int
    filters: Mapping[str, tuple[str, ...]]
    """Each filter with its texts, the widest first."""
    indicators: tuple[str, ...]

    @property
    def to_choose(self) -> dict[str, tuple[str, ...]]:
        """The filters with more than one text: somebody must say which rows are meant."""
        return {column: values for column, values in self.filters.items() if len(values) > 1}

    def kept(self) -> dict[str, Any]:
        """As it is kept in the database."""
        return {
            "rows": self.rows,
            "filters": {column: list(values) for column, values in self.filters.items()},
            "indicators": list(self.indicators),
        }


def read(kept: Mapping[str, Any]) -> Profile:
    """A profile as it was kept."""
    filters = {column: tuple(values) for column, values in kept["filters"].items()}
    return Profile(kept["rows"], filters, tuple(kept["indicators"]))


class _Column:
    """What one column held so far."""

    def __init__(self) -> None:
        self.numbers = self.texts = self.symbols = 0
        self.values: dict[str, None] = {}

    def see(self, cell: str) -> None:
        if published.NUMBER.fullmatch(cell):
            self.numbers += 1
        elif published.symbol_of(cell):
            self.symbols += 1
        else:
            self.texts += 1
            if len(self.values) <= MOST_VALUES:
                self.values.setdefault(cell, None)

    @property
    def counts(self) -> bool:
        """Whether it holds figures: a stray text among many numbers is an error of the file, told when it is read."""
        return self.numbers + self.symbols > 9 * self.texts


def profile_of(table: Tabled) -> Profile:
    """Read a whole file for what it holds. Few texts are kept, so memory stays flat."""
    spare = [
        (i, name)
        for i, name in enumerate(table.columns)
        if 0 < len(name) <= LONGEST_NAME and name not in EES_COLUMNS and not name.endswith(("_code", "_name"))
    ]
    held = {name: _Column() for _i, name in spare}
    rows = 0
    for cells in table.rows():
        rows += 1
        for index, name in spare:
            held[name].see(cells[index].strip())
    filters = {
        name: tuple(sorted(column.values, key=_widest_first))
        for name, column in held.items()
        if column.texts and not column.counts
    }
    return Profile(rows, filters, tuple(name for name, column in held.items() if column.counts and column.numbers))


def _widest_first(value: str) -> tuple[bool, int]:
    return not _WIDEST.fullmatch(value), len(value) if _WIDEST.fullmatch(value) else 0


def missing(profile: Profile) -> Iterable[Sentence]:
    """Why nothing can be taken from a file."""
    if not profile.indicators:
        yield say(N_("The file has no column of numbers that could be taken."))
    if len(profile.to_choose) > MOST_FILTERS:
        yield say(N_("The file has more than %(most)s columns that tell its rows apart."), most=MOST_FILTERS)
    if len(profile.indicators) > MOST_INDICATORS:
        yield say(N_("The file has more than %(most)s columns of numbers."), most=MOST_INDICATORS)
    for column, values in profile.to_choose.items():
        if len(values) > MOST_VALUES:
            yield say(
                N_("The column “%(column)s” tells rows apart by more than %(most)s texts. Take a file with fewer."),
                column=column[:40],
                most=MOST_VALUES,
            )


@dataclass(frozen=True)
class Proposal:
    """What the service would take from a file, for somebody to change."""

    label: str
    quadrant: Quadrant
    numerator: str
    denominator: str
    per: int
    filters: Mapping[str, str]


def propose(profile: Profile, taken: Iterable[str] = ()) -> Proposal:
    """The first column of counts that has not been taken yet, on the widest rows, over what reads like its base."""
    left = [name for name in profile.indicators if name not in set(taken)] or list(profile.indicators)
    counts = [name for name in left if not _READY_MADE.search(name) and not _BASE.search(name)]
    numerator = (counts or left)[0]
    base = next((name for name in profile.indicators if _BASE.search(name) and name != numerator), "")
    per = 1 if not base else 10_000 if _PEOPLE.search(base) else 100
    if _READY_MADE.search(numerator):
        base, per = "", 100 if _PERCENT.search(numerator) else 10_000
    label = numerator.replace("_", " ").strip()
    return Proposal(
        label[:1].upper() + label[1:],
        next((quadrant for quadrant, words in _QUADRANTS.items() if words.search(numerator)), Quadrant.DEMAND),
        numerator,
        base,
        per,
        {column: values[0] for column, values in profile.filters.items() if values},
    )
