"""Who leads a case, and who else is in the team around the family."""

from __future__ import annotations

from datetime import date

from ..models import Case, Handover, Lead, Practitioner
from ..practice import clock, handovers
from ..practice.chronology import EventKind
from ..practice.handovers import ToldHow
from ..practice.notes import NoteKind
from ..practice.roles import LEADING, PART_OF_ROLE, Part, Role
from ..practice.stages import Move, Stage
from ..practice.words import N_, NotYet, say
from . import disagreements, follow_ups, legal_bases, sharing
from .handovers import write_told
from .notes import signed


def allocate(case: Case, *, lead: Practitioner, by: Practitioner, because: str | None = None) -> Lead:
    """Give a waiting case to its first lead."""
    leading_part(lead)
    legal_bases.fit_for(case, lead)
    sharing.fit_for(case, lead, field="lead")
    case.move(Move.ALLOCATE)
    case.allocated_on = clock.today()
    part = set_lead(case, lead, because, by)
    case.reset_clock()
    case.record(EventKind.ALLOCATED, by=by, because=because, lead=lead.name)
    return part


def change_lead(
    case: Case,
    *,
    lead: Practitioner,
    by: Practitioner,
    because: str,
    handover: str,
    told_on: date | None = None,
    told_how: ToldHow | None = None,
    told_by: str | None = None,
    talked_on: date | None = None,
) -> Lead:
    """Hand a case over; the old lead's part ends on the day the new one starts. `handover` is what the new lead needs
    to know, kept as a note of the day they `talked_on` it (today, unless it is said); the `told_` three say when, how
    and by whom the family was told, where it was."""
    leading_part(lead)
    legal_bases.fit_for(case, lead)
    sharing.fit_for(case, lead, field="lead")
    case.move(Move.CHANGE_LEAD)
    before = case.lead
    if before is lead:
        raise NotYet(say(N_("%(lead)s already leads this case."), "lead", lead=lead.name))
    today = clock.today()
    lacking = list(handovers.missing(handover))
    if told_on is not None:
        lacking += handovers.telling_missing(told_by or "", told_on, today, today)
    if lacking:
        raise NotYet(*lacking)
    part = set_lead(case, lead, because, by)
    part.handover = Handover(
        case_id=case.id, note=signed(case, kind=NoteKind.HANDOVER, happened_on=talked_on or today, text=handover, by=by)
    )
    if told_on is not None and told_how is not None and told_by:
        write_told(part.handover, told_on=told_on, how=told_how, told_by=told_by, by=by)
    ask_again(case)
    case.record(
        EventKind.LEAD_CHANGED,
        by=by,
        because=because,
        lead=lead.name,
        before=before.name if before else "–",
        code=part.handover.note.code if part.handover.note else None,
    )
    return part


def ask_again(case: Case) -> None:
    """The lead has changed: the family, where it agreed to work together, is asked again by a day. Statutory social
    care does not ask."""
    asks = case.agreement_in_force and case.stage is not Stage.STATUTORY
    case.agreement_owed_since = clock.today() if asks else None
    case.reset_clock()


def leading_part(lead: Practitioner) -> Part:
    """The part that a practitioner takes in the cases they lead. Raises NotYet for somebody who leads none."""
    part = PART_OF_ROLE.get(lead.role)
    if part not in LEADING or not lead.is_active:
        raise NotYet(say(N_("%(lead)s cannot lead a case."), "lead", lead=lead.name))
    return part


def set_lead(case: Case, lead: Practitioner, because: str | None, by: Practitioner) -> Lead:
    """End the part of whoever leads now and start the new lead's. Raises NotYet for a role that leads no case."""
    part = leading_part(lead)
    before = case.lead
    # First the lead, then the parts: reading them writes the case, which must be held at every moment.
    case.lead = lead
    sharing.share_with_part(case, lead, field="lead", by=by)
    end_parts(case, lead)
    if part is not Part.LEAD_PROFESSIONAL:
        _end_support(case)
    started = Lead(practitioner=lead, part=part, starts_on=clock.today(), because=because)
    case.leads.append(started)
    if before is not None and before is not lead:
        follow_ups.pass_on(case, before, lead)
        disagreements.pass_on(case, before, lead)
    return started


def has_still_to_be_told(case: Case, part: Lead) -> None:
    """The family has yet to learn who works with them now; whoever asked for the step wrote what there is to know."""
    part.handover = Handover(case_id=case.id)
    ask_again(case)


def end_parts(case: Case, newcomer: Practitioner | None = None) -> None:
    """End the leading part in force, and whatever smaller part the newcomer had."""
    for part in case.leads:
        if part.ends_on is None and (part.part in LEADING or part.practitioner is newcomer):
            part.ends_on = clock.today()


def let_go(case: Case) -> None:
    """Work out what is due after a case has closed; once nothing is, whoever led it holds the family no longer."""
    case.reset_clock()
    if case.closed_on is not None and case.next_due is None:
        end_parts(case)


def add_contributor(case: Case, *, person: Practitioner, by: Practitioner) -> Lead:
    """Let a practitioner contribute to an open case. Raises NotYet where they already have a part in it."""
    if case.closed_on is not None:
        raise NotYet(say(N_("The case is closed: its team around the family has ended."), "person"))
    if any(p.ends_on is None and p.practitioner is person for p in case.leads):
        raise NotYet(say(N_("%(person)s already has a part in this case."), "person", person=person.name))
    sharing.share_with_part(case, person, field="person", by=by)
    part = Lead(practitioner=person, part=Part.CONTRIBUTOR, starts_on=clock.today())
    case.leads.append(part)
    case.record(EventKind.CONTRIBUTOR_ADDED, by=by, person=person.name)
    return part


def end_contributor(case: Case, *, part: Lead, by: Practitioner, because: str) -> None:
    """End a contributor's part; with it ends their sight of the case."""
    if part.ends_on is not None or part.part is not Part.CONTRIBUTOR:
        raise NotYet(say(N_("This part has already ended.")))
    part.ends_on = clock.today()
    if case.lead is not None:
        follow_ups.pass_on(case, part.practitioner, case.lead)
    case.record(EventKind.CONTRIBUTOR_ENDED, by=by, because=because, person=part.practitioner.name)


def name_supporter(case: Case, *, person: Practitioner, by: Practitioner) -> Lead:
    """Name the worker of the authority who supports the partner who leads. Whoever did so until now does no longer.
    Raises NotYet."""
    if case.closed_on is not None:
        raise NotYet(say(N_("The case is closed: its team around the family has ended."), "person"))
    if case.lead is None or case.lead.role is not Role.LEAD_PROFESSIONAL:
        raise NotYet(say(N_("No partner leads this case.")))
    if person.role not in (Role.KEY_WORKER, Role.MANAGER) or not person.is_active:
        raise NotYet(say(N_("Choose somebody of the authority."), "person"))
    held = next((p for p in case.leads if p.ends_on is None and p.practitioner is person), None)
    if held is not None and held.supports:
        raise NotYet(say(N_("%(person)s supports the partner already."), "person", person=person.name))
    _end_support(case)
    part = held or Lead(practitioner=person, part=Part.CONTRIBUTOR, starts_on=clock.today())
    part.supports = True
    if held is None:
        case.leads.append(part)
    case.record(EventKind.SUPPORTER_NAMED, by=by, person=person.name)
    return part


def _end_support(case: Case) -> None:
    for part in case.leads:
        if part.ends_on is None and part.supports:
            part.ends_on = clock.today()
