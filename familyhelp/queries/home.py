"""What the home page shows: the ten things that come first for each role. Lists are bounded, counts stop at 100."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from ..extensions import db
from ..models import Case, CheckIn, Closing, Contact, Family, FollowUp, Lead, Note, Practitioner, Step, Supervision
from ..policy import (
    as_viewer,
    covered_by,
    covers,
    in_teams,
    reads_restricted,
    sees_case,
    somebody,
    visible_cases,
    visible_contacts,
    visible_families,
    visible_supervisions,
)
from ..practice import clock
from ..practice.roles import Role
from ..practice.stages import Direction, Stage
from ..practice.steps import StepState
from ..practice.triage import ContactState, Urgency
from .cases import each_of, in_each_team, team_ids
from .paging import nearest

TOP = 10
MOST_COUNTED = 100
"""Where a count stops: a page says “more than 99” rather than count a table."""
_NEAR = (joinedload(Case.family, innerjoin=True), joinedload(Case.lead), joinedload(Case.team, innerjoin=True))


_TODAY = sa.bindparam("today", type_=sa.Date())


def _send(query: Any, viewer: Practitioner, **more: Any) -> sa.Result[*tuple[Any, ...]]:
    """Send a statement that was built for somebody of a role."""
    return db.session.execute(query, as_viewer(viewer) | more)


@dataclass(frozen=True)
class Near:
    """A case near to somebody: with the months of its next check-in where it is closed, and whether they have a part
    in it themselves; else they cover for its lead."""

    case: Case
    months: int | None
    own: bool


def own_cases(viewer: Practitioner, today: date) -> Sequence[Near]:
    """Cases in which a person has a part, by what is due, late ones first: at most 11; and as many of those for whom
    they cover today. One statement."""
    query = _own_cases(viewer.role, bool(viewer.covers))
    return [Near(row[0], row[1], row[2]) for row in _send(query, viewer, today=today)]


@cache
def _own_cases(role: Role, covering: bool) -> Any:
    viewer = somebody(role)
    mine = sa.select(Lead.case_id).where(Lead.practitioner_id == viewer.id, Lead.ends_on.is_(None))
    months = (
        sa.select(sa.func.min(CheckIn.months))
        .join(Closing, Closing.id == CheckIn.closing_id)
        .where(Closing.case_id == Case.id, CheckIn.result.is_(None))
        .scalar_subquery()
    )
    order = (sa.case((Case.late_after < _TODAY, 0), else_=1), Case.next_due_on, Case.id)
    due = visible_cases(viewer).where(Case.next_due_on.is_not(None)).order_by(*order).limit(TOP + 1)
    own = due.where(Case.id.in_(mine))
    if not covering:
        return own.options(*_NEAR).add_columns(months, sa.true())
    others = due.where(Case.id.not_in(mine), covers(viewer))
    found = nearest([arm.with_only_columns(Case.id) for arm in (own, others)])
    query = sa.select(Case, months, Case.id.in_(mine)).join(found, found.c.id == Case.id)
    return query.order_by(*order).options(*_NEAR)


def without_lead(viewer: Practitioner) -> Sequence[Case]:
    """Cases of a manager's teams that nobody leads, or somebody whose account is suspended: at most 11."""
    teams = team_ids(viewer)
    if not teams:
        return []
    return list(_send(_without_lead(viewer.role, len(teams)), viewer, **each_of(teams)).scalars())


@cache
def _without_lead(role: Role, count: int) -> Any:
    # Few accounts are suspended: the search begins with those. The sum keeps it from beginning with the team.
    suspended = sa.select(Practitioner.id).where(sa.not_(Practitioner.is_active))
    gone = Case.stage.not_in((Stage.ALLOCATING, Stage.CLOSED)) & Case.lead_id.in_(suspended)
    ours = (Case.team_id + 0).in_([sa.bindparam(f"team_{n}", type_=sa.BigInteger()) for n in range(count)])
    waiting = [sa.and_(team, Case.stage == Stage.ALLOCATING) for team in in_each_team(count)]
    return _soonest([*waiting, sa.and_(gone, ours)], role)


def _soonest(arms: Sequence[Any], role: Role) -> Any:
    """The cases that are due first of those that any of the conditions finds and somebody of the role sees."""
    order = (Case.next_due_on, Case.id)
    seen = sees_case(somebody(role))
    found = nearest([sa.select(Case.id).where(arm, seen).order_by(*order).limit(TOP + 1) for arm in arms])
    return sa.select(Case).join(found, found.c.id == Case.id).order_by(*order).limit(TOP + 1).options(*_NEAR)


def late_in_teams(viewer: Practitioner, today: date) -> Sequence[Case]:
    """Late cases of a manager's teams that have a lead, the longest late first: at most 11."""
    teams = team_ids(viewer)
    if not teams:
        return []
    return list(_send(_late_in_teams(viewer.role, len(teams)), viewer, today=today, **each_of(teams)).scalars())


@cache
def _late_in_teams(role: Role, count: int) -> Any:
    late = sa.and_(Case.next_due_on < _TODAY, Case.late_after < _TODAY, Case.stage != Stage.ALLOCATING)
    return _soonest([sa.and_(team, late) for team in in_each_team(count)], role)


def waiting_steps(viewer: Practitioner, direction: Direction) -> Sequence[tuple[Step, Case]]:
    """Steps that wait for an answer, immediate ones first: at most 11, each with its case. A manager answers for
    their own teams."""
    return [(row[0], row[1]) for row in _send(_waiting_steps(viewer.role, direction), viewer)]


@cache
def _waiting_steps(role: Role, direction: Direction) -> Any:
    viewer = somebody(role)
    arms = []
    for immediate in (sa.true(), sa.false()):
        arm = (
            sa.select(Step.id)
            .join(Case, Case.id == Step.case_id)
            .where(Step.state == StepState.PENDING, Step.direction == direction, Step.immediate == immediate)
            .where(sees_case(viewer))
            .order_by(Step.due_on, Step.id)
            .limit(TOP + 1)
        )
        arms.append(arm.where(in_teams(viewer)) if role is Role.MANAGER else arm)
    found = nearest(arms)
    return (
        sa.select(Step, Case)
        .join(found, found.c.id == Step.id)
        .join(Case, Case.id == Step.case_id)
        .join(Case.family)
        .order_by(Step.immediate.desc(), Step.due_on, Step.id)
        .limit(TOP + 1)
        .options(contains_eager(Case.family), joinedload(Step.asked_by))
    )


def asked_of(viewer: Practitioner) -> Sequence[tuple[FollowUp, Case]]:
    """What notes ask of a person, or of somebody for whom they cover, and is not answered, as far as they may read it,
    the earliest day first: at most 11, each with its case."""
    return [(row[0], row[1]) for row in _send(_asked_of(viewer.role), viewer)]


@cache
def _asked_of(role: Role) -> Any:
    viewer = somebody(role)
    return (
        sa.select(FollowUp, Case)
        .join(Case, Case.id == FollowUp.case_id)
        .join(Case.family)
        .where(sa.or_(FollowUp.held_by_id == viewer.id, FollowUp.held_by_id.in_(covered_by(viewer))))
        .where(FollowUp.answered_at.is_(None), sees_case(viewer))
        .where(sa.or_(sa.not_(FollowUp.restricted), reads_restricted(viewer)))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(TOP + 1)
        .options(
            contains_eager(Case.family),
            joinedload(FollowUp.asked_by, innerjoin=True),
            joinedload(FollowUp.note, innerjoin=True).load_only(Note.code),
        )
    )


def queue(viewer: Practitioner) -> Sequence[Contact]:
    """The top of the queue at the front door: safeguarding first, then what is due first; at most 11."""
    return _send(_queue(viewer.role), viewer).scalars().all()


@cache
def _queue(role: Role) -> Any:
    return (
        visible_contacts(somebody(role))
        .where(Contact.state == ContactState.WAITING)
        .order_by(Contact.urgency_order, Contact.due_on, Contact.id)
        .limit(TOP + 1)
        .options(joinedload(Contact.held_by))
    )


def queue_counts(viewer: Practitioner, today: date) -> tuple[int, int]:
    """How many requests wait that may be about harm, and how many are late; each stops at 100. One statement."""
    row = _send(_queue_counts(viewer.role), viewer, today=today).one()
    return int(row[0]), int(row[1])


@cache
def _queue_counts(role: Role) -> Any:
    waiting = (
        visible_contacts(somebody(role)).with_only_columns(Contact.id).where(Contact.state == ContactState.WAITING)
    )
    counted = [
        sa.select(sa.func.count()).select_from(waiting.where(which).limit(MOST_COUNTED).subquery()).scalar_subquery()
        for which in (Contact.urgency == Urgency.SAFEGUARDING, Contact.due_on < _TODAY)
    ]
    return sa.select(*counted)


def unacknowledged(viewer: Practitioner) -> Sequence[Contact]:
    """Requests passed to statutory social care that nobody there has taken on yet, the longest waiting first;
    at most 11."""
    return _send(_unacknowledged(viewer.role), viewer).scalars().all()


@cache
def _unacknowledged(role: Role) -> Any:
    return (
        visible_contacts(somebody(role))
        .where(Contact.passed_at.is_not(None), Contact.acknowledged_at.is_(None))
        .order_by(Contact.passed_at, Contact.id)
        .limit(TOP + 1)
    )


def cannot_sign_in() -> Sequence[Practitioner]:
    """Active practitioners who have no password, or one from an administrator that has run out; at most 11."""
    lapsed = Practitioner.password_expires_at < clock.now()
    query = sa.select(Practitioner).where(Practitioner.is_active, sa.or_(Practitioner.password_hash.is_(None), lapsed))
    return db.session.scalars(query.order_by(Practitioner.id).limit(TOP + 1)).all()


def names_of(viewer: Practitioner, codes: Collection[str]) -> dict[str, str]:
    """The names of records by their references, as far as a person may see them: a family's name for a case and a
    family, nothing for a request, the worker's for a supervision. One statement, none for no codes."""
    if not codes:
        return {}
    cases = visible_cases(viewer).join(Case.family).with_only_columns(Case.code, Family.name)
    families = visible_families(viewer).with_only_columns(Family.code, Family.name)
    contacts = visible_contacts(viewer).with_only_columns(Contact.code, sa.literal("").label("name"))
    supervisions = (
        visible_supervisions(viewer)
        .join(Practitioner, Practitioner.id == Supervision.worker_id)
        .with_only_columns(Supervision.code, Practitioner.name)
    )
    found = sa.union_all(
        cases.where(Case.code.in_(codes)),
        families.where(Family.code.in_(codes)),
        contacts.where(Contact.code.in_(codes)),
        supervisions.where(Supervision.code.in_(codes)),
    )
    return {row.code: row.name for row in db.session.execute(found)}
