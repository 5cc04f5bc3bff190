"""The local side of the scorecard: counted at once in a small service, read from what was kept in a large one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Contact, LocalResult
from ..practice import clock
from ..practice.periods import year_of
from ..practice.readings import Reading, read_local
from ..practice.scorecard import LOCAL, MEASURES
from .local_measures import Count, counted

SMALL = 1_000
"""Up to so many cases (and five times as many requests) counting takes some 20 ms, so it is done for every page."""


@dataclass(frozen=True)
class Local:
    """What the local measures say in one year, and when that was counted."""

    year: int
    readings: dict[str, Reading]
    counted_at: datetime


def is_small() -> bool:
    """Whether counting is quick enough to be done for every page. Two looks at the ends of indexes."""
    cases, contacts = db.session.execute(
        sa.select(
            sa.select(sa.func.max(Case.id)).scalar_subquery(), sa.select(sa.func.max(Contact.id)).scalar_subquery()
        )
    ).one()
    return (cases or 0) <= SMALL and (contacts or 0) <= SMALL * 5


def count_now(year: int) -> Local:
    """Count a year as it stands."""
    return from_counts(year, counted(year, clock.today()), clock.now())


def from_counts(year: int, counts: Iterable[Count | LocalResult], at: datetime) -> Local:
    """The readings of what was counted."""
    readings = {
        c.measure: read_local(MEASURES[c.measure], c.numerator, c.denominator, c.doubled_median)
        for c in counts
        if c.measure in MEASURES
    }
    return Local(year, readings, at)


def kept(years: Sequence[int]) -> dict[int, Local]:
    """What was counted before, by year; only years in which no measure is missing."""
    by_year: dict[int, list[LocalResult]] = {year: [] for year in years}
    for result in db.session.scalars(sa.select(LocalResult).where(LocalResult.year.in_(years))):
        by_year[result.year].append(result)
    return {
        year: from_counts(year, results, min(r.counted_at for r in results))
        for year, results in by_year.items()
        if {r.measure for r in results} >= {measure.slug for measure in LOCAL}
    }


def is_fresh(local: Local | None) -> bool:
    """Whether it was counted today."""
    return local is not None and clock.local_day(local.counted_at) == clock.today()


def years_counted() -> list[int]:
    """Every year in which there was anything to count, and this one; the earliest first."""
    first_day = db.session.scalar(sa.select(sa.func.min(Case.opened_on)))
    first_moment = db.session.scalar(sa.select(sa.func.min(Contact.received_at)))
    days: list[date] = [clock.today()]
    if first_day:
        days.append(first_day)
    if first_moment:
        days.append(clock.local_day(first_moment))
    return list(range(year_of(min(days)).ending, year_of(clock.today()).ending + 1))
