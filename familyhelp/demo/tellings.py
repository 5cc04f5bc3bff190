"""In the last days a mother is told by a message of her own what was decided, and says that she read it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from ..casework import contacts, messages, outcome_tellings, triage
from ..casework.families import NewPerson
from ..extensions import db
from ..models import OutcomeTelling
from ..practice import clock, timescales
from ..practice.people import FamilyRole
from ..practice.triage import ContactOutcome, Level, Source, Told, Urgency
from .staff import Staff


def _at(day: date, hour: int) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(day, time(hour), clock.LOCAL))


def tell_a_mother(today: date, staff: Staff) -> None:
    """A school asks, advice is enough, the mother hears it herself and says that she read it."""
    worker, day = staff.front_door[0], timescales.working_days_after(today - timedelta(days=7), 1)
    with _at(day, 10):
        contact = contacts.receive(
            source=Source.SCHOOL,
            agency=staff.agencies["school"],
            referrer_name="Ms Abara from Heron Primary School",
            referrer_email="office@school.example",
            referrer_phone=None,
            received_at=clock.now(),
            needs="Nia is often tired. Her mother asked us what is there for families of children who sleep badly.",
            tried="Breakfast club.",
            strengths="Nia and her mother read together every evening.",
            family_view="“I only want to know whom to ask.”",
            family_knows=True,
            urgency=Urgency.ROUTINE,
            risk=None,
            address="31 Sail Street, Saltmere",
            postcode="ZZ99 3VZ",
            people=[
                NewPerson("Carys", "Bowditch", FamilyRole.PARENT),
                NewPerson("Nia", "Bowditch", FamilyRole.CHILD, birth_date=date(today.year - 8, 2, 11)),
            ],
            by=worker,
        )
        for named in contact.people:
            contacts.create_person(contact, named, by=worker)
        if contact.people[0].person:
            contact.people[0].person.email = "carys@bowditch.example"
    with _at(day, 14):
        triage.decide(
            contact,
            level=Level.UNIVERSAL,
            outcome=ContactOutcome.ADVICE,
            rationale="The health visitor’s sleep group is what she asks for.",
            referrer_told="We gave the family what they asked for.",
            read_version=contact.version,
            by=worker,
        )
    query = sa.select(OutcomeTelling).where(OutcomeTelling.contact_id == contact.id, OutcomeTelling.whom == Told.FAMILY)
    telling = db.session.scalars(query).one()
    with _at(day, 15):
        if telling.message_id:
            messages.sent(telling.message_id)
    with _at(timescales.working_days_after(day, 1), 9):
        outcome_tellings.read_telling(contact, telling, by=None)
