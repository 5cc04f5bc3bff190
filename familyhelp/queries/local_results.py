"""The local side of the scorecard: counted at once in a small service, read from what was kept in a large one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Contact, LocalResult
from ..practice import clock
from ..practice.periods import Period, quarter_of, year_of
from ..practice.readings import Reading, read_local
from ..practice.scorecard import LOCAL, MEASURES
from .local_measures import Count, counted_each, together

SMALL = 1_000
"""Up to so many cases (and five times as many requests) counting takes some 20 ms, so it is done for every page."""
LATE = timedelta(days=45)
"""For so long after its end, things of a quarter are still typed, and it is counted again each day."""
OLDEST = timedelta(days=7)
"""What is kept of a quarter that is over is counted again after so long, where no timer did it."""


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


def count_now(*years: int) -> dict[int, Local]:
    """Count some years as they stand. One statement."""
    found = counted_each([Period(year) for year in years], clock.today())
    return {period.ending: from_counts(period.ending, counts, clock.now()) for period, counts in found.items()}


def from_counts(year: int, counts: Iterable[Count], at: datetime) -> Local:
    """The readings of what was counted."""
    readings = {
        c.measure: read_local(MEASURES[c.measure], c.numerator, c.denominator, c.doubled_median)
        for c in counts
        if c.measure in MEASURES
    }
    return Local(year, readings, at)


@dataclass(frozen=True)
class Part:
    """What was counted of a year as a whole, or of a quarter of it, and when."""

    counts: Sequence[Count]
    at: datetime


Parts = Mapping[Period, Part]


def kept(years: Sequence[int]) -> dict[Period, Part]:
    """What was counted before, by year and quarter; only where no measure is missing. One statement."""
    held: dict[Period, list[LocalResult]] = {}
    for result in db.session.scalars(sa.select(LocalResult).where(LocalResult.year.in_(years))):
        held.setdefault(Period(result.year, result.quarter or None), []).append(result)
    return {
        period: Part([_as_counted(r) for r in results], min(r.counted_at for r in results))
        for period, results in held.items()
        if {r.measure for r in results} >= {measure.slug for measure in LOCAL}
    }


def _as_counted(result: LocalResult) -> Count:
    days = [(day, count) for day, count in result.days] if result.days is not None else None
    return Count(result.measure, result.numerator, result.denominator, days)


def quarters_of(year: int) -> list[Period]:
    """The four quarters of a year."""
    return [Period(year, number) for number in (1, 2, 3, 4)]


def whole(year: int, parts: Parts) -> Local | None:
    """A year from its parts; None where one of them is missing. The oldest part says when it was counted."""
    if Period(year) in parts:
        return from_counts(year, parts[Period(year)].counts, parts[Period(year)].at)
    quarters = [parts.get(one) for one in quarters_of(year)]
    there = [one for one in quarters if one is not None]
    if len(there) < len(quarters):
        return None
    return from_counts(year, together(count for one in there for count in one.counts), min(one.at for one in there))


def to_count(year: int, parts: Parts) -> list[Period]:
    """What of a year is counted again today: all of it where it is not kept by quarter, else the quarter that runs, the
    one before it while things of it are still typed, and whatever nobody counted for a week (`flask scorecard refresh`
    counts everything each night)."""
    if any(one not in parts for one in quarters_of(year)):
        return [] if _is_fresh(parts.get(Period(year))) else [Period(year)]
    today = clock.today()
    typed = [quarter_of(today), quarter_of(today - LATE)]
    week_ago = clock.now() - OLDEST
    return [
        one for one in quarters_of(year) if not _is_fresh(parts[one]) and (one in typed or parts[one].at < week_ago)
    ]


def _is_fresh(part: Part | None) -> bool:
    """Whether it was counted today."""
    return part is not None and clock.local_day(part.at) == clock.today()


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
