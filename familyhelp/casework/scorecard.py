"""Keeping what the local measures counted, so that no page of a large service has to count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import sqlalchemy as sa

from ..models import LocalResult
from ..practice import clock
from ..practice.periods import Period


class Counted(Protocol):
    """What one local measure counted."""

    @property
    def measure(self) -> str:
        """The slug of the measure."""

    @property
    def numerator(self) -> int | None:
        """What was counted."""

    @property
    def denominator(self) -> int | None:
        """Over what."""

    @property
    def days(self) -> Sequence[Sequence[int]] | None:
        """How many took how many days, where the measure is their median."""


def keep_counts(connection: sa.Connection, counts: Mapping[Period, Iterable[Counted]]) -> None:
    """Keep the counts of some years, or of quarters of them, in place of those of before. A reckoning, no deed: no
    event."""
    now = clock.now()
    for period in counts:
        whole = period.quarter is None  # a year that is kept as a whole takes the place of its quarters
        mine = LocalResult.year == period.ending
        alone = sa.true() if whole else LocalResult.quarter.in_([period.quarter, 0])
        connection.execute(sa.delete(LocalResult).where(mine, alone))
    connection.execute(
        sa.insert(LocalResult),
        [
            {
                "year": period.ending,
                "quarter": period.quarter or 0,
                "measure": count.measure,
                "numerator": count.numerator,
                "denominator": count.denominator,
                "days": [list(pair) for pair in count.days] if count.days is not None else None,
                "counted_at": now,
            }
            for period, found in counts.items()
            for count in found
        ],
    )
