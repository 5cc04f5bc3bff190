"""Reading contributions to meetings: what a case asked for, how its links stand, and what somebody outside may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Agency, Case, Contribution, Link, TeamMeeting
from ..policy import shared_with
from ..practice import clock, links
from ..practice.links import LinkState
from ..practice.people import FamilyRole
from ..practice.sharing import SharedFor
from .cases import members_of
from .paging import Page, page_by_number

MOST_SHOWN = 25


@dataclass(frozen=True)
class Asked:
    """A contribution, with the newest link to it and how that stands; none where it was said unasked."""

    contribution: Contribution
    link: Link | None
    state: LinkState | None


@dataclass(frozen=True)
class Told:
    """What somebody outside reads: whom it is about and, where sight is shared with their agency, what the team talks
    about."""

    names: Sequence[str]
    agenda: str | None


def _with_links() -> Any:
    other = aliased(Link)
    newest = sa.select(sa.func.max(other.id)).where(other.contribution_id == Contribution.id)
    return (
        sa.select(Contribution, Link)
        .outerjoin(Link, Link.id == newest.scalar_subquery())
        .options(joinedload(Contribution.agency), joinedload(Contribution.asked_by, innerjoin=True))
    )


def to_meeting(meeting: TeamMeeting | None) -> Sequence[Asked]:
    """What was asked and said for one meeting, in turn; at most 25. Without one, no statement."""
    if meeting is None:
        return []
    query = _with_links().where(Contribution.meeting_id == meeting.id).order_by(Contribution.id).limit(MOST_SHOWN)
    return [_asked(contribution, link) for contribution, link in db.session.execute(query)]


def _asked(contribution: Contribution, link: Link | None) -> Asked:
    return Asked(contribution, link, links.state(link, clock.now(), holds=True) if link else None)


def of_case(case: Case, after: str | None) -> Page[Contribution]:
    """Everything that was asked and said for the meetings of a case, the newest first, 25 a page."""
    query = (
        sa.select(Contribution)
        .where(Contribution.case_id == case.id)
        .options(
            joinedload(Contribution.agency),
            joinedload(Contribution.asked_by, innerjoin=True),
            joinedload(Contribution.meeting, innerjoin=True),
        )
    )
    return page_by_number(query, Contribution.id, after)


def one_of(case: Case, code: str | None) -> Asked | None:
    """One contribution of a case, by its reference, with the newest link to it."""
    query = _with_links().where(Contribution.case_id == case.id, Contribution.code == code)
    row = db.session.execute(query.options(joinedload(Contribution.meeting, innerjoin=True))).first()
    return _asked(row[0], row[1]) if row else None


def agencies_of(case: Case) -> Sequence[Agency]:
    """The agencies with which anything is shared of a case today, whose people can be asked."""
    query = sa.select(Agency).where(
        sa.exists().where(Case.id == case.id, shared_with(Agency.id, clock.today(), SharedFor))
    )
    return db.session.scalars(query.order_by(Agency.name)).all()


def told(asked: Contribution) -> Told:
    """What somebody outside may read of the family, by what is shared with their agency at this moment: the children's
    names; where the family's record is shared, everybody's and what the team talks about. Two statements."""
    sight = shared_with(asked.agency_id, clock.today())
    sees = bool(db.session.scalar(sa.select(sight).where(Case.id == asked.case_id)))
    members = [member for member in members_of(asked.case.family_id) if member.person.died_on is None]
    wanted = [member for member in members if sees or member.role is FamilyRole.CHILD]
    return Told([member.person.name for member in wanted], asked.meeting.agenda if sees else None)
