"""Keeping what the local measures counted, so that no page of a large service has to count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import sqlalchemy as sa

from ..models import LocalResult
from ..practice import clock


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
    def doubled_median(self) -> int | None:
        """Twice the median, where that is what the measure says."""


def keep_counts(connection: sa.Connection, counts: Mapping[int, Iterable[Counted]]) -> None:
    """Keep the counts of some years (ending 31 March) in place of those of before. A reckoning, no deed: no event."""
    now = clock.now()
    connection.execute(sa.delete(LocalResult).where(LocalResult.year.in_(list(counts))))
    connection.execute(
        sa.insert(LocalResult),
        [
            {
                "year": year,
                "measure": count.measure,
                "numerator": count.numerator,
                "denominator": count.denominator,
                "doubled_median": count.doubled_median,
                "counted_at": now,
            }
            for year, found in counts.items()
            for count in found
        ],
    )
