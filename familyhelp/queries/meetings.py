"""Reading meetings of the team around the family, and whom there is to invite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import Case, FamilyMeeting, Lead, Person, Practitioner, TeamMeeting
from .cases import members_of
from .paging import Page, page_by_number

MOST_GUESTS = 40


@dataclass(frozen=True)
class Near:
    """Somebody who could be invited: the key of their tick, their name, who they are here."""

    key: str
    name: str
    part: str
    practitioner: Practitioner | None = None
    person: Person | None = None


def people_near(case: Case, *, with_parts: bool = True) -> Sequence[Near]:
    """The family and whoever has a part in the case (unless `with_parts` is False), a statement each; at most 40 of
    each."""
    parts = (
        sa.select(Lead)
        .where(Lead.case_id == case.id, Lead.ends_on.is_(None))
        .options(joinedload(Lead.practitioner, innerjoin=True))
        .order_by(Lead.id)
        .limit(MOST_GUESTS)
    )
    family = [m for m in members_of(case.family_id) if m.person.died_on is None][:MOST_GUESTS]
    found = [Near(f"p{m.person_id}", m.person.name, m.role.label, person=m.person) for m in family]
    seen: set[int] = set()
    for lead in db.session.scalars(parts) if with_parts else ():
        if lead.practitioner_id not in seen:
            seen.add(lead.practitioner_id)
            who = lead.practitioner
            found.append(Near(f"w{who.id}", who.name, lead.part.label, practitioner=who))
    return found


_AHEAD = sa.and_(TeamMeeting.called_off_at.is_(None), TeamMeeting.review_id.is_(None))


def meeting_ahead(case: Case) -> TeamMeeting | None:
    """The meeting that is neither called off nor recorded, with who is invited; no statement where there is none."""
    if case.meeting_on is None:
        return None
    query = sa.select(TeamMeeting).where(TeamMeeting.case_id == case.id, _AHEAD)
    return db.session.scalars(query.options(joinedload(TeamMeeting.invited))).unique().one_or_none()


def family_meetings(case: Case, after: str | None) -> Page[FamilyMeeting]:
    """Family group decision making in a case, newest first, 25 a page."""
    query = sa.select(FamilyMeeting).where(FamilyMeeting.case_id == case.id).options(selectinload(FamilyMeeting.wishes))
    return page_by_number(query, FamilyMeeting.number, after)


def family_meeting(case: Case, number: int) -> FamilyMeeting | None:
    """One of them, by its number, with the outcomes that the family wants."""
    query = sa.select(FamilyMeeting).where(FamilyMeeting.case_id == case.id, FamilyMeeting.number == number)
    return db.session.scalar(query.options(selectinload(FamilyMeeting.wishes)))
