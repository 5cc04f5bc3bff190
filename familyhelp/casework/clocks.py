"""Setting the clocks of the authority. A change counts for what starts from its day on and moves no day that is set."""

from __future__ import annotations

from datetime import date, time

import sqlalchemy as sa

from ..extensions import db
from ..models import ClockSetting, Practitioner, WorkingHours
from ..practice import clock, hours
from ..practice import clock_settings as rules
from ..practice.chronology import EventKind
from ..practice.timescales import DUE, Due
from ..practice.words import N_, Changed, NotYet, say, version_after


def set_clock(
    due: Due,
    *,
    length: int | None,
    late: int | None,
    from_on: date,
    because: str,
    read_version: int,
    by: Practitioner,
) -> ClockSetting:
    """Set a clock for what starts from a day on. `read_version` tells the newest change that was before their eyes
    (`version_after`). Raises Changed, NotYet. Two at once wait for each other at the account of the first one
    who may set clocks."""
    _one_at_a_time(by)
    newest = db.session.scalar(
        sa.select(ClockSetting).where(ClockSetting.due == due).order_by(ClockSetting.id.desc()).limit(1)
    )
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        held = {"length": str(newest.length), "late": str(newest.late), "because": newest.because} if newest else {}
        raise Changed(stored=held, version=version, who=newest.set_by.name if newest else None)
    lacking = list(rules.missing(due, length, late, from_on, clock.today()))
    if lacking or length is None or late is None:
        raise NotYet(*lacking)
    setting = ClockSetting(
        due=due, length=length, late=late, from_on=from_on, because=because, set_by=by, set_at=clock.now()
    )
    db.session.add(setting)
    by.record(
        EventKind.CLOCK_SET,
        by=by,
        because=because,
        clock=due,
        length=length,
        late=late,
        unit=DUE[due].unit,
        first_day=str(from_on),
    )
    return setting


def _one_at_a_time(by: Practitioner) -> None:
    first = sa.select(Practitioner.id).where(Practitioner.role == by.role).order_by(Practitioner.id).limit(1)
    db.session.execute(first.with_for_update())


def set_hours(
    *, opens: time | None, closes: time | None, from_on: date, because: str, read_version: int, by: Practitioner
) -> WorkingHours:
    """Set from when until when the authority works, for every working day from one on. `read_version` tells the newest
    change that was before their eyes. Raises Changed, NotYet."""
    _one_at_a_time(by)
    newest = db.session.scalar(sa.select(WorkingHours).order_by(WorkingHours.id.desc()).limit(1))
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        own = newest.own if newest else hours.USUAL
        held = {"opens": f"{own.opens:%H:%M}", "closes": f"{own.closes:%H:%M}"}
        held |= {"because": newest.because} if newest else {}
        raise Changed(stored=held, version=version, who=newest.set_by.name if newest else None)
    if opens is None or closes is None:
        raise NotYet(say(N_("Write a time as 9:00 or 17:30."), "closes" if opens else "opens"))
    lacking = list(hours.missing(opens, closes, from_on, clock.today()))
    if lacking:
        raise NotYet(*lacking)
    setting = WorkingHours(
        opens=opens.hour * 60 + opens.minute,
        closes=closes.hour * 60 + closes.minute,
        from_on=from_on,
        because=because,
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(setting)
    said = {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}", "first_day": str(from_on)}
    by.record(EventKind.HOURS_SET, by=by, because=because, **said)
    return setting
