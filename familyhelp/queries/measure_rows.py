"""The one shape of everything that a local measure counts, so that all of them make one statement a year."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from ..models.columns import Moment
from ..practice.periods import Period

Row = sa.Select[Any]


def bounds(period: Period, today: date) -> dict[str, Any]:
    """What the statement is asked with."""
    first, after = period.moments
    days = {"first_day": period.first_day, "last_day": period.last_day}
    return {**days, "first": first, "after": after, "today": today}


FIRST_DAY, LAST_DAY = sa.bindparam("first_day", type_=sa.Date), sa.bindparam("last_day", type_=sa.Date)
FIRST, AFTER = sa.bindparam("first", type_=Moment), sa.bindparam("after", type_=Moment)
TODAY = sa.bindparam("today", type_=sa.Date)


def has_day(column: Any) -> sa.ColumnElement[bool]:
    """The condition that a day lies in the year."""
    return sa.between(column, FIRST_DAY, LAST_DAY)


def has_moment(column: Any) -> sa.ColumnElement[bool]:
    """The condition that a moment lies in the year."""
    return sa.and_(column >= FIRST, column < AFTER)


def count_if(condition: Any) -> sa.ColumnElement[int]:
    """How many rows meet a condition; 0 of none."""
    return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)


def row(what: Any, key: Any, *counts: Any) -> Row:
    """One shape for every part, so that all of them make one statement."""
    return sa.select(*columns(what, key, *counts))


def columns(what: Any, key: Any, *counts: Any) -> list[Any]:
    """The columns of that shape."""
    padded = [*counts, *[sa.literal(0)] * (4 - len(counts))]
    name = sa.literal(what) if isinstance(what, str) else what
    named: list[Any] = [sa.cast(name, sa.String(40)), sa.cast(key, sa.Integer)]
    return [*named, *(sa.cast(count, sa.BigInteger) for count in padded)]
