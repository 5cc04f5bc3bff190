"""What comes next for a request for help, and why."""

from __future__ import annotations

from flask import url_for
from flask_babel import gettext

from ..models import Contact, Practitioner
from ..policy import Act, leads, may
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.triage import ContactOutcome, ContactState, Urgency
from ..practice.words import N_, Sentence, say
from ..queries.contacts import ContactPage


def sees_address(contact: Contact, page: ContactPage, viewer: Practitioner) -> bool:
    """Whether the address of a request is shown: a hidden one to the front door until it is decided, then only to
    those who lead or manage the case, or to social care while it is theirs."""
    if not contact.address_hidden:
        return True
    if viewer.role is Role.FRONT_DOOR:
        return contact.state is ContactState.WAITING
    if page.case is None:
        return viewer.role is Role.LIAISON
    return leads(viewer, page.case) or may(viewer, Act.CHANGE_LEAD, page.case)


def what_next(contact: Contact, page: ContactPage, viewer: Practitioner) -> tuple[str | None, Sentence, Sentence]:
    """What comes next for a request: where it is done (None: not by this reader), what it is, and why."""
    code = write_code(contact.code)
    untaken = contact.passed_at is not None and contact.acknowledged_at is None
    if untaken and (contact.state is ContactState.DECIDED or viewer.role is Role.LIAISON):
        link = url_for("contacts.acknowledge", contact=code) if may(viewer, Act.ACKNOWLEDGE) else None
        return (
            link,
            say(N_("Record who in social care has taken it on")),
            say(N_("It stays before everybody’s eyes until somebody has said: this is mine.")),
        )
    if contact.outcome is ContactOutcome.RETURNED:
        return (
            url_for("contacts.come_back", contact=code) if may(viewer, Act.TRIAGE) else None,
            say(N_("Record the answer to what was missing")),
            say(N_("It was returned. With the answer it goes back into the queue, and its clock begins again.")),
        )
    if contact.state is ContactState.DECIDED:
        return None, say(N_("Nothing: this request is decided")), say(N_("What happens now stands below."))
    if contact.proposal is not None:
        return (
            url_for("staged.sign_off", contact=code) if may(viewer, Act.SIGN_OFF_DECISION) else None,
            say(N_("A manager signs the decision off")),
            say(N_("Until then nothing follows from it, and its clock runs.")),
        )
    triages = may(viewer, Act.TRIAGE)
    if contact.held_by_id not in (None, viewer.id) or not triages:
        who = contact.held_by.name if contact.held_by else gettext("Nobody")
        return (
            None,
            say(N_("%(who)s has this request in hand"), who=who),
            say(N_("Speak to them before you do anything with it.")),
        )
    if contact.urgency is Urgency.SAFEGUARDING:
        return (
            url_for("contacts.decide", contact=code),
            say(N_("Pass this to statutory social care now")),
            say(N_("A child may be at risk of significant harm. Ring them first, then record it here.")),
        )
    for number, named in enumerate(page.people, start=1):
        if named.person_id is None:
            return (
                url_for("matches.match", contact=code, number=number),
                say(N_("Look whether we already know %(person)s"), person=named.name),
                say(N_("A family should tell its story only once.")),
            )
    return (
        url_for("contacts.decide", contact=code),
        say(N_("Decide the request")),
        say(N_("Everybody is matched. A family that asks for help does not wait to hear from somebody.")),
    )
