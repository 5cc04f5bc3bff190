"""Who reads: one person, or whoever of a role sends a statement that was built once; whom they cover for."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

import sqlalchemy as sa

from ..models import BreakGlass, Case, Leave, Practitioner, team_managers
from ..models.columns import Moment
from ..practice import clock
from ..practice.roles import Role
from .acts import MA


class _Somebody:
    id = sa.bindparam("viewer_id", type_=sa.BigInteger())
    team_id = sa.bindparam("viewer_team_id", type_=sa.BigInteger())
    agency_id = sa.bindparam("viewer_agency_id", type_=sa.BigInteger())
    today = sa.bindparam("viewer_today", type_=sa.Date())
    now = sa.bindparam("viewer_now", type_=Moment())

    def __init__(self, role: Role) -> None:
        self.role = role


@cache
def somebody(role: Role) -> Practitioner:
    """Stands for whoever reads, so that a statement that many pages send is built once for a role and not at every
    request. Who it is (`as_viewer`) is filled in when it is sent."""
    return cast(Practitioner, _Somebody(role))


def as_viewer(viewer: Practitioner) -> dict[str, Any]:
    """What a statement built for `somebody` of the viewer's role is sent with."""
    return {"viewer_id": viewer.id, "viewer_team_id": viewer.team_id, "viewer_today": clock.today()} | {
        "viewer_now": clock.now(),
        "viewer_agency_id": viewer.agency_id,
    }


def today_of(viewer: Practitioner) -> Any:
    """The day on which a person reads."""
    return viewer.today if isinstance(viewer, _Somebody) else clock.today()


def covered_by(viewer: Practitioner) -> sa.ScalarSelect[int]:
    """The numbers of those for whom a person covers on the day of reading."""
    today = today_of(viewer)
    in_force = sa.and_(Leave.ended_at.is_(None), Leave.starts_on <= today, Leave.ends_on >= today)
    return sa.select(Leave.worker_id).where(Leave.cover_id == viewer.id, in_force).scalar_subquery()


def opened_by(viewer: Practitioner) -> sa.ScalarSelect[int]:
    """The numbers of the families that a person opened for a reason and that are still open to them."""
    now = viewer.now if isinstance(viewer, _Somebody) else clock.now()
    in_force = sa.and_(BreakGlass.ended_at.is_(None), BreakGlass.until > now)
    return sa.select(BreakGlass.family_id).where(BreakGlass.practitioner_id == viewer.id, in_force).scalar_subquery()


def in_teams(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a team of a person holds it: the one they work in, or those they answer for."""
    if viewer.role is MA:
        return Case.team_id.in_(sa.select(team_managers.c.team_id).where(team_managers.c.practitioner_id == viewer.id))
    return Case.team_id == viewer.team_id
