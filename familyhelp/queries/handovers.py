"""Reading who has a part in a case, with what each was handed over and asked: one statement, whatever there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import Case, FollowUp, Handover, Lead, Leave, Note, Practitioner
from ..practice import clock
from ..practice.roles import LEADING

_NAME = (Practitioner.name, Practitioner.code)
_TODAY = sa.bindparam("today", type_=sa.Date())
_LEADS = (
    sa.select(Lead, Leave)
    .outerjoin(
        Leave,
        sa.and_(Leave.worker_id == Lead.practitioner_id, Leave.ended_at.is_(None), Leave.ends_on >= _TODAY),
    )
    .where(Lead.case_id == sa.bindparam("case_id", type_=sa.BigInteger()))
    .outerjoin(
        Lead.follow_ups.and_(sa.or_(sa.bindparam("restricted_too", type_=sa.Boolean()), sa.not_(FollowUp.restricted)))
    )
    .options(
        joinedload(Lead.practitioner, innerjoin=True).load_only(*_NAME),
        joinedload(Leave.cover).load_only(*_NAME),
        joinedload(Lead.handover).joinedload(Handover.note).joinedload(Note.written_by).load_only(*_NAME),
        contains_eager(Lead.follow_ups).options(
            joinedload(FollowUp.note).load_only(Note.code, Note.kind),
            joinedload(FollowUp.held_by).load_only(*_NAME),
            joinedload(FollowUp.asked_of).load_only(*_NAME),
        ),
    )
    .order_by(Lead.id, FollowUp.due_on, FollowUp.id)
)


@dataclass(frozen=True)
class AroundCase:
    """What those with a part in a case were handed over, and asked."""

    handover: Handover | None
    """The one by which the present lead came; None for a first lead."""
    follow_ups: Sequence[FollowUp]
    """What notes ask and nobody has answered, as far as the reader may read it; the earliest day first."""


def leads_of(case: Case, *, restricted_too: bool) -> AroundCase:
    """Read the parts in a case with what goes with them; `case.leads` is filled. `restricted_too` says whether the
    reader may read what restricted notes ask."""
    values = {"case_id": case.id, "restricted_too": restricted_too, "today": clock.today()}
    found = db.session.execute(_LEADS, values).unique().all()
    rows = list(dict.fromkeys(row[0] for row in found))
    for part in rows:
        away = {row[1].id: row[1] for row in found if row[0] is part and row[1] is not None}
        set_committed_value(part.practitioner, "leaves", list(away.values()))
    set_committed_value(case, "leads", rows)
    leading = next((p for p in rows if p.ends_on is None and p.part in LEADING), None)
    asked = {one.id: one for part in rows for one in part.follow_ups}
    return AroundCase(leading.handover if leading else None, sorted(asked.values(), key=lambda f: (f.due_on, f.id)))


def helpers_of(case: Case) -> Sequence[Practitioner]:
    """Who has a part in a case now and can sign in, whoever leads first; one statement."""
    return db.session.scalars(
        sa.select(Practitioner)
        .join(Lead, Lead.practitioner_id == Practitioner.id)
        .where(Lead.case_id == case.id, Lead.ends_on.is_(None), Practitioner.is_active)
        .order_by(Lead.id)
    ).all()
