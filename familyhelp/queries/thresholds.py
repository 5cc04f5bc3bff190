"""Counting what each kind of agency asked and what became of it: one statement, a row for each kind."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Contact
from ..practice.periods import Period
from ..practice.thresholds import Kind, became, from_of
from ..practice.triage import ContactOutcome, ContactState
from .measure_rows import bounds, has_moment
from .times import local_day


def kinds(period: Period, today: date) -> Counter[Kind]:
    """The requests received in a period, as they stand today."""
    decided = Contact.state == ContactState.DECIDED
    told = sa.and_(decided, Contact.referrer_email.is_not(None))
    in_time = sa.and_(decided, local_day(Contact.decided_at) <= Contact.due_on)
    returned = sa.or_(Contact.outcome == ContactOutcome.RETURNED, Contact.missing.is_not(None))
    each = (
        sa.select(
            Contact.source,
            sa.case((decided, Contact.outcome)).label("outcome"),
            sa.case((told, 1), else_=0).label("told"),
            sa.case((in_time, 1), else_=0).label("in_time"),
            sa.case((returned, 1), else_=0).label("returned"),
        )
        .where(has_moment(Contact.received_at))
        .subquery()
    )
    rows: Any = db.session.execute(
        sa.select(*list(each.c), sa.func.count()).group_by(*list(each.c)), bounds(period, today)
    )
    found: Counter[Kind] = Counter()
    for source, outcome, *flags, number in rows:
        found[Kind(from_of(source), became(outcome), *map(bool, flags))] += number
    return found
