"""What follows from audits, as pages read it: open actions, late ones first, and re-audits that are due."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from ..extensions import db
from ..models import Audit, AuditAction, Case, Lead, Practitioner, team_managers
from ..policy import MAY, Act, may_audit, reads_audit
from ..practice.roles import Role
from .paging import Page, page_by_day

MOST = 200
_AUDIT = joinedload(AuditAction.audit, innerjoin=True)
_OF_CASE = (
    _AUDIT.joinedload(Audit.case, innerjoin=True).joinedload(Case.family, innerjoin=True),
    joinedload(AuditAction.owner, innerjoin=True),
)


def open_actions(viewer: Practitioner, after: str | None) -> Page[AuditAction]:
    """A page of the open actions from audits that a person may read, the longest due first; one statement."""
    read = sa.exists().where(Audit.id == AuditAction.audit_id, reads_audit(viewer)).correlate(AuditAction)
    query = sa.select(AuditAction).where(AuditAction.closed_at.is_(None), read).options(*_OF_CASE)
    return page_by_day(query, AuditAction.due_on, AuditAction.id, after)


def own_actions(viewer: Practitioner) -> Sequence[AuditAction]:
    """The open actions that a person owns, the longest due first; one statement."""
    query = (
        sa.select(AuditAction)
        .where(AuditAction.owner_id == viewer.id, AuditAction.closed_at.is_(None))
        .options(*_OF_CASE)
        .order_by(AuditAction.due_on, AuditAction.id)
    )
    return db.session.scalars(query.limit(MOST)).all()


def actions_of(audit: Audit) -> Sequence[AuditAction]:
    """The actions from an audit, the open ones first; one statement."""
    query = (
        sa.select(AuditAction)
        .where(AuditAction.audit_id == audit.id)
        .options(joinedload(AuditAction.owner, innerjoin=True), joinedload(AuditAction.closed_by))
        .order_by(AuditAction.closed_at.is_not(None), AuditAction.due_on, AuditAction.id)
    )
    return db.session.scalars(query.limit(MOST)).all()


def owners(audit: Audit) -> Sequence[Practitioner]:
    """Who may own an action from an audit: who leads or helps the family now, the managers of its team, the auditor;
    one statement."""
    helps = sa.select(Lead.practitioner_id).where(Lead.case_id == audit.case_id, Lead.ends_on.is_(None))
    manages = sa.select(team_managers.c.practitioner_id).where(team_managers.c.team_id == audit.case.team_id)
    near = sa.or_(Practitioner.id.in_(helps), Practitioner.id.in_(manages), Practitioner.id == audit.auditor_id)
    query = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.role.in_(list(MAY[Act.SEE_AUDIT])), near)
    return db.session.scalars(query.order_by(Practitioner.name, Practitioner.id).limit(MOST)).all()


def re_audits(viewer: Practitioner, after: str | None) -> Page[Audit]:
    """A page of the finished audits whose re-audit is not finished, the first due in front; one statement."""
    later = aliased(Audit)
    case = joinedload(Audit.case, innerjoin=True)
    query = (
        sa.select(Audit)
        .where(
            Audit.again_by.is_not(None),
            Audit.finished_at.is_not(None),
            reads_audit(viewer),
            ~sa.exists().where(later.earlier_id == Audit.id, later.finished_at.is_not(None)),
        )
        .options(
            case.joinedload(Case.family, innerjoin=True),
            joinedload(Audit.auditor, innerjoin=True),
            joinedload(Audit.later).joinedload(Audit.auditor),
        )
    )
    return page_by_day(query, Audit.again_by, Audit.id, after)


def could_audit_again(audit: Audit) -> Sequence[Practitioner]:
    """The managers who may audit a case again; one statement."""
    query = (
        sa.select(Practitioner)
        .join(Case, Case.id == audit.case_id)
        .where(Practitioner.is_active, Practitioner.role == Role.MANAGER, may_audit(Practitioner.id))
    )
    return db.session.scalars(query.order_by(Practitioner.name, Practitioner.id).limit(MOST)).all()


def beside(viewer: Practitioner, audit: Audit) -> tuple[str | None, str | None]:
    """The references of the audit that asked for this one and of the one that looked again, where the reader may read
    them; one statement."""
    rows = db.session.execute(
        sa.select(Audit.code, Audit.earlier_id == audit.id).where(
            sa.or_(Audit.id == audit.earlier_id, Audit.earlier_id == audit.id), reads_audit(viewer)
        )
    )
    found: dict[bool, str] = {bool(row[1]): row[0] for row in rows}
    return found.get(False), found.get(True)
