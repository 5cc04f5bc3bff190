"""Reading the clocks as the authority sets them, and keeping what the practice counts by up with them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import ClockSetting, LevelSetting, WorkingHours
from ..practice import hours, levels, timescales
from ..practice.timescales import Due

NEWEST = (
    sa.select(sa.func.coalesce(sa.func.max(ClockSetting.id), 0)).scalar_subquery()
    + sa.select(sa.func.coalesce(sa.func.max(WorkingHours.id), 0)).scalar_subquery()
    + sa.select(sa.func.coalesce(sa.func.max(LevelSetting.id), 0)).scalar_subquery()
)
"""A number that grows with every change of a clock, of the working hours or of a level of need, since no change ever
goes. A statement that is sent anyway reads it along, so that no page asks twice."""


def keep_up(newest: int) -> None:
    """Read the changes again where there is a newer one than this process knows; else nothing is asked."""
    if newest != timescales.kept_to():
        load()


def load() -> None:
    """Read every change, and count and speak by them from now on. Commands that count days begin with it."""
    rows = db.session.scalars(sa.select(ClockSetting).order_by(ClockSetting.id)).all()
    worked = db.session.scalars(sa.select(WorkingHours).order_by(WorkingHours.id)).all()
    named = db.session.scalars(sa.select(LevelSetting).order_by(LevelSetting.id)).all()
    hours.keep_to(row.own for row in worked)
    levels.keep_to(row.own for row in named)
    newest = (max((row.id for row in held), default=0) for held in (rows, worked, named))
    timescales.keep_to([row.own for row in rows], sum(newest))


def changes(due: Due | None = None) -> Sequence[ClockSetting]:
    """The changes of one clock, or of all of them, the newest first."""
    query = sa.select(ClockSetting).options(joinedload(ClockSetting.set_by, innerjoin=True))
    if due is not None:
        query = query.where(ClockSetting.due == due)
    return db.session.scalars(query.order_by(ClockSetting.id.desc()).limit(500)).all()


def hours_before() -> Sequence[WorkingHours]:
    """The changes of the working hours, the newest first."""
    query = sa.select(WorkingHours).options(joinedload(WorkingHours.set_by, innerjoin=True))
    return db.session.scalars(query.order_by(WorkingHours.id.desc()).limit(500)).all()
