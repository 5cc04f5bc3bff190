"""Reading cases: lists by what is due, and everything that the case page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import Agreement, Case, Closing, Event, Lead, Member, Outcome, Plan, Score, Step
from ..models.practitioner import Practitioner, Team, team_managers
from ..policy import as_viewer, in_teams, somebody, visible_cases, visible_events
from ..practice.domains import Respondent
from ..practice.people import FamilyRole
from ..practice.roles import Role
from ..practice.stages import Stage
from .paging import Page, page_by_day, page_by_number

NEAR = (joinedload(Case.family, innerjoin=True), joinedload(Case.lead), joinedload(Case.team, innerjoin=True))


def case_list(viewer: Practitioner, whose: str, after: str | None, *, closed: bool = False) -> Page[Case]:
    """Cases a person may see: those they take part in (`mine`) or their teams' (`team`); open ones by the day
    the next thing is due, closed ones by the day they closed, newest first."""
    query, whom = _cases_of(viewer.role, whose, closed), as_viewer(viewer)
    if closed:
        return page_by_day(query, Case.closed_on, Case.id, after, newest_first=True, whom=whom)
    return page_by_day(query, Case.next_due_on, Case.id, after, whom=whom)


@cache
def _cases_of(role: Role, whose: str, closed: bool) -> sa.Select[Case]:
    viewer = somebody(role)
    query = visible_cases(viewer).options(*NEAR)
    if whose == "team" and role in (Role.KEY_WORKER, Role.MANAGER):
        query = query.where(in_teams(viewer))
    elif role in (Role.KEY_WORKER, Role.MANAGER, Role.LIAISON):
        query = query.where(Case.lead_id == viewer.id)
    return query.where(Case.closed_on.is_not(None) if closed else Case.closed_on.is_(None))


def team_ids(viewer: Practitioner) -> Sequence[int]:
    """The teams that a person works in or answers for."""
    if viewer.role is Role.MANAGER:
        return db.session.scalars(
            sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id)
        ).all()
    return [viewer.team_id] if viewer.team_id else []


@dataclass(frozen=True)
class CasePage:
    """What the case page shows, besides the case itself."""

    members: Sequence[Member]
    outcomes: Sequence[Outcome]
    latest_scores: dict[int, Score]
    events: Sequence[Event]


def case_page(viewer: Practitioner, case: Case) -> CasePage:
    """Everything for the case page, in a fixed number of statements."""
    members = members_of(case.family_id)
    _fill(case, "agreements")
    _fill(case, "steps")
    _fill(case, "leads")
    fill_plans(case)
    if case.stage is Stage.CLOSED:
        closings = db.session.scalars(_CLOSING, {"case_id": case.id})
        set_committed_value(case, "closing", closings.unique().one_or_none())
    return CasePage(members, case.agreed_outcomes, latest_scores(case.id), chronology(viewer, case, None, size=5).rows)


# Built once: what a case page reads besides the case, by the name it has there.
_CASE = sa.bindparam("case_id", type_=sa.BigInteger())
_PARTS: dict[str, sa.Select[Any]] = {
    "agreements": sa.select(Agreement).where(Agreement.case_id == _CASE).order_by(Agreement.id),
    "steps": sa.select(Step)
    .where(Step.case_id == _CASE)
    .options(joinedload(Step.asked_by, innerjoin=True).load_only(Practitioner.name))
    .order_by(Step.id),
    "leads": sa.select(Lead)
    .where(Lead.case_id == _CASE)
    .options(joinedload(Lead.practitioner, innerjoin=True).load_only(Practitioner.name, Practitioner.code))
    .order_by(Lead.id),
    "plans": sa.select(Plan)
    .where(Plan.case_id == _CASE)
    .order_by(Plan.number)
    .options(joinedload(Plan.outcomes).joinedload(Outcome.actions)),
}
_CLOSING = sa.select(Closing).where(Closing.case_id == _CASE).options(joinedload(Closing.check_ins))
_MEMBERS = (
    sa.select(Member)
    .where(Member.family_id == sa.bindparam("family_id", type_=sa.BigInteger()), Member.ends_on.is_(None))
    .options(joinedload(Member.person, innerjoin=True))
    .order_by(Member.id)
)
_NEWEST_SCORES = sa.select(Score).where(
    Score.id.in_(
        sa.select(sa.func.max(Score.id))
        .where(Score.case_id == _CASE, Score.respondent == Respondent.PRACTITIONER)
        .group_by(Score.outcome_number)
    )
)


def _fill(case: Case, name: str) -> None:
    set_committed_value(case, name, list(db.session.scalars(_PARTS[name], {"case_id": case.id}).unique()))


def fill_plans(case: Case) -> None:
    """Read the case's plans with their outcomes and actions in one statement."""
    _fill(case, "plans")


def members_of(family_id: int) -> Sequence[Member]:
    """Who is in a family now: adults first, then children by age, then the network."""
    members = db.session.scalars(_MEMBERS, {"family_id": family_id}).all()
    order = {FamilyRole.PARENT: 0, FamilyRole.ADULT: 1, FamilyRole.CHILD: 2, FamilyRole.NETWORK: 3}
    return sorted(members, key=lambda m: (order[m.role], str(m.person.birth_date or "9999"), m.id))


def latest_scores(case_id: int) -> dict[int, Score]:
    """The practitioner's newest score of each outcome, by its number."""
    return {s.outcome_number: s for s in db.session.scalars(_NEWEST_SCORES, {"case_id": case_id})}


def chronology(viewer: Practitioner, record: Case, after: str | None, *, size: int = 50) -> Page[Event]:
    """A case's chronology as a person may read it, newest first, by the number of the event."""
    query = _told(visible_events(viewer, record))
    return page_by_number(query, Event.number, after, size=size, whom={"case_id": record.id})


@cache
def _told(events: sa.Select[Event]) -> sa.Select[Event]:
    return events.options(joinedload(Event.by).load_only(Practitioner.name))


def who_can_lead(team: Team, most: int = 200) -> Sequence[Practitioner]:
    """Who may be given a case of a team: its key workers and managers, and the partners who lead; at most 200."""
    managers = sa.select(team_managers.c.practitioner_id).where(team_managers.c.team_id == team.id)
    query = sa.select(Practitioner).where(
        Practitioner.is_active,
        sa.or_(
            sa.and_(Practitioner.role == Role.KEY_WORKER, Practitioner.team_id == team.id),
            Practitioner.id.in_(managers),
            Practitioner.role == Role.LEAD_PROFESSIONAL,
        ),
    )
    ordered = query.options(joinedload(Practitioner.agency)).order_by(Practitioner.role, Practitioner.name)
    return db.session.scalars(ordered.limit(most)).all()


def who_can_contribute(most: int = 200) -> Sequence[Practitioner]:
    """Who may join a team around the family: contributors, lead professionals and key workers; at most 200."""
    roles = (Role.CONTRIBUTOR, Role.LEAD_PROFESSIONAL, Role.KEY_WORKER)
    query = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.role.in_(roles))
    ordered = query.options(joinedload(Practitioner.agency)).order_by(Practitioner.name)
    return db.session.scalars(ordered.limit(most)).all()
