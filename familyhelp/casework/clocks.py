"""Setting the clocks of the authority. A change counts for what starts from its day on and moves no day that is set."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import ClockSetting, Practitioner
from ..practice import clock
from ..practice import clock_settings as rules
from ..practice.chronology import EventKind
from ..practice.timescales import DUE, Due
from ..practice.words import Changed, NotYet


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
    (`rules.version_after`). Raises Changed, NotYet. Two at once wait for each other at the account of the first one
    who may set clocks."""
    first = sa.select(Practitioner.id).where(Practitioner.role == by.role).order_by(Practitioner.id).limit(1)
    db.session.execute(first.with_for_update())
    newest = db.session.scalar(
        sa.select(ClockSetting).where(ClockSetting.due == due).order_by(ClockSetting.id.desc()).limit(1)
    )
    version = rules.version_after(newest.id if newest else 0)
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
