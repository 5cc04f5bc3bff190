"""How an invented family first asks for help, and what the front door decides."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import contacts, triage
from ..casework.families import NewPerson
from ..extensions import db
from ..models import Contact, Practitioner
from ..practice import clock
from ..practice.people import FamilyRole, Sex
from ..practice.roles import AgencyKind
from ..practice.triage import PATHWAYS, ContactOutcome, ContactState, Level, Source, TakenHow, Told, ToldHow, Urgency
from . import words
from .lives import Life, Today
from .staff import Staff
from .work import work_with

_AGENCY_OF = {
    Source.SCHOOL: "school",
    Source.EDUCATION: "academy",
    Source.HEALTH_VISITOR: "health",
    Source.POLICE: "police",
    Source.HOUSING: "housing",
}
_OUTCOMES = (
    (ContactOutcome.TARGETED, Level.COMPLEX, 38),
    (ContactOutcome.PARTNER_LED, Level.ADDITIONAL, 22),
    (ContactOutcome.ADVICE, Level.UNIVERSAL, 14),
    (ContactOutcome.COMMUNITY, Level.ADDITIONAL, 14),
    (ContactOutcome.STEP_UP, Level.ACUTE, 6),
    (ContactOutcome.NO_ACTION, Level.UNIVERSAL, 4),
    (ContactOutcome.RETURNED, Level.ADDITIONAL, 2),
)


def ask_for_help(life: Life) -> None:
    """A request for help, its triage, and all that follows from it until today."""
    headline, source, needs = life.chance.choice(words.NEEDS)
    people = _family(life)
    worker = life.chance.choice(life.staff.front_door)
    with life.now():
        contact = _receive(life, source, needs, people, worker)
    if (life.today - life.day).days < 4 and life.chance.random() < 0.7:
        raise Today  # nobody has decided it yet: it waits in the queue
    life.later(0, 2 if life.chance.random() < 0.2 else 1)
    with life.now():
        _match(contact, worker)
        outcome, level = _decide(life, contact)
        team = life.chance.choice(life.staff.teams)
        case = triage.decide(
            contact,
            level=level,
            outcome=outcome,
            rationale="What was said, what has been tried and what the family wants fit this level.",
            referrer_told=PATHWAYS[outcome].says,
            team=team if PATHWAYS[outcome].opens_case else None,
            read_version=contact.version,
            by=worker,
        )
        _tell(contact, worker)
        if outcome is ContactOutcome.STEP_UP:
            contacts.acknowledge(contact, who="The duty social worker", how=TakenHow.PHONE, by=worker)
    if case is not None:
        work_with(life, case, headline, people[0].forename)
    while life.again is not None:
        case, life.again = life.again, None
        work_with(life, case, headline, people[0].forename)


def decide_one(today: date, staff: Staff) -> None:
    """This morning the front door decided one request more: a manager finds it without a lead."""
    query = sa.select(Contact).where(Contact.state == ContactState.WAITING, Contact.urgency == Urgency.ROUTINE)
    before = datetime.combine(today, time(0), clock.LOCAL)
    contact = db.session.scalars(query.where(Contact.received_at < before).order_by(Contact.id).limit(1)).first()
    if contact is None:
        return
    worker = staff.front_door[0]
    with clock.at(datetime.combine(today, time(8, 50), clock.LOCAL)):
        _match(contact, worker)
        triage.decide(
            contact,
            level=Level.COMPLEX,
            outcome=ContactOutcome.TARGETED,
            rationale="Several needs at once, and a family that wants help now.",
            referrer_told=PATHWAYS[ContactOutcome.TARGETED].says,
            team=staff.teams[0],
            read_version=contact.version,
            by=worker,
        )
        _tell(contact, worker)


def _tell(contact: Contact, worker: Practitioner) -> None:
    """Somebody rings the family, and whoever asked and has no e-mail address."""
    told = [Told.FAMILY] if contact.referrer_email else [Told.FAMILY, Told.REFERRER]
    for whom in told:
        triage.tell(contact, whom=whom, how=ToldHow.PHONE, said="What happens now, and whom to ring.", by=worker)


def _family(life: Life) -> list[NewPerson]:
    surname = life.chance.choice(words.SURNAMES)
    parent = NewPerson(
        life.chance.choice(words.ADULTS),
        surname,
        FamilyRole.PARENT,
        birth_date=_born(life, 22, 45),
        sex=life.chance.choice((Sex.FEMALE, Sex.MALE)),
        phone="01632 960123",
    )
    children = [
        NewPerson(
            name,
            surname,
            FamilyRole.CHILD,
            birth_date=_born(life, 0, 16),
            sex=life.chance.choice((Sex.FEMALE, Sex.MALE)),
        )
        for name in life.chance.sample(words.CHILDREN, life.chance.choice((1, 1, 2, 2, 3)))
    ]
    if life.chance.random() < 0.06:
        expected = life.day + timedelta(days=life.chance.randint(20, 150))
        children.append(NewPerson("Baby", surname, FamilyRole.CHILD, due_date=expected, sex=Sex.UNBORN))
    return [parent, *children]


def _born(life: Life, youngest: int, oldest: int) -> date:
    return life.day - timedelta(days=life.chance.randint(youngest * 365 + 30, oldest * 365))


def _receive(life: Life, source: Source, needs: str, people: list[NewPerson], worker: Practitioner) -> Contact:
    agency = life.staff.agencies.get(_AGENCY_OF.get(source, ""))
    urgency = life.chance.choices(list(Urgency), weights=[6, 14, 80])[0]
    referrer = f"{life.chance.choice(words.ADULTS)} from {agency.name}" if agency else "Grandma"
    return contacts.receive(
        source=source,
        agency=agency,
        referrer_name=referrer,
        referrer_email=f"office@{agency.kind.value}.example" if agency else None,
        referrer_phone=None,
        received_at=datetime.combine(life.day, time(8, 45), clock.LOCAL),
        needs=needs,
        tried="School has met the family twice." if agency and agency.kind is AgencyKind.SCHOOL else None,
        strengths=life.chance.choice(words.STRENGTHS),
        family_view=life.chance.choice(words.FAMILY_SAYS),
        family_knows=True,
        urgency=urgency,
        risk=words.RISK if urgency is Urgency.SAFEGUARDING else None,
        address=f"{life.chance.randint(1, 90)} {life.chance.choice(words.STREETS)}, Saltmere",
        postcode="ZZ99 3VZ",
        people=people,
        by=worker,
    )


def _match(contact: Contact, worker: Practitioner) -> None:
    """Everybody is new: families of the demo ask for the first time here, and come back by check-in."""
    contacts.claim(contact, by=worker)
    for named in contact.people:
        contacts.create_person(contact, named, by=worker)


def _decide(life: Life, contact: Contact) -> tuple[ContactOutcome, Level]:
    if contact.urgency is Urgency.SAFEGUARDING:
        return ContactOutcome.STEP_UP, Level.ACUTE
    pairs = [(outcome, level) for outcome, level, _ in _OUTCOMES]
    return life.chance.choices(pairs, weights=[weight for *_, weight in _OUTCOMES])[0]
