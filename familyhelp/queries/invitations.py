"""Reading invitations: whether one still makes an account, and who is invited and has not come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Agency, Case, Invitation, Lead, Practitioner
from ..policy import in_teams, sees_case, visible_invitations
from ..practice import clock
from ..practice import invitations as rules
from ..practice.invitations import InvitationState
from ..practice.references import read_code

MOST_SHOWN = 25


@dataclass(frozen=True)
class Standing:
    """An invitation, and how it stands now."""

    invitation: Invitation
    state: InvitationState

    @property
    def is_open(self) -> bool:
        """Whether its link makes an account."""
        return self.state is InvitationState.OPEN

    @property
    def may_be_sent_again(self) -> bool:
        """Whether a new link is of use."""
        return self.state in rules.MAY_BE_SENT_AGAIN

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether there is something to take back."""
        return self.state in rules.MAY_BE_WITHDRAWN


def _standing(query: sa.Select[Any]) -> list[Standing]:
    taken = sa.exists().where(Practitioner.email == Invitation.email)
    loads = joinedload(Invitation.agency, innerjoin=True), joinedload(Invitation.made_by, innerjoin=True)
    rows = db.session.execute(query.add_columns(taken.label("taken")).options(*loads))
    now = clock.now()
    return [
        Standing(row[0], rules.state(row[0], now, taken=bool(row.taken), ended=row[0].agency.ended_on is not None))
        for row in rows
    ]


def invitation_by(digest: str) -> Standing | None:
    """The invitation whose secret name has this digest, and how it stands."""
    found = _standing(sa.select(Invitation).where(Invitation.token_digest == digest))
    return found[0] if found else None


def of_agency(viewer: Practitioner, agency: Agency) -> Sequence[Standing]:
    """The newest invitations to an agency that a person keeps, at most 25. One statement."""
    theirs = visible_invitations(viewer).where(Invitation.agency_id == agency.id)
    return _standing(theirs.order_by(Invitation.id.desc()).limit(MOST_SHOWN))


def one_of(viewer: Practitioner, agency: Agency, text: str) -> Standing | None:
    """One invitation to an agency that a person keeps, by its reference."""
    code = read_code(text)
    theirs = visible_invitations(viewer).where(Invitation.agency_id == agency.id, Invitation.code == code)
    found = _standing(theirs) if code else []
    return found[0] if found else None


def waiting_for(case: Case) -> Sequence[Standing]:
    """Who is invited to help a family and has no part in it yet, the newest first; at most 25. One statement."""
    return _standing(_without_part().where(Invitation.case_id == case.id))


def waiting_in_teams(viewer: Practitioner) -> Sequence[Standing]:
    """Who is invited for a family of a manager's teams and has no part in it yet, the newest first; at most 25. One
    statement."""
    near = Invitation.case.has(sa.and_(Case.closed_on.is_(None), in_teams(viewer), sees_case(viewer)))
    load = joinedload(Invitation.case).joinedload(Case.family, innerjoin=True)
    return _standing(_without_part().where(near).options(load))


def _without_part() -> sa.Select[Invitation]:
    has_part = sa.exists().where(
        Lead.case_id == Invitation.case_id, Lead.practitioner_id == Invitation.practitioner_id, Lead.ends_on.is_(None)
    )
    query = sa.select(Invitation).where(Invitation.withdrawn_at.is_(None), sa.not_(has_part))
    return query.order_by(Invitation.id.desc()).limit(MOST_SHOWN)
