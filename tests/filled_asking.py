"""The forms of views of partners, filled in as a person would."""

from __future__ import annotations

from collections.abc import Callable

from familyhelp.casework import partner_views
from familyhelp.models import Contact, PartnerView, Practitioner
from familyhelp.practice import clock
from familyhelp.practice.references import write_code
from tests import filled_front_door as front
from tests.cast import Cast
from tests.filling import Filled

ASKED = "Do you know this family, and what would help?"


def asks(contact: Contact, cast: Cast, person: Practitioner | None = None, question: str = ASKED) -> PartnerView:
    """Flora asks somebody with an account (Lena, unless it is somebody else) for their view."""
    view, _ = partner_views.ask_view(
        contact,
        person=person or cast.lena,
        question=question,
        due_on=clock.today(),
        asked_before=0,
        address_of=lambda _purpose, token: token,
        by=cast.flora,
    )
    return view


def to_give(question: str = ASKED) -> Callable[[Cast], str]:
    """The address of a view that Lena is asked for."""

    def where(cast: Cast) -> str:
        contact = front.a_contact(cast)
        view = asks(contact, cast, question=question)
        front.db.session.commit()
        return f"/views-to-give/{write_code(view.code)}"

    return where


def by_link(cast: Cast) -> str:
    """The address at which Flora gives a new code to a partner who answers by a link."""
    contact = front.a_contact(cast)
    view, _ = partner_views.ask_view(
        contact,
        name="Dr Amin, GP",
        agency="Quay Surgery",
        question=ASKED,
        due_on=clock.today(),
        asked_before=0,
        address_of=lambda _purpose, token: token,
        by=cast.flora,
    )
    front.db.session.commit()
    return f"/requests/{write_code(contact.code)}/views/{write_code(view.code)}/code"


ASKING: dict[str, Filled] = {
    "partner_views.ask": Filled(
        "flora",
        front.at("/ask-view"),
        {"name": "Dr Amin, GP", "agency": "Quay Surgery", "email": "amin@example.org", "question": ASKED},
    ),
    "contact_told.told": Filled(
        "flora", front.at("/told", front.returned), {"whom": "family", "how": "phone", "said": "What we still need."}
    ),
    "partner_views.new_code": Filled("flora", by_link),
    "levels.change": Filled(
        "adam",
        lambda _: "/levels/3",
        {"name": "Intensive", "colour": "purple", "signs": "Several needs at once.", "because": "Our own word."},
        edits="signs",
    ),
    "staged.screen": Filled("flora", front.at("/screen"), {"found": "Nothing about harm."}),
    "staged.sign_off": Filled("mabel", front.at("/sign-off", front.proposed), events=2),
    "staged.send_back": Filled(
        "mabel", front.at("/send-decision-back", front.proposed), {"because": "Ask the school first."}
    ),
    "partner_views.give": Filled("lena", to_give(), {"text": "We have known Wren for two years."}),
}
