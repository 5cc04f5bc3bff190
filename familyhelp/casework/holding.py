"""Who has a request for help in hand: one person or nobody, and never two without knowing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from ..extensions import db
from ..models import Contact, Event, Practitioner
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.references import write_code
from ..practice.triage import ContactState
from ..practice.words import N_, Changed, NotYet, say
from . import messages


def claim(contact: Contact, *, by: Practitioner) -> None:
    """Take a waiting request in hand. One row changes or none: raises NotYet where somebody was quicker."""
    if not _set_holder(contact, by, Contact.held_by_id.is_(None)):
        in_hand(contact, by)
        raise NotYet(say(N_("You already have this request in hand.")))
    contact.record(EventKind.CLAIMED, by=by)


def take_over(contact: Contact, *, because: str, by: Practitioner) -> None:
    """Take a request out of somebody else's hands, with a reason; they are told."""
    before = contact.held_by
    if before is None or before is by or not _set_holder(contact, by, Contact.held_by_id == before.id):
        raise NotYet(say(N_("Nobody else has this request in hand now.")))
    contact.record(EventKind.CLAIMED, by=by, because=because)
    messages.write(
        before.email,
        "A request for help changed hands",
        f"{by.name} took over the request for help {write_code(contact.code)} from you: {because}",
        contact,
    )


def release(contact: Contact, *, by: Practitioner, because: str | None = None) -> None:
    """Give a request back to the queue."""
    if contact.held_by_id != by.id or not _set_holder(contact, None, Contact.held_by_id == by.id):
        raise NotYet(say(N_("You do not have this request in hand.")))
    contact.record(EventKind.RELEASED, by=by, because=because)


def _set_holder(contact: Contact, holder: Practitioner | None, still: sa.ColumnElement[bool]) -> bool:
    done = db.session.execute(
        sa.update(Contact)
        .where(Contact.id == contact.id, Contact.state == ContactState.WAITING, still)
        .values(
            held_by_id=holder.id if holder else None,
            held_since=clock.now() if holder else None,
            version=Contact.version + 1,
        )
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(contact)
    return getattr(done, "rowcount", 0) == 1


def in_hand(contact: Contact, by: Practitioner) -> None:
    """Go on only with a waiting request that nobody else has in hand. Raises NotYet and says who."""
    if contact.state is ContactState.DECIDED:
        who = contact.decided_by.name if contact.decided_by else "–"
        raise NotYet(
            say(N_("%(who)s has already decided this request: %(outcome)s."), who=who, outcome=contact.outcome)
        )
    if contact.held_by is not None and contact.held_by is not by:
        raise NotYet(
            say(
                N_("%(who)s has this request in hand. Speak to them, or take it over if they are away."),
                who=contact.held_by.name,
            )
        )


def still_at(contact: Contact, read_version: int, stored: Callable[[], Mapping[str, str]]) -> None:
    """Raise Changed where a request has a newer version than the one that was read. Nothing is written."""
    if contact.version != read_version:
        raise Changed(stored=stored(), version=contact.version, who=last_writer(contact))


def take_version(contact: Contact, read_version: int, stored: Callable[[], Mapping[str, str]]) -> None:
    """Go on only from the version that was read. Raises Changed where there is a newer one."""
    taken = db.session.execute(
        sa.update(Contact)
        .where(Contact.id == contact.id, Contact.version == read_version)
        .values(version=read_version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(contact)
    if getattr(taken, "rowcount", 0) != 1:
        raise Changed(stored=stored(), version=contact.version, who=last_writer(contact))


def last_writer(contact: Contact) -> str | None:
    """Who changed a request last."""
    query = sa.select(Event).where(Event.subject == contact.subject, Event.subject_id == contact.id)
    event = db.session.scalar(query.order_by(Event.number.desc()).limit(1))
    return event.by.name if event and event.by else None
