"""Who hears what was decided of requests for help, and whether they read it: of one decision, of those that somebody
still owes, and counted over a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Contact, Message, OutcomeTelling, Practitioner
from ..policy import sees_contact
from ..practice.periods import Period
from ..practice.told_figures import Told, Track, track_of
from ..practice.triage import ContactState
from ..practice.words import word_of
from .measure_rows import bounds, has_moment
from .paging import PAGE
from .times import local_day


def of_decision(contact: Contact) -> Sequence[OutcomeTelling]:
    """Who hears of the decision of a request that stands, the referrer first."""
    if contact.decided_at is None:
        return []
    query = sa.select(OutcomeTelling).where(
        OutcomeTelling.contact_id == contact.id, OutcomeTelling.decided_at == contact.decided_at
    )
    loads = (OutcomeTelling.message, OutcomeTelling.person, OutcomeTelling.owed_by)
    return db.session.scalars(query.options(*map(joinedload, loads)).order_by(OutcomeTelling.id)).all()


def telling_by(named: str, *, locking: bool) -> tuple[OutcomeTelling, Contact] | None:
    """A telling by what its link stands for, with its request; `locking` holds it until the request of the browser is
    done."""
    code, _, rest = named.partition(" ")
    whom, _, moment = rest.partition(" ")
    if whom not in {word.value for word in Told} or not (moment.isascii() and moment.isdigit()):
        return None
    query = sa.select(OutcomeTelling, Contact).join(Contact, Contact.id == OutcomeTelling.contact_id)
    query = query.where(Contact.code == code, OutcomeTelling.whom == word_of(Told, whom)).order_by(OutcomeTelling.id)
    rows = db.session.execute(query.with_for_update(of=OutcomeTelling) if locking else query).all()
    found = [(row[0], row[1]) for row in rows if int(row[0].decided_at.timestamp()) == int(moment)]
    return found[-1] if found else None


def still_owed(viewer: Practitioner) -> Sequence[tuple[OutcomeTelling, Contact]]:
    """Who is to be told by a person and is not yet, of the requests that a person sees: the 25 longest due."""
    query = (
        sa.select(OutcomeTelling, Contact)
        .join(Contact, Contact.id == OutcomeTelling.contact_id)
        .where(
            OutcomeTelling.owed_on.is_not(None),
            OutcomeTelling.told_at.is_(None),
            Contact.state == ContactState.DECIDED,
            OutcomeTelling.decided_at == Contact.decided_at,
            sees_contact(viewer),
        )
        .options(joinedload(OutcomeTelling.owed_by))
    )
    rows = db.session.execute(query.order_by(OutcomeTelling.owed_on, OutcomeTelling.id).limit(PAGE)).all()
    return [(row[0], row[1]) for row in rows]


def tracks(period: Period, today: date) -> dict[Told, Track]:
    """Of the decisions of a period, by who hears of them: how many were told and read, and how fast. One statement, a
    row for each pair of days."""
    told = sa.func.coalesce(OutcomeTelling.told_at, Message.sent_at)
    by_message = OutcomeTelling.message_id.is_not(None)
    each = (
        sa.select(
            OutcomeTelling.whom,
            sa.case((by_message, 1), else_=0).label("by_message"),
            local_day(OutcomeTelling.decided_at).label("decided"),
            local_day(told).label("told"),
            local_day(OutcomeTelling.read_at).label("read"),
        )
        .outerjoin(Message, Message.id == OutcomeTelling.message_id)
        .where(has_moment(OutcomeTelling.decided_at))
        .subquery()
    )
    rows: Any = db.session.execute(
        sa.select(*list(each.c), sa.func.count()).group_by(*list(each.c)), bounds(period, today)
    ).all()
    return {whom: track_of([tuple(row[1:]) for row in rows if row[0] is whom]) for whom in Told}


def decisions(period: Period, today: date) -> int:
    """How many requests were decided in a period, as they stand today."""
    query = sa.select(sa.func.count()).select_from(Contact).where(has_moment(Contact.decided_at))
    return int(db.session.scalar(query, bounds(period, today)) or 0)
