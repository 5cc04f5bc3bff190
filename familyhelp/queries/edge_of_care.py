"""Reading the edge-of-care register: who is on it, what was put in and what that costs, and one family's part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..extensions import db
from ..models import Case, EdgeLook, EdgeOfCare, EdgeSupport, Practitioner
from ..policy import as_viewer, sees_case, somebody
from ..practice.edge_of_care import Support
from ..practice.roles import Role
from .paging import PAGE, Page, page_by_day


def register(viewer: Practitioner, after: str | None) -> Page[EdgeOfCare]:
    """The families on the register that a person sees, by the day of the next review, each with what was put in; two
    statements."""
    query = _register(viewer.role)
    return page_by_day(query, EdgeOfCare.review_on, EdgeOfCare.id, after, whom=as_viewer(viewer))


@cache
def _register(role: Role) -> Any:
    return (
        sa.select(EdgeOfCare)
        .join(EdgeOfCare.case)
        .join(Case.family)
        .where(EdgeOfCare.off_at.is_(None), sees_case(somebody(role)))
        .options(
            contains_eager(EdgeOfCare.case).contains_eager(Case.family),
            contains_eager(EdgeOfCare.case).joinedload(Case.lead),
            selectinload(EdgeOfCare.support),
        )
    )


@dataclass(frozen=True)
class Totals:
    """How many families are on the register, and what the packages of family networks cost them altogether."""

    families: int
    packages: int
    pence: int


def totals(viewer: Practitioner) -> Totals:
    """The totals over every family on the register that a person sees; one statement."""
    row = db.session.execute(_totals(viewer.role), as_viewer(viewer)).one()
    return Totals(row.families, row.packages, row.pence or 0)


@cache
def _totals(role: Role) -> Any:
    packages = sa.and_(EdgeSupport.edge_id == EdgeOfCare.id, EdgeSupport.kind == Support.NETWORK)
    return (
        sa.select(
            sa.func.count(EdgeOfCare.id.distinct()).label("families"),
            sa.func.count(EdgeSupport.id).label("packages"),
            sa.func.sum(EdgeSupport.cost_pence).label("pence"),
        )
        .select_from(EdgeOfCare)
        .join(Case, Case.id == EdgeOfCare.case_id)
        .outerjoin(EdgeSupport, packages)
        .where(EdgeOfCare.off_at.is_(None), sees_case(somebody(role)))
    )


def times_on_it(case: Case, most: int = PAGE) -> Sequence[EdgeOfCare]:
    """Each time that a family was on the register in a case, the newest first, with all that was recorded; at most
    25, in three statements."""
    return db.session.scalars(
        sa.select(EdgeOfCare)
        .where(EdgeOfCare.case_id == case.id)
        .options(
            joinedload(EdgeOfCare.flagged_by, innerjoin=True),
            joinedload(EdgeOfCare.off_by),
            selectinload(EdgeOfCare.support).joinedload(EdgeSupport.recorded_by, innerjoin=True),
            selectinload(EdgeOfCare.looks).joinedload(EdgeLook.recorded_by, innerjoin=True),
        )
        .order_by(EdgeOfCare.id.desc())
        .limit(most)
    ).all()
