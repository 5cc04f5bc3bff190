"""Reading everything that one person holds, for whoever hands it over: the families they lead with what goes with each,
who could lead them, what they carry, and what else lies with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from ..extensions import db
from ..models import Action, Case, Contact, FollowUp, Lead, Member, Outcome, Plan, Practitioner, Team
from ..policy import sees_case, visible_contacts
from ..practice import references
from ..practice.people import FamilyRole
from ..practice.roles import Part, Role
from ..practice.stages import Stage
from ..practice.steps import StepState
from ..practice.triage import ContactState
from ..practice.workload import WEIGHTS, Load, Offered, share_out
from .cases import NEAR, team_ids
from .leave import away_until

MOST = 200
"""More families than anybody holds."""


@dataclass(frozen=True)
class Held:
    """One family of a caseload: its case, how many children, and what goes to the new lead with it."""

    case: Case
    children: int
    asked: int
    """What notes ask of the lead and is not answered: it goes to the new lead."""
    actions: int
    """Actions of the plan that name the lead as their owner and are not done: these stay as they were agreed."""
    waits: bool
    """Whether a step waits for its answer: the lead changes once it is answered."""

    @property
    def weight(self) -> int:
        """What it counts for in a workload."""
        return 0 if self.case.stage is Stage.CLOSED else WEIGHTS[self.case.level]


def worker_of(viewer: Practitioner, text: str) -> Practitioner | None:
    """Somebody who works in a manager's teams, or leads a family of theirs that the manager sees; by reference."""
    code, teams = references.read_code(text), team_ids(viewer)
    if code is None or not teams:
        return None
    leads_here = sa.exists().where(Case.lead_id == Practitioner.id, Case.team_id.in_(teams), sees_case(viewer))
    works_here = sa.and_(Practitioner.role == Role.KEY_WORKER, Practitioner.team_id.in_(teams))
    return db.session.scalar(sa.select(Practitioner).where(Practitioner.code == code, sa.or_(works_here, leads_here)))


def held_by(viewer: Practitioner, worker: Practitioner, *, locking: bool = False) -> Sequence[Held]:
    """The families of a manager's teams that somebody leads and the manager sees, by what is due first: open ones, and
    closed ones of which a check-in is still to be made. Two statements."""
    children = _count(
        Member, Member.family_id == Case.family_id, Member.role == FamilyRole.CHILD, Member.ends_on.is_(None)
    )
    asked = _count(
        FollowUp, FollowUp.case_id == Case.id, FollowUp.held_by_id == worker.id, FollowUp.answered_at.is_(None)
    )
    query = (
        sa.select(Case, children, asked, _own_actions(worker))
        .where(Case.lead_id == worker.id, Case.team_id.in_(team_ids(viewer)), sees_case(viewer))
        .where(Case.next_due_on.is_not(None))
        .order_by(Case.next_due_on, Case.id)
        .limit(MOST)
        .options(*NEAR, selectinload(Case.steps))
    )
    if locking:
        query = query.with_for_update(of=Case)
    return [
        Held(case, children, asked, actions, any(s.state is StepState.PENDING for s in case.steps))
        for case, children, asked, actions in db.session.execute(query)
    ]


def _count(model: type, *conditions: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    return sa.select(sa.func.count()).select_from(model).where(*conditions).scalar_subquery()


def _own_actions(worker: Practitioner) -> sa.ScalarSelect[int]:
    """How many open actions of a case's newest agreed plan name somebody as their owner."""
    newest = (
        sa.select(sa.func.max(Plan.number))
        .where(Plan.case_id == Case.id, Plan.agreed_on.is_not(None))
        .correlate(Case)
        .scalar_subquery()
    )
    theirs = sa.or_(Action.owner_email == worker.email, Action.owner_name == worker.name)
    return (
        sa.select(sa.func.count(Action.id))
        .join(Outcome, Outcome.id == Action.outcome_id)
        .join(Plan, Plan.id == Outcome.plan_id)
        .where(Plan.case_id == Case.id, Plan.number == newest, Action.done_on.is_(None), theirs)
        .correlate(Case)
        .scalar_subquery()
    )


# Who could lead them ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Somebody who could lead, and what they carry in the reader's teams, as far as the reader sees it."""

    who: Practitioner
    load: Load
    teams: frozenset[int] | None
    """The teams whose families they may lead; None for every team."""
    away: date | None
    """The last day of their leave, where they are away today."""

    def may_lead(self, case: Case) -> bool:
        """Whether they may lead this family."""
        if self.who.role is Role.LIAISON:
            return case.stage is Stage.STATUTORY
        return self.teams is None or case.team_id in self.teams


def candidates(viewer: Practitioner, worker: Practitioner) -> Sequence[Candidate]:
    """Who could lead instead, whoever carries least first: the teams' own, partners who lead, and for the families of
    a liaison their colleagues. Three statements."""
    teams = team_ids(viewer)
    roles = [
        Role.KEY_WORKER,
        Role.MANAGER,
        Role.LEAD_PROFESSIONAL,
        *([Role.LIAISON] if worker.role is Role.LIAISON else []),
    ]
    near = sa.or_(
        sa.and_(Practitioner.role == Role.KEY_WORKER, Practitioner.team_id.in_(teams)),
        sa.and_(Practitioner.role == Role.MANAGER, Practitioner.managed_teams.any(Team.id.in_(teams))),
        Practitioner.role.in_({Role.LEAD_PROFESSIONAL, Role.LIAISON} & set(roles)),
    )
    query = (
        sa.select(Practitioner, away_until())
        .where(Practitioner.is_active, Practitioner.id != worker.id, near)
        .options(joinedload(Practitioner.agency), selectinload(Practitioner.managed_teams))
        .order_by(Practitioner.name)
    )
    loads = _carried(viewer)
    found = [
        Candidate(person, loads.get(person.id, Load()), _teams_of(person), away)
        for person, away in db.session.execute(query.limit(MOST))
    ]
    return sorted(found, key=lambda one: (one.load.weight, one.who.name, one.who.id))


def _carried(viewer: Practitioner) -> Mapping[int, Load]:
    weight = sa.case(*((Case.level == level, weight) for level, weight in WEIGHTS.items()))
    query = (
        sa.select(Case.lead_id, sa.func.count().label("families"), sa.func.sum(weight).label("weight"))
        .where(Case.team_id.in_(team_ids(viewer)), Case.closed_on.is_(None), Case.lead_id.is_not(None))
        .where(sees_case(viewer))
        .group_by(Case.lead_id)
    )
    rows = db.session.execute(query)
    return {row.lead_id: Load(families=row.families, weight=int(row.weight)) for row in rows}


def _teams_of(person: Practitioner) -> frozenset[int] | None:
    match person.role:
        case Role.KEY_WORKER:
            return frozenset({person.team_id} if person.team_id else set())
        case Role.MANAGER:
            return frozenset(team.id for team in person.managed_teams)
        case _:
            return None


def suggested(held: Sequence[Held], people: Sequence[Candidate]) -> Mapping[int, Offered]:
    """Whom each family is suggested to, by the number of its case: of those who are here, who carries least."""
    own = [one for one in people if one.who.role in (Role.KEY_WORKER, Role.LIAISON) and one.away is None]
    families = [
        (one.case.id, one.weight, [person.who.id for person in own if person.may_lead(one.case)])
        for one in held
        if not one.waits
    ]
    return share_out(families, {one.who.id: one.load.weight for one in own})


# What else lies with them -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class AlsoHeld:
    """What somebody holds besides the families they lead, as far as the reader sees it."""

    parts: Sequence[tuple[Case, int]]
    """Cases to which they contribute, each with how much is asked of them there."""
    requests: Sequence[Contact]
    """Requests for help that they have taken in hand and not decided."""


def also_held(viewer: Practitioner, worker: Practitioner) -> AlsoHeld:
    """What else lies with somebody; two statements."""
    asked = _count(
        FollowUp, FollowUp.case_id == Case.id, FollowUp.held_by_id == worker.id, FollowUp.answered_at.is_(None)
    )
    part = sa.select(Lead.case_id).where(
        Lead.practitioner_id == worker.id, Lead.ends_on.is_(None), Lead.part == Part.CONTRIBUTOR
    )
    parts = (
        sa.select(Case, asked)
        .where(Case.id.in_(part), Case.closed_on.is_(None), sees_case(viewer))
        .order_by(Case.next_due_on, Case.id)
        .limit(MOST)
        .options(*NEAR)
    )
    waiting = (
        visible_contacts(viewer)
        .where(Contact.held_by_id == worker.id, Contact.state == ContactState.WAITING)
        .order_by(Contact.due_on, Contact.id)
        .limit(MOST)
    )
    rows = [(row[0], row[1]) for row in db.session.execute(parts)]
    return AlsoHeld(rows, db.session.scalars(waiting).all())
