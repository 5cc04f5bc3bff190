"""Clocks that count in hours: of the day and night, or of the hours in which the authority works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from . import clock
from .timescales import Due, Unit, clock_on, is_working_day
from .words import N_, Sentence, say


@dataclass(frozen=True)
class Hours:
    """From when until when the authority works on a working day, for every day from one on."""

    opens: time
    closes: time
    from_on: date


USUAL = Hours(time(9), time(17), date.min)
EARLIEST, LATEST, FEWEST = time(6), time(22), timedelta(hours=4)
"""Between which times an authority may work, and for how long at least."""

_own: Sequence[Hours] = ()


def keep_to(own: Iterable[Hours]) -> None:
    """Count by the hours that the authority set, from now on; of two for one day the later one counts."""
    global _own
    _own = tuple(own)


def hours_on(day: date) -> Hours:
    """The hours in which the authority works on a day, if it is a working day."""
    held = [(one.from_on, number, one) for number, one in enumerate(_own) if one.from_on <= day]
    return max(held, key=lambda one: one[:2])[2] if held else USUAL


def coming(today: date) -> Hours | None:
    """The next change of the hours that does not count yet."""
    later = [(one.from_on, -number, one) for number, one in enumerate(_own) if one.from_on > today]
    return min(later, key=lambda one: one[:2])[2] if later else None


def _span(day: date) -> tuple[datetime, datetime]:
    """When work begins and ends on a day, in UTC, so that differences are true when the clocks change."""
    held = hours_on(day)
    edges = (datetime.combine(day, at, clock.LOCAL).astimezone(UTC) for at in (held.opens, held.closes))
    return next(edges), next(edges)


def working_hours_after(start: datetime, count: int) -> datetime:
    """The moment `count` working hours after `start`, in UTC. What starts outside them starts when work begins next."""
    left, day = timedelta(hours=count), clock.local_day(start)
    while True:
        if is_working_day(day):
            opens, closes = _span(day)
            begins = max(start, opens)
            if begins < closes and begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        day += timedelta(days=1)


def moment_after(due: Due, start: datetime) -> datetime:
    """The moment by which something is due that started at `start`. Raises ValueError for a clock in days."""
    held = clock_on(due, clock.local_day(start))
    if held.unit is Unit.HOURS:
        return start + timedelta(hours=held.length)
    if held.unit is Unit.WORKING_HOURS:
        return working_hours_after(start, held.length)
    raise ValueError(f"{due} counts in {held.unit.value}")


def missing(opens: time, closes: time, from_on: date, today: date) -> Iterator[Sentence]:
    """What is wrong with hours that somebody wants to set."""
    if not EARLIEST <= opens < LATEST:
        yield say(N_("Work begins between 6:00 and 22:00."), "opens")
    if not EARLIEST < closes <= LATEST:
        yield say(N_("Work ends between 6:00 and 22:00."), "closes")
    elif datetime.combine(today, closes) - datetime.combine(today, opens) < FEWEST:
        yield say(N_("A working day has four hours at least."), "closes")
    if from_on <= today:
        yield say(N_("New hours count from tomorrow at the earliest: moments that are set do not move."), "from_on")
