"""Reading professional disagreements: those that are open, those of a case, and who may hold one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ..extensions import db
from ..models import Case, Disagreement, DisagreementTalk, Lead, NamedViewer, Practitioner, Step, team_managers
from ..policy import as_viewer, sees_case, somebody
from ..practice.references import read_code
from ..practice.roles import Role
from ..practice.steps import StepState
from .paging import PAGE, Page, page_by_day

MOST = 200
"""More people than any one team and its liaisons have."""


def open_ones(viewer: Practitioner, after: str | None) -> Page[Disagreement]:
    """The open disagreements of the cases that a person sees, by the day their stage ends; one statement."""
    query = _open_ones(viewer.role)
    return page_by_day(query, Disagreement.due_on, Disagreement.id, after, whom=as_viewer(viewer))


@cache
def _open_ones(role: Role) -> Any:
    return (
        sa.select(Disagreement)
        .join(Disagreement.case)
        .join(Case.family)
        .where(Disagreement.ended_at.is_(None), sees_case(somebody(role)))
        .options(
            contains_eager(Disagreement.case).contains_eager(Case.family),
            joinedload(Disagreement.holder),
            joinedload(Disagreement.raised_by),
        )
    )


def of_case(case: Case, most: int = PAGE) -> Sequence[Disagreement]:
    """A case's disagreements, newest first, at most 25."""
    return db.session.scalars(
        sa.select(Disagreement)
        .where(Disagreement.case_id == case.id)
        .options(joinedload(Disagreement.holder), joinedload(Disagreement.raised_by))
        .order_by(Disagreement.id.desc())
        .limit(most)
    ).all()


def disagreement_of(case: Case, text: str) -> Disagreement | None:
    """One disagreement of a case by its reference, with what came of each stage; None where there is none."""
    return db.session.scalar(
        sa.select(Disagreement)
        .where(Disagreement.case_id == case.id, Disagreement.code == read_code(text))
        .options(
            joinedload(Disagreement.holder),
            joinedload(Disagreement.raised_by),
            joinedload(Disagreement.step),
            selectinload(Disagreement.talks).joinedload(DisagreementTalk.recorded_by),
        )
    )


def declined_steps(case: Case, most: int = PAGE) -> Sequence[Step]:
    """The steps of a case that were declined, newest first, at most 25: what a disagreement is often about."""
    return db.session.scalars(
        sa.select(Step)
        .where(Step.case_id == case.id, Step.state == StepState.DECLINED)
        .order_by(Step.id.desc())
        .limit(most)
    ).all()


def who_can_hold(case: Case, *, social_care: bool) -> Sequence[Practitioner]:
    """Who may hold a disagreement, since they see the case while it is open: its lead, the managers of its team (of a
    restricted family those whom it names) and, where social care is a side, the liaisons; at most 200."""
    managers = sa.and_(
        Practitioner.role == Role.MANAGER,
        Practitioner.id.in_(sa.select(team_managers.c.practitioner_id).where(team_managers.c.team_id == case.team_id)),
    )
    if case.family.restricted:
        named = sa.select(NamedViewer.practitioner_id).where(NamedViewer.family_id == case.family_id)
        part = sa.select(Lead.practitioner_id).where(Lead.case_id == case.id, Lead.ends_on.is_(None))
        managers = sa.and_(managers, sa.or_(Practitioner.id.in_(named), Practitioner.id.in_(part)))
    found = [Practitioner.id == case.lead_id, managers]
    if social_care:
        found.append(Practitioner.role == Role.LIAISON)
    query = sa.select(Practitioner).where(Practitioner.is_active, sa.or_(*found))
    return db.session.scalars(query.order_by(Practitioner.role, Practitioner.name).limit(MOST)).all()
