"""Reading cases: lists by what is due, and everything that the case page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import Case, Closing, Event, Lead, Member, Outcome, Plan, Step
from ..models.practitioner import Practitioner, Team, team_managers
from ..policy import Act, as_viewer, covered_by, lead_sees, may, sees_case, somebody, visible_cases, visible_events
from ..practice.people import FamilyRole
from ..practice.roles import Role
from .handovers import AroundCase, leads_of
from .notes import last_seen
from .paging import PAGE, Page, as_page, by_day, nearest, page_by_day, page_by_number, read_key, start_after
from .scored import Scored, scored

NEAR = (joinedload(Case.family, innerjoin=True), joinedload(Case.lead), joinedload(Case.team, innerjoin=True))


def case_list(viewer: Practitioner, whose: str, after: str | None, *, closed: bool = False) -> Page[Case]:
    """Cases a person may see: those they take part in (`mine`), those whose lead they cover for (`covered`) or their
    teams' (`team`); open ones by the day the next thing is due, closed ones by the day they closed, newest first."""
    if whose == "team" and viewer.role in (Role.KEY_WORKER, Role.MANAGER):
        return _team_list(viewer, after, closed)
    query, whom = _own(viewer.role, closed, whose == "covered"), as_viewer(viewer)
    return page_by_day(query, _day(closed), Case.id, after, newest_first=closed, whom=whom)


def _day(closed: bool) -> Any:
    return Case.closed_on if closed else Case.next_due_on


def _listed(query: Any, closed: bool) -> Any:
    # An open case always has a next day. Saying so lets an index begin behind the closed ones, which have none.
    opened = sa.and_(Case.closed_on.is_(None), Case.next_due_on.is_not(None))
    return query.where(Case.closed_on.is_not(None) if closed else opened)


@cache
def _own(role: Role, closed: bool, covered: bool) -> Any:
    viewer = somebody(role)
    query = visible_cases(viewer).options(*NEAR)
    if covered:
        query = query.where(Case.lead_id.in_(covered_by(viewer)))
    elif role in (Role.KEY_WORKER, Role.MANAGER, Role.LIAISON):
        query = query.where(Case.lead_id == viewer.id)
    else:
        # They see only cases that they have a part in: said as a set, it is where the search begins.
        parts = sa.select(Lead.case_id).where(Lead.practitioner_id == viewer.id, Lead.ends_on.is_(None))
        query = query.where(Case.id.in_(parts))
    return _listed(query, closed)


def _team_list(viewer: Practitioner, after: str | None, closed: bool) -> Page[Case]:
    teams, key = team_ids(viewer), read_key(after)
    if not teams:
        return Page([], None)
    values = as_viewer(viewer) | each_of(teams) | start_after(key)
    rows = db.session.scalars(_of_teams(viewer.role, len(teams), closed, key is not None), values).all()
    return as_page(rows, _day(closed), Case.id)


@cache
def _of_teams(role: Role, count: int, closed: bool, goes_on: bool) -> Any:
    arms = [
        by_day(
            _listed(sa.select(Case.id).where(team, sees_case(somebody(role))), closed),
            _day(closed),
            Case.id,
            goes_on,
            closed,
            PAGE,
        )
        for team in in_each_team(count)
    ]
    found = nearest(arms)
    query = sa.select(Case).join(found, found.c.id == Case.id).options(*NEAR)
    return by_day(query, _day(closed), Case.id, False, closed, PAGE)


def team_ids(viewer: Practitioner) -> Sequence[int]:
    """The teams that a person works in or answers for."""
    if viewer.role is Role.MANAGER:
        return [team.id for team in viewer.managed_teams]
    return [viewer.team_id] if viewer.team_id else []


def in_each_team(count: int) -> Sequence[sa.ColumnElement[bool]]:
    """A condition on a case for each of so many teams: one index answers each. Sent with `each_of`."""
    return [Case.team_id == sa.bindparam(f"team_{n}", type_=sa.BigInteger()) for n in range(count)]


def each_of(teams: Sequence[int]) -> dict[str, int]:
    """What a statement with the conditions of `in_each_team` is sent with."""
    return {f"team_{n}": team for n, team in enumerate(teams)}


@dataclass(frozen=True)
class CasePage:
    """What the case page shows, besides the case itself."""

    members: Sequence[Member]
    outcomes: Sequence[Outcome]
    scored: Scored
    events: Sequence[Event]
    seen: Mapping[int, LastSeen]
    around: AroundCase


def case_page(viewer: Practitioner, case: Case) -> CasePage:
    """Everything for the case page, in a fixed number of statements."""
    restricted_too = may(viewer, Act.SEE_RESTRICTED_NOTES, case)
    members, seen = members_seen_in(case, restricted_too=restricted_too)
    fill_story(case)
    around = leads_of(case, restricted_too=restricted_too)
    fill_plans(case)
    newest = chronology(viewer, case, None, size=5).rows
    return CasePage(members, case.agreed_outcomes, scored([case])[case.id], newest, seen, around)


# Built once: what a case page reads besides the case, by the name it has there.
_CASE = sa.bindparam("case_id", type_=sa.BigInteger())
_PARTS: dict[str, sa.Select[Any]] = {
    "plans": sa.select(Plan)
    .where(Plan.case_id == _CASE)
    .order_by(Plan.number)
    .options(joinedload(Plan.outcomes).joinedload(Outcome.actions)),
}
# Few rows each, so one statement reads them together; the case, which is known, is given what it had not read yet.
_STORY = (
    sa.select(Case)
    .where(Case.id == _CASE)
    .options(
        load_only(Case.id),
        joinedload(Case.agreements),
        joinedload(Case.steps).joinedload(Step.asked_by).load_only(Practitioner.name),
        joinedload(Case.closing).joinedload(Closing.check_ins),
    )
)
_MEMBERS = (
    sa.select(Member)
    .where(Member.family_id == sa.bindparam("family_id", type_=sa.BigInteger()), Member.ends_on.is_(None))
    .options(joinedload(Member.person, innerjoin=True))
    .order_by(Member.id)
)


def _fill(case: Case, name: str) -> None:
    set_committed_value(case, name, list(db.session.scalars(_PARTS[name], {"case_id": case.id}).unique()))


def fill_story(case: Case) -> None:
    """Read the case's agreements, steps and closing in one statement."""
    db.session.scalars(_STORY, {"case_id": case.id}).unique().all()


def fill_plans(case: Case) -> None:
    """Read the case's plans with their outcomes and actions in one statement."""
    _fill(case, "plans")


@dataclass(frozen=True)
class LastSeen:
    """When somebody was last seen, and last seen alone, by the notes of a case."""

    on: date | None
    alone_on: date | None


_RESTRICTED_TOO = sa.bindparam("restricted_too", type_=sa.Boolean())
_MEMBERS_SEEN = _MEMBERS.add_columns(
    *(last_seen(_CASE, Member.person_id, alone=alone, restricted_too=_RESTRICTED_TOO) for alone in (False, True))
)


def members_seen_in(case: Case, *, restricted_too: bool) -> tuple[Sequence[Member], Mapping[int, LastSeen]]:
    """Who is in a family now, and when each person (by their number) was last seen by the notes of a case, as far as
    their reader may read them; one statement."""
    values = {"family_id": case.family_id, "case_id": case.id, "restricted_too": restricted_too}
    rows = db.session.execute(_MEMBERS_SEEN, values).all()
    return _in_order([row[0] for row in rows]), {row[0].person_id: LastSeen(row[1], row[2]) for row in rows}


def members_of(family_id: int) -> Sequence[Member]:
    """Who is in a family now: adults first, then children by age, then the network."""
    return _in_order(db.session.scalars(_MEMBERS, {"family_id": family_id}).all())


def _in_order(members: Sequence[Member]) -> Sequence[Member]:
    order = {FamilyRole.PARENT: 0, FamilyRole.ADULT: 1, FamilyRole.CHILD: 2, FamilyRole.NETWORK: 3}
    return sorted(members, key=lambda m: (order[m.role], str(m.person.birth_date or "9999"), m.id))


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


def who_can_support(team: Team, most: int = 200) -> Sequence[Practitioner]:
    """Who may support a partner who leads: the key workers and managers of the case's team; at most 200."""
    managers = sa.select(team_managers.c.practitioner_id).where(team_managers.c.team_id == team.id)
    works = sa.and_(Practitioner.role == Role.KEY_WORKER, Practitioner.team_id == team.id)
    query = sa.select(Practitioner).where(Practitioner.is_active, sa.or_(works, Practitioner.id.in_(managers)))
    return db.session.scalars(
        query.options(joinedload(Practitioner.agency)).order_by(Practitioner.name).limit(most)
    ).all()


def led_by_partners(viewer: Practitioner, after: str | None) -> Page[tuple[Case, str | None, bool]]:
    """The open cases of a manager's teams that a partner leads, with who supports them and whether they still see it,
    by the day the next thing is due."""
    key = read_key(after)
    helper = aliased(Practitioner)
    supporter = (
        sa.select(sa.func.min(helper.name))
        .join(Lead, Lead.practitioner_id == helper.id)
        .where(Lead.case_id == Case.id, Lead.ends_on.is_(None), Lead.supports)
        .scalar_subquery()
    )
    query = (
        sa.select(Case, supporter, lead_sees())
        .join(Case.lead)
        .where(Practitioner.role == Role.LEAD_PROFESSIONAL, Case.team_id.in_(team_ids(viewer)), sees_case(viewer))
        .where(Case.closed_on.is_(None), Case.next_due_on.is_not(None))
        .options(*NEAR, joinedload(Case.lead).joinedload(Practitioner.agency))
    )
    ordered = by_day(query, Case.next_due_on, Case.id, key is not None, False, PAGE)
    rows = [(row[0], row[1], row[2]) for row in db.session.execute(ordered, start_after(key))]
    cases = as_page([row[0] for row in rows], Case.next_due_on, Case.id)
    return Page(rows[: len(cases.rows)], cases.following)


def who_can_contribute(most: int = 200) -> Sequence[Practitioner]:
    """Who may join a team around the family: contributors, lead professionals and key workers; at most 200."""
    roles = (Role.CONTRIBUTOR, Role.LEAD_PROFESSIONAL, Role.KEY_WORKER)
    query = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.role.in_(roles))
    ordered = query.options(joinedload(Practitioner.agency)).order_by(Practitioner.name)
    return db.session.scalars(ordered.limit(most)).all()
