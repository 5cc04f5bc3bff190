"""The front door: a request for help is received, taken in hand, matched, decided and passed on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from ..extensions import db
from ..models import Address, Agency, Contact, ContactPerson, Person, Practitioner
from ..practice import clock, triage
from ..practice.chronology import EventKind
from ..practice.people import FamilyRole
from ..practice.triage import URGENCY_ORDER, Source, Urgency
from ..practice.words import N_, NotYet, say
from . import families, safeguarding
from .families import NewPerson
from .holding import claim, in_hand, release, take_over, take_version
from .safeguarding import acknowledge
from .triage import answer_missing, come_back, decide

SAID = (
    "needs",
    "tried",
    "strengths",
    "family_view",
    "family_knows",
    "referrer_name",
    "referrer_email",
    "referrer_phone",
)
"""What `correct` may set right: what somebody said, as the front door wrote it down."""


def receive(
    *,
    source: Source,
    agency: Agency | None,
    referrer_name: str | None,
    referrer_email: str | None,
    referrer_phone: str | None,
    received_at: datetime,
    needs: str,
    tried: str | None,
    strengths: str | None,
    family_view: str | None,
    family_knows: bool,
    urgency: Urgency,
    risk: str | None,
    address: str | None,
    postcode: str | None,
    people: Sequence[NewPerson],
    by: Practitioner | None,
    address_hidden: bool = False,
    own_words: list[dict[str, str]] | None = None,
) -> Contact:
    """Record a request for help. `received_at` is a moment with its zone; at least one person is named. One that its
    writer sent on the public page has nobody who recorded it (`by`), but its own words."""
    _check(urgency, risk, people)
    contact = Contact(
        source=source,
        agency=agency,
        referrer_name=referrer_name,
        referrer_email=referrer_email,
        referrer_phone=referrer_phone,
        received_at=received_at,
        needs=needs,
        tried=tried,
        strengths=strengths,
        family_view=family_view,
        family_knows=family_knows,
        urgency=urgency,
        urgency_order=URGENCY_ORDER[urgency],
        risk=risk,
        address=address,
        postcode=postcode,
        address_hidden=address_hidden,
        due_on=triage.due_on(clock.local_day(received_at), urgency),
        own_words=own_words,
        created_by_id=by.id if by else None,
    )
    contact.people = [_named(person) for person in people]
    db.session.add(contact)
    if by is None:
        contact.record(EventKind.ASKED_IN_PUBLIC, by=None, who=referrer_name or N_("Somebody"), source=source)
    else:
        contact.record(EventKind.RECEIVED, by=by, source=source)
    if urgency is Urgency.SAFEGUARDING:
        safeguarding.pass_on(contact)
    return contact


def _check(urgency: Urgency, risk: str | None, people: Sequence[NewPerson]) -> None:
    if not people:
        raise NotYet(say(N_("Name at least one person whom this is about."), "people"))
    if urgency is Urgency.SAFEGUARDING and not (risk or "").strip():
        raise NotYet(say(N_("Say what makes you think that a child may be at risk."), "risk"))
    if any(person.birth_date and person.due_date for person in people):
        raise NotYet(say(N_("Give a date of birth or an expected date, not both."), "people"))


def _named(person: NewPerson) -> ContactPerson:
    return ContactPerson(
        forename=person.forename,
        surname=person.surname,
        role=person.role,
        birth_date=person.birth_date,
        due_date=person.due_date,
        sex=person.sex,
        phone=person.phone,
        nhs_number=person.nhs_number,
        upn=person.upn,
    )


# What was said -----------------------------------------------------------------------------------------------


def change_urgency(
    contact: Contact, *, urgency: Urgency, risk: str | None, because: str, read_version: int, by: Practitioner
) -> None:
    """Change how soon a request must be looked at, and its day with it. A new safeguarding concern is due today."""
    in_hand(contact, by)
    if urgency is Urgency.SAFEGUARDING and not (risk or "").strip():
        raise NotYet(say(N_("Say what makes you think that a child may be at risk."), "risk"))
    if urgency is not Urgency.SAFEGUARDING and contact.urgency is Urgency.SAFEGUARDING:
        safeguarding.may_leave(contact)
    take_version(contact, read_version, lambda: {"urgency": contact.urgency.label, "risk": contact.risk or ""})
    ordinary = triage.due_on(clock.local_day(contact.received_at), Urgency.ROUTINE)
    contact.due_on = min(clock.today(), ordinary) if urgency is Urgency.SAFEGUARDING else ordinary
    before, said = contact.urgency, contact.risk
    contact.urgency, contact.urgency_order, contact.risk = urgency, URGENCY_ORDER[urgency], risk
    contact.record(
        EventKind.URGENCY_CHANGED, by=by, because=because, urgency=urgency, was_urgency=before, was_risk=said
    )
    if urgency is Urgency.SAFEGUARDING and before is not urgency:
        safeguarding.pass_on(contact)


def correct(contact: Contact, *, changes: Mapping[str, str | bool | None], read_version: int, by: Practitioner) -> None:
    """Set right what was written down; what stood there before stays in the event."""
    if changes.keys() - set(SAID):
        raise ValueError(f"not corrected here: {sorted(changes.keys() - set(SAID))}")
    in_hand(contact, by)
    different = {name: value for name, value in changes.items() if getattr(contact, name) != value}
    if not different:
        return
    take_version(contact, read_version, lambda: {name: str(getattr(contact, name) or "") for name in different})
    before = {f"was_{name}": getattr(contact, name) for name in different}
    for name, value in different.items():
        setattr(contact, name, value)
    contact.record(EventKind.CONTACT_CHANGED, by=by, **before)


# Whom it is about --------------------------------------------------------------------------------------------


def match_person(contact: Contact, named: ContactPerson, *, person: Person, by: Practitioner) -> None:
    """Link a person whom a request names to a person already held. Nothing of either record changes."""
    in_hand(contact, by)
    if any(other is not named and other.person_id == person.id for other in contact.people):
        raise NotYet(say(N_("Somebody else in this request is already matched to this person."), "person"))
    _link(contact, named, person, by)
    contact.record(EventKind.MATCHED, by=by, person=named.name, code=person.code)


def create_person(contact: Contact, named: ContactPerson, *, by: Practitioner) -> Person:
    """Add a person whom a request names and who is not held yet, at the address of the request."""
    in_hand(contact, by)
    person = families.person_from(
        NewPerson(
            forename=named.forename,
            surname=named.surname,
            role=named.role,
            birth_date=named.birth_date,
            due_date=named.due_date,
            sex=named.sex,
            phone=named.phone,
            nhs_number=named.nhs_number,
            upn=named.upn,
        )
    )
    if contact.address and named.role is not FamilyRole.NETWORK:
        person.addresses.append(
            Address(
                lines=contact.address,
                postcode=contact.postcode,
                starts_on=clock.local_day(contact.received_at),
                hidden=contact.address_hidden,
            )
        )
    _link(contact, named, person, by)
    named.created_person = True
    contact.record(EventKind.PERSON_CREATED, by=by, person=named.name, code=person.code)
    return person


def unmatch(contact: Contact, named: ContactPerson, *, by: Practitioner, because: str | None = None) -> None:
    """Take a match back before the decision. A person whom it added stays on the record, in no family."""
    in_hand(contact, by)
    if named.person is None:
        raise NotYet(say(N_("%(person)s is not matched to anybody."), person=named.name))
    code = named.person.code
    named.person, named.matched_by_id, named.created_person = None, None, False
    contact.version += 1
    contact.record(EventKind.UNMATCHED, by=by, because=because, person=named.name, code=code)


def _link(contact: Contact, named: ContactPerson, person: Person, by: Practitioner) -> None:
    db.session.flush()
    linked = db.session.execute(
        sa.update(ContactPerson)
        .where(ContactPerson.id == named.id, ContactPerson.person_id.is_(None))
        .values(person_id=person.id, matched_by_id=by.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(named)
    if getattr(linked, "rowcount", 0) != 1:
        raise NotYet(say(N_("%(person)s is already matched. Take that back first."), person=named.name))
    contact.version += 1


__all__ = [
    "NewPerson",
    "acknowledge",
    "answer_missing",
    "change_urgency",
    "claim",
    "come_back",
    "correct",
    "create_person",
    "decide",
    "in_hand",
    "match_person",
    "receive",
    "release",
    "take_over",
    "unmatch",
]
