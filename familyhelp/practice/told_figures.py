"""How many hear what was decided, how many say that they read it, and how fast; worked out from days and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from . import timescales
from .triage import Told

Row = tuple[int, date, date | None, date | None, int]
"""Alike tellings: whether by a message, the days on which it was decided, told and read, and how many there are."""


@dataclass(frozen=True)
class Track:
    """Of the decisions that somebody hears of: how many were told, by message, and read; and the middle of the working
    days that it took."""

    asked: int
    told: int
    by_message: int
    read: int
    days_to_tell: Fraction | None
    days_to_read: Fraction | None

    @property
    def share_told(self) -> Fraction | None:
        """The told of all; of nothing it is not known."""
        return Fraction(self.told, self.asked) if self.asked else None

    @property
    def share_read(self) -> Fraction | None:
        """The read of the messages that went out; of nothing it is not known."""
        return Fraction(self.read, self.by_message) if self.by_message else None


def track_of(rows: Sequence[Row]) -> Track:
    """The figures of one kind of readers. Who heard it by a person has read nothing, and is not asked."""
    told = [row for row in rows if row[2] is not None]
    sent = [row for row in told if row[0]]
    read = [row for row in sent if row[3] is not None]
    return Track(
        asked=sum(row[4] for row in rows),
        told=sum(row[4] for row in told),
        by_message=sum(row[4] for row in sent),
        read=sum(row[4] for row in read),
        days_to_tell=_middle([(row[1], row[2], row[4]) for row in told if row[2]]),
        days_to_read=_middle([(row[2], row[3], row[4]) for row in read if row[2] and row[3]]),
    )


def _middle(spans: Sequence[tuple[date, date, int]]) -> Fraction | None:
    """The median of the working days from one day to another, each counted as often as it occurs."""
    days: list[int] = []
    for start, end, count in spans:
        days += [max(0, timescales.working_days_between(start, end))] * count
    if not days:
        return None
    days.sort()
    half = len(days) // 2
    return Fraction(days[half]) if len(days) % 2 else Fraction(days[half - 1] + days[half], 2)


__all__ = ["Row", "Told", "Track", "track_of"]
