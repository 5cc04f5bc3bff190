"""Reading closings: what a closing page needs, check-ins, and the teams that can take a family on again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import Case, CheckIn, Closing, ClosingRequest, Outcome, Practitioner, Team
from ..policy import as_viewer, in_teams, somebody, visible_cases
from ..practice.distance import ScoreFacts
from ..practice.roles import Role
from .cases import NEAR, fill_plans
from .paging import Page, page_by_day
from .scored import latest_scores


@dataclass(frozen=True)
class ClosingPage:
    """What the closing of a case stands on: its agreed outcomes and their newest scores."""

    outcomes: Sequence[Outcome]
    latest_scores: Mapping[int, ScoreFacts]


def closing_page(case: Case) -> ClosingPage:
    """The agreed outcomes with the practitioner's newest scores."""
    fill_plans(case)
    return ClosingPage(case.agreed_outcomes, latest_scores(case))


def closing_of(case: Case) -> Closing | None:
    """How a case ended, with its check-ins; None while it is open."""
    closing = db.session.scalar(
        sa.select(Closing)
        .where(Closing.case_id == case.id)
        .options(selectinload(Closing.check_ins).joinedload(CheckIn.answer))
    )
    set_committed_value(case, "closing", closing)
    return closing


def to_approve(viewer: Practitioner, after: str | None) -> Page[Case]:
    """The cases of a manager's teams whose closing waits for an answer, the earliest day first; one statement."""
    return page_by_day(_to_approve(viewer.role), Case.closing_due_on, Case.id, after, whom=as_viewer(viewer))


@cache
def _to_approve(role: Role) -> Any:
    viewer = somebody(role)
    query = visible_cases(viewer).where(Case.closing_due_on.is_not(None), Case.closed_on.is_(None))
    return query.where(in_teams(viewer)).options(*NEAR)


def request_of(case: Case) -> ClosingRequest | None:
    """The newest request to close a case, with who asked and answered; None where nobody asked."""
    return db.session.scalar(
        sa.select(ClosingRequest)
        .where(ClosingRequest.case_id == case.id)
        .options(joinedload(ClosingRequest.asked_by), joinedload(ClosingRequest.answered_by))
        .order_by(ClosingRequest.id.desc())
        .limit(1)
    )


def teams(most: int = 200) -> Sequence[Team]:
    """The teams that can take a family on, by name; at most 200."""
    return db.session.scalars(sa.select(Team).order_by(Team.name).limit(most)).all()


def can_see(viewer: Practitioner, case: Case) -> bool:
    """Whether a person may see a case."""
    return db.session.scalar(visible_cases(viewer).where(Case.id == case.id)) is not None
