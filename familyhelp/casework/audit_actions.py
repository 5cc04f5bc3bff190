"""What follows from an audit: actions that somebody does by a day, and the audit that looks again."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from ..extensions import db
from ..models import Audit, AuditAction, Case, Practitioner
from ..policy import may_audit
from ..practice import audits as rules
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.words import N_, NotYet, say
from .audit_rounds import newest_version

DAYS_AGAIN = 28
"""How long a re-audit takes at most that is given after its day."""


def add(audit: Audit, *, what: str, owner: Practitioner, due_on: date, by: Practitioner) -> AuditAction:
    """Write down an action from an audit: what, who sees to it, by when. Raises NotYet."""
    lacking = []
    if audit.begun_at is None or audit.moderates_id is not None:
        lacking.append(say(N_("An action comes from a first audit that was begun.")))
    if not what.strip():
        lacking.append(say(N_("Write what is to be done."), "what"))
    if due_on <= clock.today():
        lacking.append(say(N_("The day lies ahead."), "due_on"))
    blind = sa.exists().where(Audit.moderates_id == audit.id, Audit.auditor_id == owner.id, Audit.finished_at.is_(None))
    if db.session.scalar(sa.select(blind)):
        lacking.append(say(N_("They are to grade this case without knowing what it led to."), "owner"))
    if lacking:
        raise NotYet(*lacking)
    action = AuditAction(audit=audit, what=what.strip(), owner=owner, due_on=due_on, added_by=by, added_at=clock.now())
    db.session.add(action)
    audit.record(EventKind.AUDIT_ACTION_ADDED, by=by, person=owner.name)
    return action


def report(action: AuditAction, *, what: str, by: Practitioner) -> None:
    """Say that an action is done, and what was done. Raises NotYet."""
    _refuse_closed(action)
    if action.owner_id != by.id:
        raise NotYet(say(N_("Whoever owns this action says that it is done.")))
    if action.reported_at is not None:
        raise NotYet(say(N_("You said already that this is done.")))
    if not what.strip():
        raise NotYet(say(N_("Say what was done, and what came of it."), "what"))
    action.reported_at, action.what_was_done = clock.now(), what.strip()
    action.audit.record(EventKind.AUDIT_ACTION_REPORTED, by=by)


def close(action: AuditAction, *, because: str, by: Practitioner) -> None:
    """Close an action, with what shows that it is done or why it is not needed any more. Raises NotYet."""
    _refuse_closed(action)
    if action.owner_id == by.id:
        raise NotYet(say(N_("Somebody else closes your action.")))
    if not because.strip():
        raise NotYet(say(N_("Say what shows that it is done, or why it is not needed any more."), "because"))
    action.closed_at, action.closed_by, action.closed_because = clock.now(), by, because.strip()
    action.audit.record(EventKind.AUDIT_ACTION_CLOSED, by=by)


def audit_again(earlier: Audit, auditor: Practitioner, *, by: Practitioner) -> Audit:
    """Give the re-audit that an audit asked for to an auditor, with the newest version of its tool. Raises NotYet."""
    if earlier.finished_at is None or earlier.again_by is None:
        raise NotYet(say(N_("This audit did not ask for a re-audit.")))
    if db.session.scalar(sa.select(sa.exists().where(Audit.earlier_id == earlier.id))):
        raise NotYet(say(N_("The re-audit was given to somebody already.")))
    may = sa.select(sa.exists().where(Case.id == earlier.case_id, may_audit(auditor.id)).correlate(None))
    if not db.session.scalar(may):
        raise NotYet(rules.not_theirs())
    again = Audit(
        earlier_id=earlier.id,
        case_id=earlier.case_id,
        auditor=auditor,
        which=earlier.which,
        tool_id=newest_version(earlier.which),
        assigned_at=clock.now(),
        due_on=max(earlier.again_by, clock.today() + timedelta(days=DAYS_AGAIN)),
    )
    db.session.add(again)
    earlier.record(EventKind.RE_AUDIT_GIVEN, by=by, person=auditor.name)
    return again


def _refuse_closed(action: AuditAction) -> None:
    if action.closed_at is not None:
        raise NotYet(say(N_("This action is closed.")))
