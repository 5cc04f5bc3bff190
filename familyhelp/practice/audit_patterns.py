"""Patterns in the grades of many audits: how many of each, and which share is good or better. A share of nothing is not
known, and one of few is said to be of few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from . import disclosure
from .audits import GRADES, Grade
from .disclosure import Figure

FEW = 10
"""Of fewer grades than this a share says little."""
QUARTERS = 8


@dataclass(frozen=True)
class Pattern:
    """The grades of something, counted."""

    counts: Mapping[Grade, int]

    @property
    def graded(self) -> int:
        """How many grades there are; what does not apply is none."""
        return sum(self.counts.get(grade, 0) for grade in GRADES)

    @property
    def good(self) -> int:
        """How many are good or outstanding."""
        return self.counts.get(Grade.OUTSTANDING, 0) + self.counts.get(Grade.GOOD, 0)

    @property
    def share(self) -> int | None:
        """Good or better in per cent, rounded to the nearest whole; not known of nothing."""
        return (200 * self.good + self.graded) // (2 * self.graded) if self.graded else None

    @property
    def few(self) -> bool:
        """Whether there are too few for the share to say much."""
        return 0 < self.graded < FEW


def pattern(rows: Iterable[tuple[Grade, int]]) -> Pattern:
    """The pattern of grades with how many there are of each."""
    counts: Counter[Grade] = Counter()
    for grade, number in rows:
        counts[grade] += number
    return Pattern(counts)


Rows = Mapping[Any, Pattern]


def shown_in_file(rows: Rows) -> frozenset[Any]:
    """What of some rows may leave: ("graded", row), ("good", row) and (grade, row), so that no small number can be read
    or worked out from the others, nor from the sums of a column, which another table may tell."""
    parts = {(grade, row): one.counts.get(grade, 0) for row, one in rows.items() for grade in GRADES}
    sums = [Figure((grade, "sum"), frozenset((grade, row) for row in rows)) for grade in GRADES]
    cells: list[Figure] = []
    for row in rows:
        graded = frozenset((grade, row) for grade in GRADES)
        cells.append(Figure(("graded", row), graded))
        good = frozenset({(Grade.OUTSTANDING, row), (Grade.GOOD, row)})
        cells += [Figure(("good", row), good), Figure(("rest", row), graded - good, hidden=True)]
    cells += [Figure(part, frozenset({part})) for part in parts]
    return disclosure.shown([*sums, *cells], parts)


def quarters(today: date) -> list[date]:
    """The first days of the last quarters of calendar years, the newest first."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found = [first]
    while len(found) < QUARTERS:
        last = found[-1]
        found.append(date(last.year - (last.month == 1), (last.month - 4) % 12 + 1, 1))
    return found
