"""A child may be at risk of significant harm: social care is told at once, on a path of its own that no ordinary work
stands on, and it stays before everybody's eyes until somebody there has taken it on."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Contact, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.references import write_code
from ..practice.roles import Role
from ..practice.triage import TakenHow
from ..practice.words import N_, NotYet, say
from . import messages

MOST_TOLD = 20


def pass_on(contact: Contact, *, by: None = None) -> None:
    """Tell social care at once, without waiting for a decision; the service itself does. What was taken on before
    stays in the chronology."""
    contact.passed_at, contact.acknowledged_at = clock.now(), None
    contact.acknowledged_by, contact.acknowledged_how = None, None
    contact.record(EventKind.PASSED_ON, by=by)
    tell_social_care(
        contact,
        "A child may be at risk: a request for help waits for you",
        f"The request {write_code(contact.code)} says that a child may be at risk of significant harm. It does not "
        "wait for the front door’s decision: open it now, and record who has taken it on.",
    )


def tell_social_care(contact: Contact, topic: str, text: str) -> None:
    """Write to those who answer for statutory social care."""
    liaisons = sa.select(Practitioner).where(Practitioner.role == Role.LIAISON, Practitioner.is_active)
    for liaison in db.session.scalars(liaisons.order_by(Practitioner.id).limit(MOST_TOLD)):
        messages.write(liaison.email, topic, text, contact)


def acknowledge(contact: Contact, *, who: str, how: TakenHow, by: Practitioner) -> None:
    """Record who in statutory social care has taken a request on, and how they said so. Until then it stays before
    everybody's eyes."""
    if contact.passed_at is None:
        raise NotYet(say(N_("This request was not passed to statutory social care.")))
    if contact.acknowledged_at is not None:
        raise NotYet(say(N_("%(who)s has already taken this on."), who=contact.acknowledged_by))
    contact.acknowledged_by, contact.acknowledged_how, contact.acknowledged_at = who, how, clock.now()
    contact.version += 1
    contact.record(EventKind.ACKNOWLEDGED, by=by, who=who, taken_how=how)


def may_leave(contact: Contact) -> None:
    """Raise NotYet where a request would leave its path before anybody in social care has taken it on."""
    if contact.passed_at is not None and contact.acknowledged_at is None:
        raise NotYet(
            say(
                N_(
                    "Nobody in statutory social care has taken this on yet. Ring them, record who it is, and change "
                    "the urgency then."
                ),
                "urgency",
            )
        )
