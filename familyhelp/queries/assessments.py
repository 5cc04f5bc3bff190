"""Reading assessments: the newest version of each part, and the older ones."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from ..extensions import db
from ..models import AssessmentPart, Case
from ..practice.domains import Headline
from .paging import Page, page_by_number

VERSIONS_A_PAGE = 5


def current_parts(case: Case) -> Mapping[str, AssessmentPart]:
    """The newest version of each part by its domain, in one statement; the case then knows these and no others."""
    later = aliased(AssessmentPart)
    newest = sa.not_(
        sa.exists().where(
            later.case_id == AssessmentPart.case_id,
            later.domain == AssessmentPart.domain,
            later.version > AssessmentPart.version,
        )
    )
    parts = db.session.scalars(
        sa.select(AssessmentPart)
        .where(AssessmentPart.case_id == case.id, newest)
        .options(joinedload(AssessmentPart.written_by, innerjoin=True))
    ).all()
    set_committed_value(case, "parts", list(parts))
    return case.current_parts


def newest_part(case: Case, domain: Headline) -> AssessmentPart | None:
    """The newest version of one part."""
    return db.session.scalar(_versions(case, domain).order_by(AssessmentPart.version.desc()).limit(1))


def versions(case: Case, domain: Headline, after: str | None) -> Page[AssessmentPart]:
    """Every version of one part, newest first, five a page."""
    return page_by_number(_versions(case, domain), AssessmentPart.version, after, size=VERSIONS_A_PAGE)


def _versions(case: Case, domain: Headline) -> sa.Select[AssessmentPart]:
    return (
        sa.select(AssessmentPart)
        .where(AssessmentPart.case_id == case.id, AssessmentPart.domain == domain)
        .options(joinedload(AssessmentPart.written_by, innerjoin=True))
    )
