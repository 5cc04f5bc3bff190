"""Reading somebody's own passkeys."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from ..extensions import db
from ..models import Challenge, Passkey, Practitioner
from ..practice import clock, references
from ..practice.passkeys import LASTS, Asked


def passkeys_of(person: Practitioner) -> Sequence[Passkey]:
    """Somebody's passkeys, the oldest first."""
    query = sa.select(Passkey).where(Passkey.practitioner_id == person.id)
    return db.session.scalars(query.order_by(Passkey.made_at, Passkey.id)).all()


def passkey_of(person: Practitioner, code: str) -> Passkey | None:
    """One of somebody's own passkeys."""
    found = references.read_code(code)
    query = sa.select(Passkey).where(Passkey.practitioner_id == person.id, Passkey.code == found)
    return db.session.scalar(query) if found else None


def asked_of(person: Practitioner) -> Challenge | None:
    """What this sign-in of somebody is asked for a new passkey, newest first."""
    query = sa.select(Challenge).where(
        Challenge.asked == Asked.REGISTER,
        Challenge.practitioner_id == person.id,
        Challenge.sign_in_id == person.sign_in_id,
        Challenge.asked_at > clock.now() - LASTS,
    )
    return db.session.scalar(query.order_by(Challenge.id.desc()).limit(1))
