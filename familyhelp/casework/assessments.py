"""Writing the assessment with the family, part by part. Every save is a new version; none is overwritten."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import AssessmentPart, Case, Practitioner
from ..practice import clock, domains
from ..practice.chronology import EventKind
from ..practice.domains import Headline
from ..practice.stages import Move
from ..practice.words import Changed, NotYet


def write_part(
    case: Case,
    domain: Headline,
    *,
    working_well: str,
    worries: str,
    needs_to_happen: str,
    score: int | None,
    read_version: int,
    by: Practitioner,
) -> AssessmentPart:
    """Save one domain as its next version. Raises Changed where a newer one than `read_version` is there."""
    case.move(Move.ASSESS)
    newest = _newest(case, domain)
    if (newest.version if newest else 0) != read_version:
        raise _changed(newest)
    lacking = list(domains.part_missing(working_well, worries, needs_to_happen, score))
    if lacking:
        raise NotYet(*lacking)
    part = AssessmentPart(
        case_id=case.id,
        domain=domain,
        version=read_version + 1,
        working_well=working_well,
        worries=worries,
        needs_to_happen=needs_to_happen,
        score=score,
        written_by=by,
        written_at=clock.now(),
    )
    db.session.add(part)
    case.record(EventKind.ASSESSED, by=by, domain=domain)
    db.session.expire(case, ["parts"])
    return part


def _newest(case: Case, domain: Headline) -> AssessmentPart | None:
    return db.session.scalar(
        sa.select(AssessmentPart)
        .where(AssessmentPart.case_id == case.id, AssessmentPart.domain == domain)
        .order_by(AssessmentPart.version.desc())
        .limit(1)
    )


def _changed(newest: AssessmentPart | None) -> Changed:
    if newest is None:
        return Changed(stored={}, version=0)
    return Changed(
        stored={
            "working_well": newest.working_well,
            "worries": newest.worries,
            "needs_to_happen": newest.needs_to_happen,
            "score": "" if newest.score is None else str(newest.score),
        },
        version=newest.version,
        who=newest.written_by.name,
    )


def complete_assessment(case: Case, *, by: Practitioner) -> None:
    """Say that the assessment is whole, so that the plan can be made."""
    case.move(Move.COMPLETE_ASSESSMENT)
    case.assessed_on = clock.today()
    case.reset_clock()
    case.record(EventKind.ASSESSMENT_COMPLETED, by=by)
