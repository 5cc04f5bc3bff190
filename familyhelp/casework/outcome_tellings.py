"""Telling what was decided of a request for help: whoever asked, and the family, each by a message of their own or by
somebody; and that they read it. A message names nobody, and its link shows nothing but what it says."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Contact, KeptFrom, OutcomeTelling, Person, Practitioner
from ..practice import clock, outcome_tellings
from ..practice.chronology import EventKind
from ..practice.links import Purpose
from ..practice.outcome_tellings import FAMILY_SAYS, About, ByPerson, Named
from ..practice.references import write_code
from ..practice.triage import ContactOutcome, Source, Told, ToldHow
from . import messages
from .links import AddressOf

_READ = "\n\nPlease open this page and say that you have read it:\n\n"


def tell_of_decision(
    contact: Contact, *, referrer_told: str, by_person: bool, address_of: AddressOf | None, ask: str, by: Practitioner
) -> None:
    """Tell whoever asked, and the family, what was decided; each by a message where that may be, else it is owed by
    whoever decided. `ask` is what the referrer's message asks, with its own link, where the request is returned."""
    if contact.source is not Source.SELF:
        _tell(contact, Told.REFERRER, referrer_told, contact.referrer_email, None, None, address_of, ask, by)
        _tell_family(contact, by_person, address_of, by)
        return
    # Who asks for their own family is told once, as the family.
    to = None if by_person else contact.referrer_email
    why = ByPerson.CHOSEN if by_person else None
    _tell(contact, Told.FAMILY, referrer_told, to, None, why, address_of, ask, by)


def told_token(contact: Contact, whom: Told) -> str:
    """What the signed link of a message stands for: who hears of this request, decided at this moment."""
    return f"{contact.code} {whom.value} {int(contact.decided_at.timestamp()) if contact.decided_at else 0}"


def _tell_family(contact: Contact, by_person: bool, address_of: AddressOf | None, by: Practitioner) -> None:
    outcome = contact.outcome or ContactOutcome.NO_ACTION
    people = [named.person for named in contact.people if named.person]
    kept = sa.select(KeptFrom.id).where(KeptFrom.person_id.in_([p.id for p in people]), KeptFrom.ends_on.is_(None))
    about = About(
        knows=contact.family_knows,
        urgency=contact.urgency,
        outcome=outcome,
        address_hidden=contact.address_hidden,
        kept_from_somebody=bool(people) and db.session.scalar(kept.limit(1)) is not None,
        restricted=contact.family is not None and contact.family.restricted,
        by_person=by_person,
    )
    why, person = outcome_tellings.why_by_person(about), None
    if why is None:
        roles = {named.person_id: named.role for named in contact.people}
        today = clock.today()
        place = outcome_tellings.whom_to_write_to(
            [Named(roles[p.id], p.age_on(today), p.email, p.contact_hidden, p.died_on is not None) for p in people]
        )
        person = people[place] if place is not None else None
        why = ByPerson.NO_ADDRESS if person is None else None
    to = person.email if person else None
    _tell(contact, Told.FAMILY, FAMILY_SAYS[outcome], to, person, why, address_of, "", by)


def _tell(
    contact: Contact,
    whom: Told,
    says: str,
    to: str | None,
    person: Person | None,
    why: ByPerson | None,
    address_of: AddressOf | None,
    ask: str,
    by: Practitioner,
) -> None:
    decided_at = contact.decided_at or clock.now()
    telling = OutcomeTelling(contact_id=contact.id, whom=whom, says=says, person=person, decided_at=decided_at)
    if to is None:
        telling.by_person, telling.owed_by = why or ByPerson.NO_ADDRESS, by
        telling.owed_on = outcome_tellings.told_by(clock.today())
    else:
        link = ask or (f"{_READ}{address_of(Purpose.TOLD, told_token(contact, whom))}" if address_of else "")
        telling.message = messages.write(to, *_message(contact, whom, f"{says}{link}"), contact)
    db.session.add(telling)


def _message(contact: Contact, whom: Told, text: str) -> tuple[str, str]:
    """The topic and the whole text of a message of what was decided."""
    day, code = clock.local_day(contact.received_at), write_code(contact.code)
    if whom is Told.REFERRER or contact.source is Source.SELF:
        about = f"You asked for help on {day.day} {day:%B %Y}, reference {code}."
        return f"Your request for help {code}", f"{about}\n\n{text}"
    about = (
        f"You know that we were asked to help you. We read it, and this is what happens now. Say {code} when you ring "
        "us. If you do not know what this is about, please ring us too."
    )
    return "What happens now", f"{about}\n\n{text}"


def told_by_somebody(contact: Contact, *, whom: Told, how: ToldHow, by: Practitioner) -> None:
    """Note on the newest decision that somebody told it; the deed that it belongs to tells of it."""
    telling = _newest(contact, whom)
    if telling is not None and telling.told_at is None and by is not None:
        telling.told_at, telling.told_how = clock.now(), how


def read_telling(contact: Contact, telling: OutcomeTelling, *, by: None) -> None:
    """Whoever was told says, by the link in the message, that they read it. Said twice it is once."""
    if telling.read_at is None:
        telling.read_at = clock.now()
        contact.record(EventKind.OUTCOME_READ, by=by, who=telling.whom.label)


def note_answered(contact: Contact) -> None:
    """Who answers what was missing has read the message that asked for it; the answer's own deed tells of it."""
    newest = sa.select(OutcomeTelling).where(OutcomeTelling.contact_id == contact.id)
    newest = newest.where(OutcomeTelling.message_id.is_not(None), OutcomeTelling.person_id.is_(None))
    telling = db.session.scalar(newest.order_by(OutcomeTelling.id.desc()).limit(1))
    if telling is not None and telling.read_at is None:
        telling.read_at = clock.now()


def _newest(contact: Contact, whom: Told) -> OutcomeTelling | None:
    query = sa.select(OutcomeTelling).where(OutcomeTelling.contact_id == contact.id, OutcomeTelling.whom == whom)
    return db.session.scalar(query.order_by(OutcomeTelling.id.desc()).limit(1))
