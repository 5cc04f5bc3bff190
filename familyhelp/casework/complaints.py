"""Compliments and complaints: received, acknowledged, handed to somebody else, answered with what we learn."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..models import Case, Complaint, Practitioner
from ..practice import clock
from ..practice import complaints as rules
from ..practice.chronology import EventKind
from ..practice.complaints import About, ComplaintKind, Finding, SaidBy
from ..practice.roles import Role
from ..practice.words import N_, NotYet, Sentence, say


def receive(
    *,
    kind: ComplaintKind,
    received_on: date,
    said_by: SaidBy,
    name: str | None,
    about: About,
    text: str,
    case: Case | None,
    concerns: Practitioner | None,
    handler: Practitioner | None,
    by: Practitioner,
) -> Complaint:
    """Hold what somebody said. A complaint has a handler, who is not the one it concerns. Raises NotYet."""
    handler = handler if kind is ComplaintKind.COMPLAINT else None
    lacking = list(rules.missing_to_receive(kind, text, received_on, clock.today(), handled=handler is not None))
    _refuse(lacking + _wrong_handler(handler, concerns))
    complaint = Complaint(
        kind=kind,
        received_on=received_on,
        said_by=said_by,
        name=name,
        about=about,
        text=text,
        case_id=case.id if case else None,
        concerns_id=concerns.id if concerns else None,
        handler_id=handler.id if handler else None,
        next_due_on=rules.next_deadline(received_on, None).on if kind is ComplaintKind.COMPLAINT else None,
        recorded_by_id=by.id,
        recorded_at=clock.now(),
    )
    db.session.add(complaint)
    db.session.flush()
    complaint.record(EventKind.COMPLAINT_RECEIVED, by=by, complaint=kind)
    return complaint


def acknowledge(complaint: Complaint, *, on: date, by: Practitioner) -> None:
    """Record that they were told that it came and who answers it. Raises NotYet."""
    _refuse_answered(complaint)
    lacking = list(rules.missing_day("on", on, complaint.received_on, clock.today()))
    if complaint.acknowledged_on is not None:
        lacking.append(say(N_("They were told already that it came.")))
    _refuse(lacking)
    complaint.acknowledged_on = on
    complaint.next_due_on = rules.next_deadline(complaint.received_on, on).on
    complaint.record(EventKind.COMPLAINT_ACKNOWLEDGED, by=by)


def hand_to(complaint: Complaint, *, handler: Practitioner, because: str, by: Practitioner) -> None:
    """Give a complaint to somebody else to answer. Raises NotYet."""
    _refuse_answered(complaint)
    lacking = _wrong_handler(handler, complaint.concerns)
    if handler.id == complaint.handler_id:
        lacking.append(say(N_("They handle it already."), "handler"))
    if not because.strip():
        lacking.append(say(N_("Say why somebody else handles it."), "because"))
    _refuse(lacking)
    complaint.handler = handler
    complaint.record(EventKind.COMPLAINT_HANDED, by=by, because=because, person=handler.name)


def answer(
    complaint: Complaint, *, found: Finding, because: str, told: str, told_on: date, lesson: str, by: Practitioner
) -> None:
    """Say what was found, what they were told and when, and what we learn from it. It then stays. Raises NotYet."""
    _refuse_answered(complaint)
    lacking = list(rules.missing_to_answer(because, told, lesson))
    lacking += rules.missing_day("told_on", told_on, complaint.received_on, clock.today())
    if by.id == complaint.concerns_id:
        lacking.append(say(N_("Nobody handles a complaint about themselves. Choose somebody else who handles it.")))
    _refuse(lacking)
    complaint.found, complaint.because, complaint.told = found, because, told
    complaint.told_on, complaint.lesson, complaint.next_due_on = told_on, lesson, None
    complaint.record(EventKind.COMPLAINT_ANSWERED, by=by, found=found)


def _wrong_handler(handler: Practitioner | None, concerns: Practitioner | None) -> list[Sentence]:
    found = list(rules.not_about_themselves(handler.id if handler else None, concerns.id if concerns else None))
    if handler is not None and (handler.role is not Role.MANAGER or not handler.is_active):
        found.append(say(N_("A manager handles it."), "handler"))
    return found


def _refuse_answered(complaint: Complaint) -> None:
    if complaint.kind is ComplaintKind.COMPLIMENT:
        raise NotYet(rules.nothing_to_do())
    if complaint.told_on is not None:
        raise NotYet(rules.answered())


def _refuse(lacking: list[Sentence]) -> None:
    if lacking:
        raise NotYet(*lacking)
