"""Periods that figures are counted in: financial years (1 April to 31 March) and their quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .clock import LOCAL
from .words import N_, Sentence, say

_SLUG = re.compile(r"([0-9]{4})(?:q([1-4]))?")
EARLIEST, LATEST = 1991, 2100


@dataclass(frozen=True)
class Period:
    """A financial year, by the year in which it ends, or a quarter of it (1 is April to June)."""

    ending: int
    quarter: int | None = None

    @property
    def slug(self) -> str:
        """How it is written in addresses and kept: 2026, or 2026q1."""
        return f"{self.ending}q{self.quarter}" if self.quarter else str(self.ending)

    @property
    def first_day(self) -> date:
        """Its first day."""
        if self.quarter is None:
            return date(self.ending - 1, 4, 1)
        month = 3 * self.quarter + 1
        return date(self.ending - 1, month, 1) if self.quarter < 4 else date(self.ending, 1, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        if self.quarter in (None, 4):
            return date(self.ending, 3, 31)
        return Period(self.ending, (self.quarter or 0) + 1).first_day - timedelta(days=1)

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """Its first moment, and the first one after it (UK midnights)."""
        midnight = time(0, tzinfo=LOCAL)
        after = self.last_day + timedelta(days=1)
        return datetime.combine(self.first_day, midnight), datetime.combine(after, midnight)

    @property
    def before(self) -> Period:
        """The period of the same length just before it."""
        if self.quarter is None:
            return Period(self.ending - 1)
        return Period(self.ending, self.quarter - 1) if self.quarter > 1 else Period(self.ending - 1, 4)

    @property
    def after(self) -> Period:
        """The period of the same length just after it."""
        if self.quarter is None:
            return Period(self.ending + 1)
        return Period(self.ending, self.quarter + 1) if self.quarter < 4 else Period(self.ending + 1, 1)

    @property
    def year(self) -> Period:
        """The financial year that it is, or lies in."""
        return Period(self.ending)

    def is_over(self, today: date) -> bool:
        """Whether its last day lies behind `today`."""
        return self.last_day < today

    def in_words(self) -> Sentence:
        """What it is called."""
        if self.quarter is None:
            return say(N_("year ending 31 March %(year)s"), year=str(self.ending))
        return say(_QUARTERS[self.quarter], year=str(self.first_day.year))


_QUARTERS = {
    1: N_("April to June %(year)s"),
    2: N_("July to September %(year)s"),
    3: N_("October to December %(year)s"),
    4: N_("January to March %(year)s"),
}


def year_of(day: date) -> Period:
    """The financial year in which a day lies."""
    return Period(day.year + (day.month > 3))


def quarter_of(day: date) -> Period:
    """The quarter of a financial year in which a day lies."""
    return Period(year_of(day).ending, (day.month - 4) // 3 % 4 + 1)


def period_of(slug: str) -> Period | None:
    """The period written like this (2026, 2026q1); None where it is none."""
    found = _SLUG.fullmatch(slug)
    if not found or not EARLIEST <= int(found[1]) <= LATEST:
        return None
    return Period(int(found[1]), int(found[2]) if found[2] else None)


def quarters_between(first: Period, last: Period) -> Iterator[Period]:
    """Every quarter from one to another, both with it."""
    while (first.ending, first.quarter or 0) <= (last.ending, last.quarter or 0):
        yield first
        first = first.after
