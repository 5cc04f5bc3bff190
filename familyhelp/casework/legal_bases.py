"""The legal basis of each child: one period ends where the next begins, and section 17 is never held without somebody
who is qualified."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import Case, LegalBasis, Person, Practitioner
from ..practice import clock
from ..practice import legal_bases as rules
from ..practice.chronology import EventKind
from ..practice.legal_bases import Basis, Change, Period
from ..practice.words import NotYet


def set_basis(
    case: Case,
    *,
    children: Sequence[Person],
    basis: Basis,
    starts_on: date,
    because: str,
    by: Practitioner,
    overseer: Practitioner | None = None,
) -> None:
    """Begin a period for each of some children, which ends the one they are in. Raises NotYet."""
    newest = {child.id: _newest(case, child) for child in children}
    change = Change(
        basis,
        starts_on,
        because,
        overseer.id if overseer else None,
        overseer is not None and overseer.is_social_worker and overseer.is_active and overseer is not case.lead,
        case.lead is not None and case.lead.is_social_worker,
    )
    lacking = list(
        rules.missing(
            change,
            [_period(period) for period in newest.values() if period],
            children=len(children),
            opened_on=case.opened_on,
            closed=case.closed_on is not None,
            today=clock.today(),
        )
    )
    if lacking:
        raise NotYet(*lacking)
    for child in children:
        before = newest[child.id]
        if before is not None and before.ends_on is None:
            before.ends_on = starts_on
            db.session.flush()
        db.session.add(
            LegalBasis(
                case_id=case.id,
                person_id=child.id,
                basis=basis,
                starts_on=starts_on,
                overseer=overseer,
                because=because,
                recorded_by_id=by.id,
                recorded_at=clock.now(),
            )
        )
    who = ", ".join(child.name for child in children)
    case.record(EventKind.LEGAL_BASIS_SET, by=by, because=because, who=who, basis=basis)


def _newest(case: Case, child: Person) -> LegalBasis | None:
    query = sa.select(LegalBasis).where(LegalBasis.case_id == case.id, LegalBasis.person_id == child.id)
    return db.session.scalar(query.order_by(LegalBasis.id.desc()).limit(1))


def _period(held: LegalBasis) -> Period:
    return Period(held.person.name, held.basis, held.overseer_id, held.starts_on, held.ends_on)


def fit_for(case: Case, lead: Practitioner) -> None:
    """Go on only with a lead who may hold what the children are helped under. Raises NotYet."""
    if lead.is_social_worker:
        return
    alone = sa.exists().where(
        LegalBasis.case_id == case.id,
        LegalBasis.ends_on.is_(None),
        LegalBasis.basis == Basis.SECTION_17,
        sa.or_(LegalBasis.overseer_id.is_(None), LegalBasis.overseer_id == lead.id),
    )
    if db.session.scalar(sa.select(alone)):
        raise NotYet(rules.needs_overseer())


def end_all(case: Case) -> None:
    """End every period of a case that closes, on the day that it does."""
    db.session.execute(
        sa.update(LegalBasis)
        .where(LegalBasis.case_id == case.id, LegalBasis.ends_on.is_(None))
        .values(ends_on=case.closed_on)
        .execution_options(synchronize_session="fetch")
    )
