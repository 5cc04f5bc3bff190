"""Moderation: asking a second auditor to look blind, and what both agree. No event says a grade."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa

from ..extensions import db
from ..models import Audit, AuditAction, AuditModeration, Case, Look, Practitioner
from ..policy import may_audit
from ..practice import clock
from ..practice import moderation as rules
from ..practice.audits import Grade
from ..practice.chronology import EventKind, Subject
from ..practice.words import N_, NotYet, say


def ask_second(audit: Audit, moderator: Practitioner, *, by: Practitioner) -> Audit:
    """Ask a second auditor to grade the same case without knowing of the first grades. Raises NotYet."""
    if audit.finished_at is None or audit.moderates_id is not None:
        raise NotYet(say(N_("A second look follows a first one that is finished.")))
    if db.session.scalar(sa.select(sa.exists().where(Audit.moderates_id == audit.id))):
        raise NotYet(say(N_("Somebody was asked to look a second time already.")))
    if not could_be_second(audit, moderator):
        raise NotYet(rules.not_blind())
    second = Audit(
        moderates_id=audit.id,
        round_id=audit.round_id,
        case_id=audit.case_id,
        auditor=moderator,
        which=audit.which,
        tool_id=audit.tool_id,
        assigned_at=clock.now(),
        due_on=clock.today() + timedelta(days=rules.DAYS),
    )
    db.session.add(second)
    audit.record(EventKind.SECOND_LOOK_ASKED, by=by, person=moderator.name)
    return second


def could_be_second(audit: Audit, moderator: Practitioner) -> bool:
    """Whether somebody could grade the case of an audit blind. Part of a deed, no deed of its own."""
    read = sa.exists().where(
        Look.subject == Subject.AUDIT,
        Look.subject_id == audit.id,
        Look.practitioner_id == moderator.id,
        Look.page.in_(rules.SHOWS_GRADES),
        sa.not_(Look.refused),
    )
    owns = sa.exists().where(AuditAction.audit_id == audit.id, AuditAction.owner_id == moderator.id)
    may = sa.select(
        sa.exists().where(Case.id == audit.case_id, may_audit(moderator.id)).correlate(None), sa.or_(read, owns)
    )
    row = db.session.execute(may).one()
    return moderator.id != audit.auditor_id and bool(row[0]) and not row[1]


def agree(
    audit: Audit,
    second: Audit,
    *,
    grades: Mapping[str, Grade | None],
    overall: Grade | None,
    because: str,
    by: Practitioner,
) -> AuditModeration:
    """Write what the two agreed, with the reason. Both audits stay as they are. Raises NotYet."""
    if audit.finished_at is None or second.finished_at is None or second.moderates_id != audit.id:
        raise NotYet(say(N_("Both finish their own grades first.")))
    if by.id not in (audit.auditor_id, second.auditor_id):
        raise NotYet(say(N_("The two who graded agree, and nobody else.")))
    if db.session.scalar(sa.select(sa.exists().where(AuditModeration.audit_id == audit.id))):
        raise NotYet(say(N_("The two have agreed already.")))
    lacking = list(rules.missing_to_agree(audit.tool, grades, overall, because))
    if lacking or overall is None:
        raise NotYet(*lacking)
    agreed = AuditModeration(
        audit_id=audit.id,
        grades={slug: grade.value for slug, grade in grades.items() if grade},
        overall=overall,
        because=because.strip(),
        agreed_by=by,
        agreed_at=clock.now(),
    )
    db.session.add(agreed)
    audit.record(EventKind.GRADES_AGREED, by=by)
    return agreed
