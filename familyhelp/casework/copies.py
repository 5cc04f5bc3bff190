"""Copies of the plan: what was given to whom, when and how."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..models import Case, Copy, Member, Plan, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.copies import CopyFormat, CopyHow
from ..practice.words import N_, NotYet, say


def give_copy(
    case: Case,
    plan: Plan,
    *,
    member: Member,
    format: CopyFormat,
    how: CopyHow,
    given_on: date,
    by: Practitioner,
) -> Copy:
    """Record that somebody in the family was given a copy of an agreed version of the plan."""
    if plan.case_id != case.id or plan.agreed_on is None:
        raise NotYet(say(N_("The family has not agreed a plan yet.")))
    if member.family_id != case.family_id or member.ends_on is not None:
        raise NotYet(say(N_("Choose somebody who is in the family now."), "person"))
    if given_on > clock.today():
        raise NotYet(say(N_("This date cannot be in the future."), "given_on"))
    if given_on < plan.agreed_on:
        raise NotYet(say(N_("This is before the family agreed this version."), "given_on"))
    copy = Copy(
        case_id=case.id,
        plan_id=plan.id,
        person_id=member.person_id,
        recipient=member.person.name,
        format=format,
        how=how,
        given_on=given_on,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(copy)
    case.record(EventKind.COPY_GIVEN, by=by, who=copy.recipient, version=plan.number, how=how)
    return copy
