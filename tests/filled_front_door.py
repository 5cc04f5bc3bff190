"""The forms of the front door and of families, filled in as a person would."""

from __future__ import annotations

from collections.abc import Callable

from familyhelp.casework import contacts, staged, triage
from familyhelp.casework.families import NewPerson
from familyhelp.extensions import db
from familyhelp.models import Contact
from familyhelp.practice import clock
from familyhelp.practice.people import FamilyRole
from familyhelp.practice.references import write_code
from familyhelp.practice.roles import Role
from familyhelp.practice.triage import ContactOutcome, Level, Source, Urgency
from tests import stories
from tests.cast import Cast, practitioner


def a_contact(cast: Cast, *, by: object = None) -> Contact:
    """A request for help for a mother and her daughter, recorded by Flora."""
    contact = contacts.receive(
        source=Source.SCHOOL,
        agency=cast.school,
        referrer_name="Mr Bell",
        referrer_email="bell@school.example",
        referrer_phone=None,
        received_at=clock.now(),
        needs="Mornings are hard and school is missed.",
        tried=None,
        strengths=None,
        family_view="They want help.",
        family_knows=True,
        urgency=Urgency.ROUTINE,
        risk=None,
        address="3 Marsh Lane, Saltmere",
        postcode="ZZ99 3VZ",
        people=[
            NewPerson("Ines", "Calder", FamilyRole.PARENT),
            NewPerson("Wren", "Calder", FamilyRole.CHILD),
        ],
        by=by or cast.flora,
    )
    db.session.flush()
    return contact


Happening = Callable[[Contact, Cast], object]


def at(tail: str, *more: Happening) -> Callable[[Cast], str]:
    """The address of a page of a new request for help, after some more of its story."""

    def where(cast: Cast) -> str:
        contact = a_contact(cast)
        for happen in more:
            happen(contact, cast)
        db.session.commit()
        return f"/requests/{write_code(contact.code)}{tail}"

    return where


def claimed(contact: Contact, cast: Cast) -> None:
    contacts.claim(contact, by=cast.flora)


def held_by_somebody_else(contact: Contact, cast: Cast) -> None:
    frank = practitioner("Frank Dale", Role.FRONT_DOOR)
    db.session.flush()
    contacts.claim(contact, by=frank)


def matched(contact: Contact, cast: Cast) -> None:
    for named in contact.people:
        contacts.create_person(contact, named, by=cast.flora)


def passed_on(contact: Contact, cast: Cast) -> None:
    triage.decide(
        contact,
        level=Level.ACUTE,
        outcome=ContactOutcome.STEP_UP,
        rationale="A child may be at risk.",
        referrer_told="Passed on.",
        read_version=contact.version,
        by=cast.flora,
    )


def returned(contact: Contact, cast: Cast) -> None:
    triage.decide(
        contact,
        level=Level.ADDITIONAL,
        outcome=ContactOutcome.RETURNED,
        rationale="Nobody knows who lives there.",
        referrer_told="Tell us who lives there.",
        read_version=contact.version,
        by=cast.flora,
    )


def proposed(contact: Contact, cast: Cast) -> None:
    staged.screen(contact, found="The school is worried, nothing about harm.", by=cast.flora)
    staged.propose(
        contact,
        level=Level.UNIVERSAL,
        outcome=ContactOutcome.ADVICE,
        rationale="Advice is enough.",
        referrer_told="We gave advice.",
        read_version=contact.version,
        by=cast.flora,
    )


def family_page(tail: str) -> Callable[[Cast], str]:
    """The address of a page of a new family's mother."""

    def where(cast: Cast) -> str:
        family = stories.a_family()
        db.session.commit()
        code = write_code(family.members[0].person.code)
        return f"/families/{write_code(family.code)}{tail.replace('<person>', code)}"

    return where
