"""Reading group supervision: who can take part, the families they lead, what was decided and where."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Case, Event, GroupCase, GroupSupervision, Practitioner, team_managers
from ..policy import supervised_cases, visible_groups
from ..practice import references
from ..practice.chronology import Subject
from ..practice.supervision import SUPERVISED
from .cases import NEAR
from .paging import Page, page_by_number
from .supervision import MOST, Discussed, seen_in


def who_can_take_part(viewer: Practitioner) -> Sequence[Practitioner]:
    """Workers of a manager's teams, and whoever else leads a family there; one statement."""
    teams = sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id)
    leading = supervised_cases(viewer).with_only_columns(Case.lead_id)
    near = sa.or_(Practitioner.team_id.in_(teams), Practitioner.id.in_(leading))
    return db.session.scalars(
        sa.select(Practitioner)
        .where(Practitioner.is_active, Practitioner.role.in_(SUPERVISED), Practitioner.id != viewer.id, near)
        .options(joinedload(Practitioner.agency))
        .order_by(Practitioner.name, Practitioner.id)
        .limit(MOST)
    ).all()


def taken_part_in(viewer: Practitioner, after: str | None) -> Page[GroupSupervision]:
    """The group supervisions that a person held or took part in, the newest first; one statement."""
    query = visible_groups(viewer).options(joinedload(GroupSupervision.facilitator, innerjoin=True))
    return page_by_number(query, GroupSupervision.id, after)


def discussed(viewer: Practitioner, group: GroupSupervision) -> Sequence[Discussed]:
    """The families that the group thought about, in turn, as far as the reader sees them; one statement."""
    return seen_in(viewer, GroupCase, GroupCase.group_supervision_id == group.id)


def _families(viewer: Practitioner, group: GroupSupervision) -> sa.Select[Case]:
    leads = [worker.id for worker in group.workers]
    return supervised_cases(viewer).where(Case.lead_id.in_(leads))


def to_discuss(viewer: Practitioner, group: GroupSupervision) -> Sequence[Case]:
    """The families of those who take part that the group has not come to, what is due first in front; one statement
    and one for who takes part."""
    now = sa.select(GroupCase.case_id).where(GroupCase.group_supervision_id == group.id)
    query = _families(viewer, group).where(Case.id.not_in(now)).options(*NEAR)
    return db.session.scalars(query.order_by(Case.next_due_on, Case.id).limit(MOST)).all()


def case_of(viewer: Practitioner, group: GroupSupervision, text: str, *, locking: bool) -> Case | None:
    """A family of somebody who takes part, by the reference of its case."""
    code = references.read_code(text)
    if code is None:
        return None
    query = _families(viewer, group).where(Case.code == code)
    query = query.options(
        joinedload(Case.family, innerjoin=True), joinedload(Case.lead), joinedload(Case.team, innerjoin=True)
    )
    return db.session.scalar(query.with_for_update(of=Case) if locking else query)


def events_of(group: GroupSupervision) -> Sequence[Event]:
    """What was done in a group supervision, in turn."""
    return db.session.scalars(
        sa.select(Event)
        .where(Event.subject == Subject.GROUP_SUPERVISION, Event.subject_id == group.id)
        .options(joinedload(Event.by))
        .order_by(Event.number)
        .limit(MOST)
    ).all()
