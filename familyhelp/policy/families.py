"""Families, cases and what hangs on them, as a person may see them. To everyone else they do not exist."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ..models import (
    Agreement,
    Attachment,
    Audit,
    Case,
    Contact,
    Disagreement,
    Event,
    Family,
    Lead,
    Member,
    NamedViewer,
    Note,
    Person,
    Practitioner,
    Sharing,
    Step,
)
from ..practice import clock, former_workers
from ..practice.break_glass import ROLES, may_open
from ..practice.chronology import RESTRICTED_EVENTS, Subject
from ..practice.roles import LEADING, Role
from ..practice.sharing import GIVES_SIGHT, LawfulBasis, SharedFor
from ..practice.stages import Direction, Stage
from ..practice.steps import StepState
from .acts import ANY, KW, MA, MAY, TEAM, Act
from .rights import leads, may
from .viewers import covered_by, in_teams, opened_by, today_of


def _has_part(viewer: Practitioner) -> sa.ColumnElement[bool]:
    # Names of their own here and below, so that a query may join leads, steps or families as well.
    part = aliased(Lead)
    return sa.exists().where(part.case_id == Case.id, part.practitioner_id == viewer.id, part.ends_on.is_(None))


def covers(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a person covers for whoever leads it: as its lead would, they see and do."""
    part = aliased(Lead)
    holds = sa.exists().where(
        part.case_id == Case.id,
        part.practitioner_id == Case.lead_id,
        part.part.in_(LEADING),
        part.ends_on.is_(None),
    )
    return sa.and_(Case.lead_id.in_(covered_by(viewer)), holds)


def shared_with_agency(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that what is needed to help is shared with a person's agency on the day of reading."""
    return shared_with(viewer.agency_id, today_of(viewer))


def shared_with(agency_id: Any, today: Any, purposes: Iterable[SharedFor] = GIVES_SIGHT) -> sa.ColumnElement[bool]:
    """The condition on a case that what is needed to help (or for other `purposes`) is shared with an agency on a day:
    not withdrawn, not over, and, where the family's agreement is what allows it, with that agreement not withdrawn."""
    shared, agreed = aliased(Sharing), aliased(Agreement)
    ended = sa.exists().where(agreed.case_id == Case.id, agreed.withdrawn_on.is_not(None))
    again = aliased(Agreement)
    in_force = sa.exists().where(again.case_id == Case.id, again.withdrawn_on.is_(None))
    return sa.exists().where(
        shared.case_id == Case.id,
        shared.agency_id == agency_id,
        shared.purpose.in_(tuple(purposes)),
        shared.withdrawn_on.is_(None),
        sa.or_(shared.ends_on.is_(None), shared.ends_on >= today),
        sa.or_(shared.basis != LawfulBasis.AGREEMENT, sa.not_(ended), in_force),
    )


def lead_sees() -> sa.ColumnElement[bool]:
    """The condition on a case that its lead sees it today: a partner leads for as long as something is shared with
    their agency, and then somebody else must."""
    lead = aliased(Practitioner)
    partner = sa.exists().where(
        lead.id == Case.lead_id,
        lead.role == Role.LEAD_PROFESSIONAL,
        sa.not_(shared_with(lead.agency_id, clock.today())),
    )
    return sa.not_(partner)


def _audits_now(viewer: Practitioner) -> sa.ColumnElement[bool]:
    # While the audit is open, and no longer.
    audit = aliased(Audit)
    return sa.exists().where(audit.case_id == Case.id, audit.auditor_id == viewer.id, audit.finished_at.is_(None))


def _named(viewer: Practitioner, family_id: Any) -> sa.ColumnElement[bool]:
    return sa.exists().where(NamedViewer.family_id == family_id, NamedViewer.practitioner_id == viewer.id)


def not_restricted(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that its family is open to all who work near it, or names the person."""
    held = aliased(Family)
    # A value and not "exists", which PostgreSQL may answer by reading every family beforehand.
    open_family = sa.select(sa.not_(held.restricted)).where(held.id == Case.family_id).scalar_subquery()
    return sa.or_(open_family, _named(viewer, Case.family_id))


def sees_case(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that makes it visible to a person; what was disposed of, to nobody."""
    return sa.and_(_sees_case(viewer), Case.disposed_on.is_(None))


def _sees_case(viewer: Practitioner) -> sa.ColumnElement[bool]:
    match viewer.role:
        case Role.KEY_WORKER:
            near = sa.or_(in_teams(viewer), _has_part(viewer), covers(viewer))
        case Role.MANAGER:
            near = sa.or_(in_teams(viewer), _has_part(viewer), covers(viewer), _audits_now(viewer))
        case Role.LEAD_PROFESSIONAL:
            near = sa.and_(sa.or_(_has_part(viewer), covers(viewer)), shared_with_agency(viewer))
        case Role.CONTRIBUTOR:
            return sa.and_(_has_part(viewer), shared_with_agency(viewer))
        case Role.LIAISON:
            waiting = aliased(Step)
            pending = sa.exists().where(waiting.case_id == Case.id, waiting.state == StepState.PENDING)
            dispute = aliased(Disagreement)
            disputed = sa.exists().where(dispute.case_id == Case.id, dispute.ended_at.is_(None), dispute.social_care)
            # Whoever asks for a step, or disagrees with social care, shows it the family, a restricted one too: else
            # nobody answers.
            return sa.or_(
                pending,
                disputed,
                _has_part(viewer),
                covers(viewer),
                # So does whoever puts it on the edge-of-care register, but for a restricted one.
                sa.and_(
                    sa.or_(Case.stage == Stage.STATUTORY, Case.edge_review_on.is_not(None)), not_restricted(viewer)
                ),
            )
        case _:
            return sa.false()
    return sa.and_(near, sa.or_(not_restricted(viewer), _has_part(viewer), covers(viewer)))


def visible_cases(viewer: Practitioner) -> sa.Select[Case]:
    """The cases that a person may see at all, also for a reason alone (then they read and do nothing). To everyone else
    they do not exist."""
    return sa.select(Case).where(_or_opened(viewer, sees_case(viewer), Case.family_id))


def _or_opened(viewer: Practitioner, sees: sa.ColumnElement[bool], family_id: Any) -> sa.ColumnElement[bool]:
    """What a person sees, or has opened for a reason. Deeds ask for what they see without it."""
    return sa.or_(sees, family_id.in_(opened_by(viewer))) if viewer.role in ROLES else sees


def sees_family(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a family that makes its names and its history of involvement visible to a person; what was
    disposed of, to nobody."""
    return sa.and_(_sees_family(viewer), Family.disposed_on.is_(None))


def _sees_family(viewer: Practitioner) -> sa.ColumnElement[bool]:
    has_case = sa.exists().where(Case.family_id == Family.id, sees_case(viewer))
    match viewer.role:
        case Role.FRONT_DOOR | Role.KEY_WORKER | Role.MANAGER:
            return sa.or_(sa.not_(Family.restricted), _named(viewer, Family.id), has_case)
        case Role.LEAD_PROFESSIONAL | Role.CONTRIBUTOR | Role.LIAISON:
            return has_case
        case _:
            return sa.false()


def earlier_cases(viewer: Practitioner, case: Case) -> sa.Select[Case]:
    """The family's earlier episodes whose assessments may be carried over into this one, so that nobody tells their
    story twice: for the authority's own who write the new one any of them, for a partner those that they see."""
    earlier = sa.select(Case).where(
        Case.family_id == case.family_id, Case.id != case.id, Case.opened_on <= case.opened_on, Case.id < case.id
    )
    if viewer.role in (KW, MA) and may(viewer, Act.ASSESS, case):
        return earlier
    return earlier.where(sees_case(viewer))


def visible_families(viewer: Practitioner) -> sa.Select[Family]:
    """The families whose names and history of involvement a person may see."""
    return sa.select(Family).where(_or_opened(viewer, sees_family(viewer), Family.id))


def openable_families(viewer: Practitioner) -> sa.Select[Family]:
    """The families that a person may open for a reason, and those that they see. To everyone else they do not exist."""
    if not may_open(viewer.role, restricted=False):
        return sa.select(Family).where(sa.false())
    held = sa.select(Family).where(Family.disposed_on.is_(None))
    if may_open(viewer.role, restricted=True):
        return held
    return held.where(sa.or_(sa.not_(Family.restricted), sees_family(viewer)))


def visible_people(viewer: Practitioner) -> sa.Select[Person]:
    """The people in the families that a person may see. One restricted family hides the person."""
    member_of = sa.select(Member.person_id).join(Family, Family.id == Member.family_id)
    sees = _or_opened(viewer, sees_family(viewer), Family.id)
    hidden = Family.restricted & sa.not_(sees)
    return sa.select(Person).where(Person.id.in_(member_of.where(sees)), Person.id.not_in(member_of.where(hidden)))


def sees_contact(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a request for help that makes it visible to a person; what was disposed of, to nobody."""
    return sa.and_(_sees_contact(viewer), Contact.disposed_on.is_(None))


def _sees_contact(viewer: Practitioner) -> sa.ColumnElement[bool]:
    mine = sa.exists().where(Case.id == Contact.case_id, sees_case(viewer))
    match viewer.role:
        case Role.FRONT_DOOR:
            return sa.or_(
                Contact.family_id.is_(None), sa.exists().where(Family.id == Contact.family_id, sees_family(viewer))
            )
        case Role.MANAGER:
            # What waits for a manager to sign off is seen by them, of whatever team.
            return sa.or_(mine, sa.and_(Contact.proposed_at.is_not(None), Contact.state == "waiting"))
        case Role.LIAISON:
            # What is about harm at once, before anybody decides it.
            return sa.or_(mine, Contact.outcome == "step_up", Contact.urgency == "safeguarding")
        case _:
            return sa.false()


def sees_step_down(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a step-down of it which waits is open to a person at the front door: to the front
    door with what it carries, as long as it waits; to others as the case is."""
    if viewer.role is Role.FRONT_DOOR:
        return not_restricted(viewer)
    return sees_case(viewer) if viewer.role in MAY[Act.SEE_STEP_DOWN] else sa.false()


def visible_step_downs(viewer: Practitioner) -> sa.Select[Case]:
    """The cases whose step-down waits and is open to a person at the front door, joined with that step."""
    waits = sa.and_(Step.case_id == Case.id, Step.state == StepState.PENDING, Step.direction == Direction.DOWN)
    return sa.select(Case).join(Step, waits).where(sees_step_down(viewer))


def visible_contacts(viewer: Practitioner) -> sa.Select[Contact]:
    """The requests for help that a person may see."""
    return sa.select(Contact).where(_or_opened(viewer, sees_contact(viewer), Contact.family_id))


def visible_notes(viewer: Practitioner, case: Case) -> sa.Select[Note]:
    """The notes of a case (every version) that a person may read. To everyone else the restricted ones do not exist."""
    notes = sa.select(Note).where(Note.case_id == case.id)
    if not may(viewer, Act.SEE_RESTRICTED_NOTES, case):
        return notes.where(sa.not_(Note.restricted))
    of_former = _reads_former(viewer, case)
    if of_former is True:
        return notes
    # Whose note it is, its first version says: a correction holds their words, too.
    first, writer = aliased(Note), aliased(Practitioner)
    here = sa.exists().where(
        first.code == Note.code, first.version == 1, writer.id == first.written_by_id, writer.is_active
    )
    return notes.where(sa.or_(sa.not_(Note.restricted), here, of_former))


def _reads_former(viewer: Practitioner, case: Case) -> Any:
    """Whether a person reads what somebody kept restricted who no longer works here: True, or a condition."""
    leads_it, manages = leads(viewer, case), viewer.role is MA and case.team_id in {t.id for t in viewer.managed_teams}
    if former_workers.reads(leads=leads_it, manages=manages, named=False):
        return True
    named = former_workers.reads(leads=leads_it, manages=manages, named=True)
    return _named(viewer, case.family_id) if named else sa.false()


def visible_attachments(viewer: Practitioner, case: Case) -> sa.Select[Attachment]:
    """The attachments of a case that a person may have, those taken away too, so that it shows why. To everyone else
    the restricted ones do not exist."""
    attachments = sa.select(Attachment).where(Attachment.case_id == case.id)
    if not may(viewer, Act.SEE_RESTRICTED_NOTES, case):
        return attachments.where(sa.not_(Attachment.restricted))
    of_former = _reads_former(viewer, case)
    if of_former is True:
        return attachments
    whose = aliased(Practitioner)
    here = sa.exists().where(whose.id == Attachment.added_by_id, whose.is_active)
    return attachments.where(sa.or_(sa.not_(Attachment.restricted), here, of_former))


def visible_events(viewer: Practitioner, case: Case) -> sa.Select[Event]:
    """The chronology of a case as a person may read it: what tells of restricted notes only for who may read those.
    Built once, and sent with the number of the case as `case_id`."""
    return _EVENTS if may(viewer, Act.SEE_RESTRICTED_NOTES, case) else _OPEN_EVENTS


_EVENTS = sa.select(Event).where(
    Event.subject == Subject.CASE, Event.subject_id == sa.bindparam("case_id", type_=sa.BigInteger())
)


_OPEN_EVENTS = _EVENTS.where(Event.kind.not_in(RESTRICTED_EVENTS))


def reads_restricted(viewer: Practitioner) -> sa.ColumnElement[bool]:
    """The condition on a case that a person may read its restricted notes, as `may` says of one case."""
    reach = MAY[Act.SEE_RESTRICTED_NOTES].get(viewer.role)
    if reach is None:
        return sa.false()
    if reach is ANY:
        return sa.true()
    leads_it = sa.or_(Case.lead_id == viewer.id, Case.lead_id.in_(covered_by(viewer)))
    return sa.or_(leads_it, in_teams(viewer)) if reach is TEAM else sa.and_(leads_it)
