"""Asking for help on the public page, without an account: begun, saved as it goes, sent once or thrown away."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Agency, Asking, Contact
from ..practice import clock
from ..practice.asking import KEPT_FOR, Part
from ..practice.references import write_code
from ..practice.words import Changed
from . import contacts, messages
from .sign_ins import count_try, digest_of, network

Fields = Mapping[str, list[str]]
_PRUNED_AT_ONCE = 200


def count_asking(address: str) -> None:
    """Count one beginning from an address, in the database, as tries to sign in are. Raises TooMany."""
    count_try([digest_of(f"asking|{network(address)}")])


def begin() -> tuple[Asking, str]:
    """Begin a request. Gives the secret by which this browser finds it, kept nowhere else."""
    _forget_old()
    token, now = secrets.token_urlsafe(32), clock.now()
    asking = Asking(token_digest=digest_of(token), parts={}, begun_at=now, saved_at=now)
    db.session.add(asking)
    db.session.flush()
    return asking, token


def _forget_old() -> None:
    """Forget what was not sent within a day, and the empty shells of what was; a few at a time."""
    old = sa.select(Asking.id).where(Asking.saved_at <= clock.now() - KEPT_FOR).order_by(Asking.saved_at)
    found = db.session.scalars(old.limit(_PRUNED_AT_ONCE).with_for_update(skip_locked=True)).all()
    if found:
        db.session.execute(sa.delete(Asking).where(Asking.id.in_(found)))


def save(asking: Asking, part: Part, *, fields: Fields, stored: Mapping[str, str], read_number: int) -> None:
    """Save a part. Raises Changed (with `stored`, what the other tab saved) where it is newer than what was read."""
    held = asking.parts.get(part.value, {})
    number = held.get("number", 0)
    if held.get("said") != fields:
        if number and number != read_number:
            raise Changed(stored=stored, version=number)
        number += 1
    _put(asking, part, {"said": dict(fields), "number": number})


def keep(asking: Asking, part: Part, fields: Fields) -> None:
    """Keep what is being typed, or what was refused; what was saved of the part stays beside it."""
    _put(asking, part, {**asking.parts.get(part.value, {}), "typed": dict(fields)})


def _put(asking: Asking, part: Part, held: dict[str, Any]) -> None:
    asking.parts = {**asking.parts, part.value: held}
    asking.saved_at = clock.now()


def throw_away(asking: Asking) -> None:
    """Throw away what was written and not sent."""
    db.session.delete(asking)


def send(asking: Asking, *, request: Mapping[str, Any], own_words: Sequence[dict[str, str]]) -> Contact:
    """Send it to the front door: a request for help like any other, with what its writer wrote kept word for word.
    Sent twice it is one."""
    if asking.contact is not None:
        return asking.contact
    now = clock.now()
    contact = contacts.receive(**_with_agency(request), received_at=now, own_words=list(own_words), by=None)
    asking.contact, asking.sent_at, asking.parts = contact, now, {}
    if contact.referrer_email:
        _write_to(contact.referrer_email, contact, now)
    return contact


def _with_agency(request: Mapping[str, Any]) -> dict[str, Any]:
    """The agency that somebody named, if it is one that we know."""
    given = dict(request)
    name = given.pop("agency_name", None)
    known = sa.select(Agency).where(sa.func.lower(Agency.name) == (name or "").lower()).order_by(Agency.id).limit(1)
    return given | {"agency": db.session.scalar(known) if name else None}


def _write_to(email: str, contact: Contact, now: datetime) -> None:
    day, code = clock.local_day(now), write_code(contact.code)
    messages.write(
        email,
        f"We have your request for help {code}",
        f"We received your request for help on {day.day} {day:%B %Y}. Its reference is {code}: say it when you ring "
        "us. Somebody reads it and then tells you what happens next.\n\n"
        "If a child is in danger now, ring 999.",
        contact,
    )
