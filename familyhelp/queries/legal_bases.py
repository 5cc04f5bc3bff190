"""Reading the legal basis of each child, and who may oversee work under section 17."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Case, LegalBasis, Person, Practitioner
from ..practice.people import FamilyRole
from .cases import members_of

MOST = 200


def children_of(case: Case) -> Sequence[Person]:
    """The children who belong to the family now, those who died left out."""
    return [m.person for m in members_of(case.family_id) if m.role is FamilyRole.CHILD and m.person.died_on is None]


def by_child(case: Case) -> Sequence[tuple[Person, Sequence[LegalBasis]]]:
    """Each child of the family with its periods in a case, the newest first, and children whose place in the family
    has ended if they had one; two statements."""
    periods = db.session.scalars(
        sa.select(LegalBasis)
        .where(LegalBasis.case_id == case.id)
        .options(
            joinedload(LegalBasis.person, innerjoin=True),
            joinedload(LegalBasis.overseer),
            joinedload(LegalBasis.recorded_by, innerjoin=True),
        )
        .order_by(LegalBasis.id.desc())
        .limit(MOST)
    ).all()
    found: dict[int, tuple[Person, list[LegalBasis]]] = {child.id: (child, []) for child in children_of(case)}
    for period in periods:
        found.setdefault(period.person_id, (period.person, []))[1].append(period)
    return list(found.values())


def who_can_oversee(case: Case) -> Sequence[Practitioner]:
    """Who may oversee work under section 17: qualified social workers who work here and do not lead; at most 200."""
    query = sa.select(Practitioner).where(
        Practitioner.is_active, Practitioner.is_social_worker, Practitioner.id.is_distinct_from(case.lead_id)
    )
    return db.session.scalars(query.order_by(Practitioner.name).limit(MOST)).all()
