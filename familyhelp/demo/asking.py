"""One family asks for help by itself on the public page, this morning; the front door asks a school for its view."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from ..casework import asking, partner_views
from ..casework.contacts import NewPerson
from ..practice import clock
from ..practice.people import FamilyRole
from ..practice.triage import Source, Urgency
from .staff import Staff

NEEDS = "I am on my own with two boys. Nobody sleeps, and I have begun to shout. I would like somebody to talk to."


def ask_by_themselves(today: date, staff: Staff) -> None:
    """A mother writes at night; in the morning a front-door worker asks somebody at the school who has an account."""
    with clock.at(datetime.combine(today - timedelta(days=1), time(21, 40), clock.LOCAL)):
        begun, _token = asking.begin()
        contact = asking.send(
            begun,
            request={
                "source": Source.SELF,
                "referrer_name": "Marta Winslow",
                "referrer_email": "marta@winslow.example",
                "referrer_phone": None,
                "needs": NEEDS,
                "tried": "Earlier nights.",
                "strengths": "We laugh at breakfast.",
                "family_view": None,
                "family_knows": True,
                "urgency": Urgency.ROUTINE,
                "risk": None,
                "address": "12 Quay Street, Saltmere",
                "postcode": "ZZ99 3VZ",
                "people": [
                    NewPerson("Marta", "Winslow", FamilyRole.PARENT),
                    NewPerson("Theo", "Winslow", FamilyRole.CHILD, birth_date=date(today.year - 9, 5, 2)),
                ],
            },
            own_words=[{"asked": "What would you like help with?", "said": NEEDS}],
        )
    with clock.at(datetime.combine(today, time(7), clock.LOCAL)):
        partner_views.ask_view(
            contact,
            person=staff.leads[0],
            question="How is Theo at school, and who does he trust there?",
            due_on=today,
            asked_before=0,
            address_of=lambda _purpose, token: token,
            by=staff.front_door[0],
        )
