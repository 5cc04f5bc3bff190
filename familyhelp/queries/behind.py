"""The families behind a local figure: those that the reader may see, and of the others only how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner
from ..policy import sees_case
from ..practice.periods import Period
from .cases import NEAR
from .each_counted import Each
from .measure_rows import bounds
from .paging import PAGE, read_key, write_key


@dataclass(frozen=True)
class Counted:
    """One thing that a figure counts: its family's case, the day for which it is counted, and what it adds."""

    case: Case
    on: date
    amount: int | None


@dataclass(frozen=True)
class Behind:
    """A page of what a figure counts, the newest first; how many there are, and how many of them the reader sees."""

    rows: Sequence[Counted]
    following: str | None
    whole: int
    seen: int


def behind(
    viewer: Practitioner, counted: Each, period: Period, today: date, *, numerator: bool, after: str | None
) -> Behind:
    """What the numerator or the denominator of a figure counts in a period, as things stand today. Two statements."""
    each = counted.listed(numerator=numerator).subquery()
    values = bounds(period, today)
    visible = sa.exists().where(Case.id == each.c.case_id, sees_case(viewer))
    counts = sa.select(sa.func.count(), sa.func.sum(sa.case((visible, 1), else_=0))).select_from(each)
    whole, seen = db.session.execute(counts, values).one()
    rows, following = _page(viewer, each, values, after)
    return Behind(rows, following, whole, seen or 0)


def _page(
    viewer: Practitioner, each: Any, values: dict[str, Any], after: str | None
) -> tuple[list[Counted], str | None]:
    query = (
        sa.select(Case, each.c.on_day, each.c.amount, each.c.item)
        .join(each, each.c.case_id == Case.id)
        .where(sees_case(viewer))
        .options(*NEAR)
        .order_by(each.c.on_day.desc(), each.c.item.desc())
        .limit(PAGE + 1)
    )
    key = read_key(after)
    if key is not None:
        there = sa.tuple_(sa.literal(key[0], sa.Date), sa.literal(key[1], sa.BigInteger))
        query = query.where(sa.tuple_(each.c.on_day, each.c.item) < there)
    found: Any = db.session.execute(query, values).unique().all()
    rows = [Counted(case, on, amount) for case, on, amount, _item in found[:PAGE]]
    following = write_key(found[PAGE - 1].on_day, found[PAGE - 1].item) if len(found) > PAGE else None
    return rows, following
