"""Reading who works here. Lists page by name; what is offered for choice is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import (
    Agency,
    Case,
    Contact,
    Event,
    Leave,
    Passkey,
    Practitioner,
    SignIn,
    SingleSignOn,
    Team,
    team_managers,
)
from ..policy import visible_practitioners
from ..practice import clock, references
from ..practice.chronology import Subject
from ..practice.roles import Role
from ..practice.triage import ContactState
from .paging import PAGE, Page

MOST_OFFERED = 200
"""How many teams or agencies one page offers for choice."""


def people(
    viewer: Practitioner, *, after: str | None, starts_with: str = "", role: Role | None = None
) -> Page[Practitioner]:
    """Everybody who works here, by name, starting after the account with the reference `after`."""
    query = visible_practitioners(viewer)
    if starts_with:
        query = query.where(sa.func.lower(Practitioner.name).startswith(starts_with.lower()[:100], autoescape=True))
    if role:
        query = query.where(Practitioner.role == role)
    return by_name(query, after)


def by_name(query: sa.Select[Practitioner], after: str | None) -> Page[Practitioner]:
    """A page of accounts by name, with where each works, starting after the account with the reference `after`."""
    code = references.read_code(after) if after else None
    if code:
        last = db.session.execute(
            sa.select(Practitioner.name, Practitioner.id).where(Practitioner.code == code)
        ).first()
        if last:
            query = query.where(sa.tuple_(Practitioner.name, Practitioner.id) > sa.tuple_(*last))
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


def agencies(most: int = MOST_OFFERED, *, besides: int | None = None) -> Sequence[Agency]:
    """The agencies that work with us, by name; and the one with the number `besides` also where it has ended."""
    near = sa.or_(Agency.ended_on.is_(None), Agency.id == besides)
    return db.session.scalars(sa.select(Agency).where(near).order_by(Agency.name).limit(most)).all()


def account_events(practitioner: Practitioner, most: int = 20) -> Sequence[Event]:
    """What was done to an account, newest first."""
    query = sa.select(Event).where(Event.subject == Subject.PRACTITIONER, Event.subject_id == practitioner.id)
    return db.session.scalars(query.order_by(Event.number.desc()).limit(most).options(joinedload(Event.by))).all()


def signing_in(practitioner: Practitioner) -> tuple[int, bool]:
    """How many sign-ins of an account have not ended, and whether it has a passkey or is linked to single sign-on."""
    counted = sa.select(sa.func.count()).where(SignIn.practitioner_id == practitioner.id, SignIn.ended_at.is_(None))
    has_passkey = sa.exists().where(Passkey.practitioner_id == practitioner.id)
    is_linked = sa.exists().where(SingleSignOn.practitioner_id == practitioner.id)
    found = db.session.execute(sa.select(counted.scalar_subquery(), sa.or_(has_passkey, is_linked))).one()
    return int(found[0]), bool(found[1])


@dataclass(frozen=True)
class HeldInTeam:
    """How many families of a team somebody leads, and of how many more a check-in lies with them."""

    team: Team
    families: int
    check_ins: int


@dataclass(frozen=True)
class ToHandOver:
    """What is to be handed over before an account ends. It names no family."""

    teams: Sequence[HeldInTeam]
    alone: Sequence[Team]
    """Teams for which nobody else answers."""
    requests: int
    """Requests for help in hand."""
    covers: Sequence[Leave]
    """The absences of others, today's and those to come, for which they are the cover."""

    @property
    def families(self) -> int:
        """How many open cases they lead."""
        return sum(one.families for one in self.teams)


def to_hand_over(person: Practitioner) -> ToHandOver:
    """What somebody holds, by the team that holds it, each with who answers for it; at most six statements."""
    opened = sa.case((Case.closed_on.is_(None), 1), else_=0)
    held = (
        sa.select(Case.team_id, sa.func.sum(opened).label("families"), sa.func.sum(1 - opened).label("check_ins"))
        .where(Case.lead_id == person.id, Case.next_due_on.is_not(None))
        .group_by(Case.team_id)
        .subquery()
    )
    rows = db.session.execute(
        sa.select(Team, held.c.families, held.c.check_ins)
        .join(held, held.c.team_id == Team.id)
        .order_by(Team.name)
        .options(selectinload(Team.managers))
    )
    found = [HeldInTeam(team, int(families), int(check_ins)) for team, families, check_ins in rows]
    others = (
        sa.exists()
        .where(team_managers.c.team_id == Team.id, team_managers.c.practitioner_id == Practitioner.id)
        .where(Practitioner.is_active, Practitioner.id != person.id)
    )
    answered = sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == person.id)
    alone = db.session.scalars(sa.select(Team).where(Team.id.in_(answered), sa.not_(others)).order_by(Team.name)).all()
    waiting = sa.and_(Contact.held_by_id == person.id, Contact.state == ContactState.WAITING)
    requests = db.session.scalar(sa.select(sa.func.count()).select_from(Contact).where(waiting))
    covers = (
        sa.select(Leave)
        .where(Leave.cover_id == person.id, Leave.ended_at.is_(None), Leave.ends_on >= clock.today())
        .order_by(Leave.starts_on, Leave.id)
        .options(joinedload(Leave.worker, innerjoin=True))
    )
    return ToHandOver(found, alone, requests or 0, db.session.scalars(covers).all())
