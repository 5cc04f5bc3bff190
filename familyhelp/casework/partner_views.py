"""Asking a partner for their view on a request for help, and their answer: signed in, or by a link and a code."""

from __future__ import annotations

from datetime import date

from ..extensions import db
from ..models import Contact, Link, PartnerView, Practitioner
from ..practice import clock
from ..practice import partner_views as rules
from ..practice.chronology import EventKind
from ..practice.links import Purpose
from ..practice.partner_views import Verified
from ..practice.triage import ContactState
from ..practice.words import N_, NotYet, say
from . import links, messages
from .holding import in_hand
from .links import AddressOf, Given

MOST = 12
"""How many views are asked for on one request."""


def ask_view(
    contact: Contact,
    *,
    person: Practitioner | None = None,
    name: str = "",
    agency: str = "",
    email: str | None = None,
    question: str,
    due_on: date,
    asked_before: int,
    address_of: AddressOf,
    by: Practitioner,
) -> tuple[PartnerView, Given | None]:
    """Ask one person of an agency for their view, by a day. Gives what is shown once, where they have no account.
    Raises NotYet."""
    in_hand(contact, by)
    reachable = person is not None or bool(name.strip() and agency.strip())
    lacking = list(rules.missing(question, due_on, clock.today(), reachable=reachable))
    if asked_before >= MOST:
        lacking.append(say(N_("Twelve views are enough. Decide with those that are here.")))
    if lacking:
        raise NotYet(*lacking)
    view = PartnerView(
        contact=contact,
        name=person.name if person else name,
        agency=(person.agency.name if person and person.agency else agency)[:200],
        email=person.email if person else email,
        person_id=person.id if person else None,
        question=question,
        due_on=due_on,
        asked_at=clock.now(),
        asked_by=by,
    )
    db.session.add(view)
    db.session.flush()
    contact.record(EventKind.VIEW_ASKED, by=by, who=f"{view.name}, {view.agency}", due_on=f"{due_on:%d.%m.%Y}")
    if person is not None:
        messages.write(
            person.email,
            "The front door asks for your view",
            f"{by.name} asks for your view on a request for help, by {due_on.day} {due_on:%B %Y}. Sign in and open "
            "“Views you are asked for”.",
        )
        return view, None
    return view, links.give_asked_link(view, address_of=address_of, by=by)


def give_view(view: PartnerView, *, text: str, by: Practitioner) -> None:
    """Give one's view, signed in. Raises NotYet."""
    if view.person_id != by.id:
        raise ValueError("a view that somebody else is asked for")
    _give(view, text, Verified.ACCOUNT, by)


def give_view_by_link(link: Link, *, text: str, by: Link) -> None:
    """Give one's view by the link that was given for it, once."""
    if link.purpose is not Purpose.VIEW or link.view is None or link.id != by.id:
        raise ValueError("a link to something else")
    _give(link.view, text, Verified.LINK, None)
    link.done_at = clock.now()


def _give(view: PartnerView, text: str, verified: Verified, by: Practitioner | None) -> None:
    if view.given_at is not None:
        raise NotYet(say(N_("This view was given already.")))
    if view.contact.state is not ContactState.WAITING:
        raise NotYet(say(N_("The request was decided meanwhile, without this view. Ring the front door.")))
    if not text.strip():
        raise NotYet(say(N_("Write what you want to say."), "text"))
    view.view, view.given_at, view.verified = text, clock.now(), verified
    view.contact.record(EventKind.PARTNER_VIEW_GIVEN, by=by, who=f"{view.name}, {view.agency}", verified=verified)
