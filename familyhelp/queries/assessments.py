"""Reading assessments: the newest version of each part, the older ones, what was known before, how it was shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import (
    AssessmentModel,
    AssessmentPart,
    AssessmentScore,
    AssessmentShare,
    Case,
    Contact,
    LowScoreReason,
    Outcome,
    Plan,
    PracticeModel,
)
from ..practice.domains import Headline
from ..practice.practice_models import standard
from .paging import Page, page_by_number

VERSIONS_A_PAGE = 5
_CASE = sa.bindparam("case_id", type_=sa.BigInteger())
"""Statements that pages send at every request are built once, and sent with the number of the case."""
MOST_REQUESTS, MOST_SHARES = 3, 5


@dataclass(frozen=True)
class Written:
    """One part in its newest version, and what answers it where its score is low."""

    part: AssessmentPart
    reason: LowScoreReason | None
    in_plan: bool
    low_at: int
    """A score of this or lower is a low one, on the scale of this assessment."""

    @property
    def low(self) -> bool:
        """Whether somebody gave it a low score."""
        return any(value <= self.low_at for value in self.part.scored.values())

    @property
    def unanswered(self) -> bool:
        """Whether its low score has neither an outcome in the plan nor a reason."""
        return self.low and not self.in_plan and self.reason is None


def written_parts(case: Case) -> Mapping[str, Written]:
    """The newest version of each part by its domain, with its scores, the reason for leaving it out of the plan, and
    whether the newest version of the plan takes it up. One statement; the case then knows these parts and no others."""
    rows = db.session.execute(_written(), {"case_id": case.id}).unique()
    found = [Written(part, reason, bool(in_plan), low_at) for part, reason, in_plan, low_at in rows]
    set_committed_value(case, "parts", [written.part for written in found])
    return {written.part.domain.value: written for written in found}


@cache
def _written() -> Any:
    return (
        sa.select(AssessmentPart, LowScoreReason, _in_plan(), _low_at())
        .outerjoin(LowScoreReason, sa.and_(LowScoreReason.domain == AssessmentPart.domain, _newest_reason()))
        .where(AssessmentPart.case_id == _CASE, _newest())
        .options(joinedload(AssessmentPart.written_by, innerjoin=True), joinedload(AssessmentPart.scores))
    )


def current_parts(case: Case) -> Mapping[str, AssessmentPart]:
    """The newest version of each part by its domain, in one statement; the case then knows these and no others."""
    return {slug: written.part for slug, written in written_parts(case).items()}


def begun(case: Case) -> bool:
    """Whether at least one part of life says something."""
    return bool(db.session.scalar(sa.select(sa.exists().where(AssessmentPart.case_id == case.id))))


def unanswered_low(case: Case) -> Sequence[Headline]:
    """The domains whose low score has neither an outcome in the newest version of the plan nor a reason."""
    found = db.session.scalars(_unanswered(), {"case_id": case.id}).all()
    return [domain for domain in Headline if domain in found]


@cache
def _unanswered() -> Any:
    scored = sa.exists().where(AssessmentScore.part_id == AssessmentPart.id, AssessmentScore.value <= _low_at())
    reason = sa.exists().where(LowScoreReason.case_id == _CASE, LowScoreReason.domain == AssessmentPart.domain)
    return sa.select(AssessmentPart.domain).where(
        AssessmentPart.case_id == _CASE,
        _newest(),
        sa.or_(AssessmentPart.score <= _low_at(), scored),
        sa.not_(reason),
        sa.not_(_in_plan()),
    )


def _low_at() -> sa.ColumnElement[int]:
    """Where a low score begins on the scale of a case's practice model, as PracticeModel.low says."""
    tenths = PracticeModel.lowest + (PracticeModel.highest - PracticeModel.lowest) * 3 // 10
    own = (
        sa.select(tenths)
        .join(AssessmentModel, AssessmentModel.practice_model_id == PracticeModel.id)
        .where(AssessmentModel.case_id == _CASE)
        .scalar_subquery()
    )
    return sa.func.coalesce(own, standard().low)


def _newest() -> sa.ColumnElement[bool]:
    later = aliased(AssessmentPart)
    return sa.not_(
        sa.exists().where(
            later.case_id == AssessmentPart.case_id,
            later.domain == AssessmentPart.domain,
            later.version > AssessmentPart.version,
        )
    )


def _newest_reason() -> sa.ColumnElement[bool]:
    later = aliased(LowScoreReason)
    none_later = sa.not_(
        sa.exists().where(
            later.case_id == LowScoreReason.case_id,
            later.domain == LowScoreReason.domain,
            later.version > LowScoreReason.version,
        )
    )
    return sa.and_(LowScoreReason.case_id == _CASE, none_later)


def _in_plan() -> sa.ColumnElement[bool]:
    every = aliased(Plan)
    newest = sa.select(sa.func.max(every.number)).where(every.case_id == _CASE).scalar_subquery()
    return sa.exists().where(
        Outcome.headline == AssessmentPart.domain,
        Outcome.plan_id == Plan.id,
        Plan.case_id == _CASE,
        Plan.number == newest,
    )


def newest_part(case: Case, domain: Headline) -> AssessmentPart | None:
    """The newest version of one part."""
    return db.session.scalar(_versions(case, domain).order_by(AssessmentPart.version.desc()).limit(1))


def newest_reason(case: Case, domain: Headline) -> LowScoreReason | None:
    """Why a domain with a low score is not in the plan, as it was said last."""
    return db.session.scalar(
        sa.select(LowScoreReason)
        .where(LowScoreReason.domain == domain, _newest_reason())
        .options(joinedload(LowScoreReason.written_by, innerjoin=True)),
        {"case_id": case.id},
    )


def versions(case: Case, domain: Headline, after: str | None) -> Page[AssessmentPart]:
    """Every version of one part, newest first, five a page."""
    return page_by_number(_versions(case, domain), AssessmentPart.version, after, size=VERSIONS_A_PAGE)


def part_pair(case: Case, domain: Headline, version: int) -> Sequence[AssessmentPart]:
    """One version of a part, and the one before it where there is one: newest first."""
    two = _versions(case, domain).where(AssessmentPart.version.in_((version, version - 1)))
    return db.session.scalars(two.order_by(AssessmentPart.version.desc())).all()


def _versions(case: Case, domain: Headline) -> sa.Select[AssessmentPart]:
    return (
        sa.select(AssessmentPart)
        .where(AssessmentPart.case_id == case.id, AssessmentPart.domain == domain)
        .options(joinedload(AssessmentPart.written_by, innerjoin=True), selectinload(AssessmentPart.scores))
    )


# What was known before --------------------------------------------------------------------------------------


def earlier_part(domain: Headline, earlier: sa.Select[Case]) -> tuple[AssessmentPart, Case] | None:
    """What the newest of these earlier episodes that wrote this part says in it, and which episode it is."""
    cases = earlier.with_only_columns(Case.id).correlate(None)
    row = db.session.execute(
        sa.select(AssessmentPart, Case)
        .join(Case, Case.id == AssessmentPart.case_id)
        .where(AssessmentPart.domain == domain, Case.id.in_(cases))
        .order_by(Case.id.desc(), AssessmentPart.version.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def requests_for(case: Case) -> Sequence[Contact]:
    """The newest requests for help that led to this case or were added to it; at most three."""
    return db.session.scalars(
        sa.select(Contact)
        .where(sa.or_(Contact.id == case.contact_id, Contact.case_id == case.id))
        .order_by(Contact.received_at.desc(), Contact.id.desc())
        .limit(MOST_REQUESTS)
    ).all()


# Sharing it -------------------------------------------------------------------------------------------------


def shares_of(case: Case) -> Sequence[AssessmentShare]:
    """When the assessment was shared with the family and what it says, newest first; at most five."""
    query = sa.select(AssessmentShare).where(AssessmentShare.case_id == case.id)
    return db.session.scalars(query.order_by(AssessmentShare.number.desc()).limit(MOST_SHARES)).all()
