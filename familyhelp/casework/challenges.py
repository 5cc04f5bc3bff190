"""Challenges that a browser answers to sign in: kept here, answered once, and soon."""

from __future__ import annotations

import secrets
from typing import Any

import sqlalchemy as sa

from ..extensions import db
from ..models import Challenge, Practitioner
from ..practice import clock
from ..practice.passkeys import LASTS, Asked

_FORGOTTEN_AT_ONCE = 200


def ask(asked: Asked, *, of: Practitioner | None = None, **kept: str) -> str:
    """Ask something of a browser and give the challenge (256 bits of chance) that its answer must hold."""
    old = sa.select(Challenge.id).where(Challenge.asked_at <= clock.now() - LASTS).order_by(Challenge.asked_at)
    found = db.session.scalars(old.limit(_FORGOTTEN_AT_ONCE).with_for_update(skip_locked=True)).all()
    if found:
        db.session.execute(sa.delete(Challenge).where(Challenge.id.in_(found)))
    made = Challenge(
        asked=asked,
        text=secrets.token_urlsafe(32),
        practitioner_id=of.id if of else None,
        sign_in_id=of.sign_in_id if of else None,
        asked_at=clock.now(),
        **kept,
    )
    db.session.add(made)
    db.session.flush()
    return made.text


def take(asked: Asked, challenge: str, *, of: Practitioner | None = None) -> Any:
    """What was asked with a challenge, or None where it was never asked of them, is answered already or too old. It is
    gone once this is committed, whatever the answer is worth."""
    gone = sa.delete(Challenge).where(
        Challenge.asked == asked,
        Challenge.text == challenge[:64],
        Challenge.practitioner_id == (of.id if of else None),
        Challenge.sign_in_id == (of.sign_in_id if of else None),
    )
    found = db.session.execute(
        gone.returning(Challenge.text, Challenge.name, Challenge.nonce, Challenge.verifier, Challenge.asked_at)
    ).first()
    return found if found is not None and found.asked_at > clock.now() - LASTS else None
