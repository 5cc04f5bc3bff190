"""Reading closings: what a closing page needs, check-ins, and the teams that can take a family on again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import Case, Closing, Outcome, Practitioner, Team
from ..policy import visible_cases
from ..practice.distance import ScoreFacts
from .cases import fill_plans
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
        sa.select(Closing).where(Closing.case_id == case.id).options(selectinload(Closing.check_ins))
    )
    set_committed_value(case, "closing", closing)
    return closing


def teams(most: int = 200) -> Sequence[Team]:
    """The teams that can take a family on, by name; at most 200."""
    return db.session.scalars(sa.select(Team).order_by(Team.name).limit(most)).all()


def can_see(viewer: Practitioner, case: Case) -> bool:
    """Whether a person may see a case."""
    return db.session.scalar(visible_cases(viewer).where(Case.id == case.id)) is not None
