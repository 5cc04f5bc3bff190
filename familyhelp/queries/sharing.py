"""Reading what is shared with which agency, and whom somebody asks whose sight of a family has ended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Case, Family, Handover, Lead, Practitioner, Refusal, Sharing, team_managers
from ..policy import in_teams, sees_case
from ..practice import references
from ..practice.chronology import Subject
from ..practice.roles import WORKS_AT_AGENCY
from ..practice.sharing import LawfulBasis
from .paging import Page, page_by_number

MOST = 200


def of_case(case: Case) -> Sequence[Sharing]:
    """All that is or was shared of a case, and what was ruled out, the newest first; at most 200."""
    query = sa.select(Sharing).where(Sharing.case_id == case.id).order_by(Sharing.id.desc()).limit(MOST)
    return db.session.scalars(
        query.options(
            joinedload(Sharing.agency, innerjoin=True),
            joinedload(Sharing.recorded_by),
            joinedload(Sharing.withdrawn_by),
            joinedload(Sharing.looked_by),
        )
    ).all()


def refusals_of(case: Case) -> Sequence[Refusal]:
    """When the family was asked to work together and said no, the newest first; at most 20."""
    query = sa.select(Refusal).where(Refusal.case_id == case.id).order_by(Refusal.id.desc()).limit(20)
    return db.session.scalars(query).all()


def asked_again(case: Case) -> Sequence[Handover]:
    """When the family, asked again after a change of lead, said that it goes on, the newest first; at most 20."""
    query = sa.select(Handover).where(Handover.case_id == case.id, Handover.agreed_on.is_not(None))
    return db.session.scalars(query.order_by(Handover.id.desc()).limit(20)).all()


def one_of(case: Case, code: str | None) -> Sharing | None:
    """One record of a case, by its reference."""
    query = sa.select(Sharing).where(Sharing.case_id == case.id, Sharing.code == code)
    return db.session.scalar(query.options(joinedload(Sharing.agency, innerjoin=True)))


def without_agreement(viewer: Practitioner, after: str | None) -> Page[Sharing]:
    """What is shared without agreement in a manager's teams and nobody looked at, the newest first."""
    query = (
        sa.select(Sharing)
        .join(Case, Case.id == Sharing.case_id)
        .where(Sharing.looked_at.is_(None), Sharing.basis != LawfulBasis.AGREEMENT)
        .where(in_teams(viewer), sees_case(viewer))
        .options(
            joinedload(Sharing.agency, innerjoin=True),
            joinedload(Sharing.recorded_by),
            joinedload(Sharing.case, innerjoin=True).joinedload(Case.family, innerjoin=True),
        )
    )
    return page_by_number(query, Sharing.id, after)


class Ended(NamedTuple):
    """What somebody is told who worked with a family that they see no longer."""

    number: int
    """Of the case or the family."""
    has_part: bool
    """Whether their part goes on, so that what ended is the sharing."""
    ask: str


def ended_for(viewer: Practitioner, subject: Subject, text: str) -> Ended | None:
    """Whether a partner had a part in what they see no longer, and whom they ask. Nobody else learns anything, and of
    a restricted family only who has a part still. One statement, sent only where nothing was found."""
    code = references.read_code(text)
    if viewer.role not in WORKS_AT_AGENCY or code is None or subject not in (Subject.CASE, Subject.FAMILY):
        return None
    row = db.session.execute(_ended(subject), {"viewer": viewer.id, "code": code}).first()
    return Ended(row[0], bool(row[1]), row[2] or "") if row else None


@cache
def _ended(subject: Subject) -> Any:
    lead, manager = aliased(Practitioner), aliased(Practitioner)
    ours = sa.and_(lead.id == Case.lead_id, lead.is_active, lead.role.not_in(WORKS_AT_AGENCY))
    named = (
        sa.select(sa.func.min(manager.name))
        .join(team_managers, team_managers.c.practitioner_id == manager.id)
        .where(team_managers.c.team_id == Case.team_id, manager.is_active)
        .scalar_subquery()
    )
    record = Case.id if subject is Subject.CASE else Family.id
    return (
        sa.select(record, Lead.ends_on.is_(None), sa.func.coalesce(lead.name, named))
        .select_from(Lead)
        .join(Case, Case.id == Lead.case_id)
        .join(Family, Family.id == Case.family_id)
        .outerjoin(lead, ours)
        .where(Lead.practitioner_id == sa.bindparam("viewer"))
        .where((Case.code if subject is Subject.CASE else Family.code) == sa.bindparam("code"))
        .where(sa.or_(sa.not_(Family.restricted), Lead.ends_on.is_(None)))
        .order_by(Lead.ends_on.is_(None).desc(), Case.id.desc(), Lead.id.desc())
        .limit(1)
    )
