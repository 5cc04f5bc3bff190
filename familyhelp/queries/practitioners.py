"""Reading who works here. Lists page by name; what is offered for choice is bounded."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import Agency, Event, Practitioner, SignIn, Team
from ..policy import visible_practitioners
from ..practice import references
from ..practice.chronology import Subject
from ..practice.roles import Role
from .paging import PAGE, Page

MOST_OFFERED = 200
"""How many teams or agencies one page offers for choice."""


def people(
    viewer: Practitioner, *, after: str | None, starts_with: str = "", role: Role | None = None
) -> Page[Practitioner]:
    """Everybody who works here, by name, starting after the account with the reference `after`."""
    query = visible_practitioners(viewer)
    code = references.read_code(after) if after else None
    if code:
        last = db.session.execute(
            sa.select(Practitioner.name, Practitioner.id).where(Practitioner.code == code)
        ).first()
        if last:
            query = query.where(sa.tuple_(Practitioner.name, Practitioner.id) > sa.tuple_(*last))
    if starts_with:
        query = query.where(sa.func.lower(Practitioner.name).startswith(starts_with.lower()[:100], autoescape=True))
    if role:
        query = query.where(Practitioner.role == role)
    ordered = query.order_by(Practitioner.name, Practitioner.id).limit(PAGE + 1)
    rows = db.session.scalars(ordered.options(joinedload(Practitioner.team), joinedload(Practitioner.agency))).all()
    return Page(rows[:PAGE], references.write_code(rows[PAGE - 1].code) if len(rows) > PAGE else None)


def teams(most: int = MOST_OFFERED) -> Sequence[Team]:
    """The teams, by name."""
    return db.session.scalars(sa.select(Team).order_by(Team.name).limit(most)).all()


def teams_with_managers(most: int = MOST_OFFERED) -> Sequence[Team]:
    """The teams, by name, with who answers for each."""
    return db.session.scalars(
        sa.select(Team).order_by(Team.name).limit(most).options(selectinload(Team.managers))
    ).all()


def agencies(most: int = MOST_OFFERED) -> Sequence[Agency]:
    """The agencies, by name."""
    return db.session.scalars(sa.select(Agency).order_by(Agency.name).limit(most)).all()


def account_events(practitioner: Practitioner, most: int = 20) -> Sequence[Event]:
    """What was done to an account, newest first."""
    query = sa.select(Event).where(Event.subject == Subject.PRACTITIONER, Event.subject_id == practitioner.id)
    return db.session.scalars(query.order_by(Event.number.desc()).limit(most).options(joinedload(Event.by))).all()


def sign_ins_open(practitioner: Practitioner) -> int:
    """How many sign-ins of an account have not ended."""
    query = sa.select(sa.func.count()).where(SignIn.practitioner_id == practitioner.id, SignIn.ended_at.is_(None))
    return int(db.session.scalar(query) or 0)
