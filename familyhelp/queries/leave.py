"""Reading leave: who is away and who covers, as far as a person may know it, and who could."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Leave, Practitioner, Team
from ..policy import kept_leaves, visible_leaves
from ..practice import clock, references
from ..practice.roles import Role
from .cases import team_ids
from .paging import Page, page_by_day

MOST = 200
_WITH = (joinedload(Leave.worker, innerjoin=True), joinedload(Leave.cover, innerjoin=True))


def leaves(viewer: Practitioner, after: str | None) -> Page[Leave]:
    """The absences that concern a person, those that begin last in front."""
    return page_by_day(visible_leaves(viewer).options(*_WITH), Leave.starts_on, Leave.id, after, newest_first=True)


def away_until() -> sa.ScalarSelect[date]:
    """The last day of the absence of a practitioner that is in force today, beside whatever reads practitioners."""
    today = clock.today()
    in_force = sa.and_(Leave.ended_at.is_(None), Leave.starts_on <= today, Leave.ends_on >= today)
    return sa.select(sa.func.max(Leave.ends_on)).where(Leave.worker_id == Practitioner.id, in_force).scalar_subquery()


def kept_leave(viewer: Practitioner, text: str, *, locking: bool) -> Leave | None:
    """An absence that a person may end, by reference."""
    code = references.read_code(text)
    if code is None:
        return None
    query = kept_leaves(viewer).where(Leave.code == code).options(*_WITH)
    return db.session.scalar(query.with_for_update(of=Leave) if locking else query)


def team_workers(viewer: Practitioner) -> Sequence[Practitioner]:
    """The key workers of a manager's teams, for whom the manager may record leave; nobody for others."""
    teams = team_ids(viewer) if viewer.role is Role.MANAGER else ()
    if not teams:
        return []
    theirs = (Practitioner.role == Role.KEY_WORKER, Practitioner.team_id.in_(teams), Practitioner.is_active)
    return db.session.scalars(sa.select(Practitioner).where(*theirs).order_by(Practitioner.name).limit(MOST)).all()


def team_worker(viewer: Practitioner, text: str) -> Practitioner | None:
    """One of them, by reference."""
    code = references.read_code(text)
    return next((worker for worker in team_workers(viewer) if worker.code == code), None)


def who_could_cover(worker: Practitioner) -> Sequence[Practitioner]:
    """Those among whom a cover is chosen, by name: practice/leave.py says it of one of them."""
    match worker.role:
        case Role.LIAISON:
            near = Practitioner.role == Role.LIAISON
        case Role.LEAD_PROFESSIONAL:
            near = sa.and_(Practitioner.role == Role.LEAD_PROFESSIONAL, Practitioner.agency_id == worker.agency_id)
        case _:
            teams = team_ids(worker)
            near = sa.or_(
                sa.and_(Practitioner.role == Role.KEY_WORKER, Practitioner.team_id.in_(teams)),
                sa.and_(Practitioner.role == Role.MANAGER, Practitioner.managed_teams.any(Team.id.in_(teams))),
            )
    others = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.id != worker.id, near)
    return db.session.scalars(others.order_by(Practitioner.name).limit(MOST)).all()
