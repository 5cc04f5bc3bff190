"""Sharing whose last day is over: whoever leads and the managers are told, once, by the morning's command."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, Practitioner, Sharing
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.references import write_code
from . import messages
from .sharing import keep_end, tell_who_answers

MOST = 500
"""How many are told of at one go; the next morning goes on."""


def tell_of_ends(*, by: None = None) -> int:
    """Tell whoever leads and the managers of every open case whose sharing ended by its date, once for each. Gives how
    many ended."""
    over = (
        sa.select(Sharing)
        .join(Case, Case.id == Sharing.case_id)
        .where(Sharing.ends_on < clock.today(), Sharing.withdrawn_on.is_(None), Sharing.purpose.is_not(None))
        .where(Sharing.end_told_at.is_(None), Case.closed_on.is_(None))
        .order_by(Sharing.id)
        .limit(MOST)
        .with_for_update(of=Sharing)
    )
    found = db.session.scalars(over).all()
    for shared in found:
        _tell(shared, by=by)
    for case in db.session.scalars(_not_taken_up()).all():
        keep_end(case)
    return len(found)


def _not_taken_up() -> sa.Select[Case]:
    """Open cases with sharing that ends on a day ahead and was decided before that day was due."""
    ahead = sa.exists().where(
        Sharing.case_id == Case.id,
        Sharing.purpose.is_not(None),
        Sharing.withdrawn_on.is_(None),
        Sharing.ends_on >= clock.today(),
    )
    return sa.select(Case).where(Case.closed_on.is_(None), Case.sharing_ends_on.is_(None), ahead).limit(MOST)


def _tell(shared: Sharing, *, by: None) -> None:
    case, last = shared.case, shared.ends_on
    shared.end_told_at = clock.now()
    keep_end(case)
    if last is not None:
        case.record(EventKind.SHARING_ENDED, by=by, agency=shared.agency.name, last_day=last.isoformat())
    for person in _who_is_told(case):
        messages.write(
            person.email,
            "Something is shared no longer",
            f"What is shared with {shared.agency.name} in the case {write_code(case.code)} has ended by its date. "
            "Sign in, ask the family, and record whether it goes on.",
        )
    tell_who_answers(case, by=by)


def _who_is_told(case: Case) -> list[Practitioner]:
    people = [*([case.lead] if case.lead else []), *case.team.managers]
    return list({person.id: person for person in people if person.is_active}.values())
