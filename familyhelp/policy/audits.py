"""Practice audits, as a person may know of them; who never audits a family; and who must stay blind."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..models import (
    Audit,
    AuditAction,
    AuditRound,
    AuditTool,
    Case,
    Family,
    GroupCase,
    GroupSupervision,
    Lead,
    Leave,
    LegalBasis,
    NamedViewer,
    Practitioner,
    SupervisedCase,
    Supervision,
)
from .acts import AD, MA
from .families import not_restricted


def knows_family(practitioner_id: Any, family_id: Any) -> sa.ColumnElement[bool]:
    """The condition that somebody has, or had, a part with a family: led it, helped it, covered for
    who did, decided on it in supervision, or oversees a section 17 basis of it. They never audit it."""
    part, of_part, talk, of_talk = aliased(Lead), aliased(Case), aliased(Supervision), aliased(Case)
    group, of_group, basis, of_basis = aliased(GroupSupervision), aliased(Case), aliased(LegalBasis), aliased(Case)
    had_a_part = sa.exists().where(
        part.case_id == of_part.id, of_part.family_id == family_id, part.practitioner_id == practitioner_id
    )
    decided = sa.exists().where(
        talk.id == SupervisedCase.supervision_id,
        SupervisedCase.case_id == of_talk.id,
        of_talk.family_id == family_id,
        talk.supervisor_id == practitioner_id,
    )
    together = sa.exists().where(
        group.id == GroupCase.group_supervision_id,
        GroupCase.case_id == of_group.id,
        of_group.family_id == family_id,
        group.facilitator_id == practitioner_id,
    )
    oversees = sa.exists().where(
        basis.case_id == of_basis.id, of_basis.family_id == family_id, basis.overseer_id == practitioner_id
    )
    away, led, of_led = aliased(Leave), aliased(Lead), aliased(Case)
    covered = sa.exists().where(
        away.cover_id == practitioner_id,
        led.practitioner_id == away.worker_id,
        led.starts_on <= away.ends_on,
        sa.or_(led.ends_on.is_(None), led.ends_on >= away.starts_on),
        led.case_id == of_led.id,
        of_led.family_id == family_id,
    )
    return sa.or_(had_a_part, decided, together, oversees, covered)


def may_audit(practitioner_id: Any) -> sa.ColumnElement[bool]:
    """The condition on a case that a manager may audit it: they never had a part with the family, and they may see it
    where it is restricted."""
    family = aliased(Family)
    named = sa.exists().where(NamedViewer.family_id == Case.family_id, NamedViewer.practitioner_id == practitioner_id)
    restricted = sa.select(family.restricted).where(family.id == Case.family_id).scalar_subquery()
    return sa.and_(sa.not_(knows_family(practitioner_id, Case.family_id)), sa.or_(sa.not_(restricted), named))


def _blind(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on an audit that a person is to grade the same case without knowing of it."""
    second = aliased(Audit)
    return sa.exists().where(
        second.moderates_id == Audit.id, second.auditor_id == viewer.id, second.finished_at.is_(None)
    )


def _of_case() -> sa.Exists:
    # The case of an audit, also in a query that joins cases by itself.
    return sa.exists().where(Case.id == Audit.case_id).correlate(Audit)


def _holds_audit(viewer: Practitioner) -> sa.ColumnElement[bool]:
    # Not once the family is restricted, unless it names them: somebody else is given the audit then.
    return sa.and_(Audit.auditor_id == viewer.id, _of_case().where(not_restricted(viewer)))


def reads_audit(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on an audit that a person may read its grades: the auditor theirs; once it is finished the lead of
    the case, and managers, as far as they may see the family. Nobody who is to grade the same case blind."""
    case = _of_case()
    near: sa.ColumnElement[bool] = case.where(Case.lead_id == viewer.id)
    if viewer.role is MA:
        near = sa.or_(near, case.where(not_restricted(viewer)))
    # Of a second look the lead reads what was agreed.
    second = sa.or_(Audit.moderates_id.is_(None), sa.true() if viewer.role is MA else sa.false())
    finished = sa.and_(Audit.finished_at.is_not(None), second, near, sa.not_(_blind(viewer)))
    return sa.or_(_holds_audit(viewer), finished)


def visible_audits(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits that a person may know of: those whose grades they may read, and those of the cases they lead."""
    leads_it = _of_case().where(Case.lead_id == viewer.id)
    return sa.select(Audit).where(sa.or_(reads_audit(viewer), sa.and_(leads_it, Audit.moderates_id.is_(None))))


def led_audits(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits that a person writes: their own."""
    return sa.select(Audit).where(_holds_audit(viewer))


def open_audits(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits that are not finished, which a manager may give to another auditor. Their pages show no grade."""
    may_see = _of_case().where(not_restricted(viewer))
    return sa.select(Audit).where(Audit.finished_at.is_(None), may_see if viewer.role is MA else sa.false())


def audits_of_own_work(viewer: Practitioner) -> sa.Select[Audit]:
    """The audits of the cases that a person leads now. A second look is none of their own."""
    leads_it = _of_case().where(Case.lead_id == viewer.id)
    return sa.select(Audit).where(leads_it, Audit.moderates_id.is_(None))


def visible_audit_actions(viewer: Practitioner) -> sa.Select[AuditAction]:
    """The actions from audits that a person may know of: their own, and those of the audits they may read."""
    read = sa.exists().where(Audit.id == AuditAction.audit_id, reads_audit(viewer)).correlate(AuditAction)
    return sa.select(AuditAction).where(sa.or_(AuditAction.owner_id == viewer.id, read))


def visible_audit_rounds(viewer: Practitioner) -> sa.Select[AuditRound]:
    """The rounds of audits that a person may read: every one, for a manager."""
    return sa.select(AuditRound).where(sa.true() if viewer.role is MA else sa.false())


def visible_audit_tools(viewer: Practitioner) -> sa.Select[AuditTool]:
    """The versions of audit tools that a person may look after: every one, for an administrator alone."""
    return sa.select(AuditTool).where(sa.true() if viewer.role is AD else sa.false())
