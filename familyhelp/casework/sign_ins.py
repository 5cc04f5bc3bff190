"""Signing in and out. Attempts are counted in the database before any password is hashed."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..extensions import db
from ..models import Attempt, Practitioner, SignIn
from ..practice import clock
from ..practice.chronology import EventKind
from ..practice.words import N_, Refusal, say

hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_NOBODY = hasher.hash(secrets.token_urlsafe(16))
"""A hash that nothing matches, so that an unknown name takes as long as a known one."""


def digest_of(text: str) -> str:
    """SHA-256 of a token or a name, 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def verify(practitioner: Practitioner | None, password: str) -> bool:
    """Whether the password is the practitioner's, in the same time for known, unknown and suspended people."""
    known = practitioner.password_hash if practitioner and practitioner.password_hash else _NOBODY
    try:
        matches = hasher.verify(known, password[:1000])
    except (VerificationError, InvalidHashError):
        return False
    return matches and practitioner is not None and practitioner.is_active


def start(practitioner: Practitioner, browser: str) -> str:
    """Start a sign-in and give its token, which only the browser keeps."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    sign_in = SignIn(
        token_digest=digest_of(token),
        practitioner_id=practitioner.id,
        started_at=now,
        last_seen_at=now,
        browser=browser[:200],
    )
    practitioner.last_signed_in_at = now
    db.session.add(sign_in)
    db.session.flush()
    practitioner.token, practitioner.sign_in_id = token, sign_in.id
    return token


def end(token: str) -> None:
    """End one sign-in."""
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.token_digest == digest_of(token), SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def end_all(practitioner: Practitioner) -> None:
    """End every sign-in of a practitioner."""
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.practitioner_id == practitioner.id, SignIn.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def seen(sign_in_id: int) -> None:
    """Note that a sign-in is in use now."""
    db.session.execute(sa.update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=clock.now()))


def sign_out_everywhere(practitioner: Practitioner, *, by: Practitioner) -> None:
    """End every sign-in of a practitioner, and say so in their chronology."""
    end_all(practitioner)
    practitioner.record(EventKind.SIGNED_OUT_EVERYWHERE, by=by)


MOST_TRIES, TRIES_WINDOW = 10, timedelta(minutes=5)


def sign_in(email: str, password: str, *, address: str) -> Practitioner | None:
    """The practitioner whose e-mail address and password these are, or None.

    Raises Refusal after 10 wrong tries in 5 minutes for one account from one address."""
    name = email.strip().lower()[:200]
    key = digest_of(f"{name}|{address}")
    since = clock.now() - TRIES_WINDOW
    tries = db.session.scalar(sa.select(sa.func.count()).where(Attempt.key == key, Attempt.at > since)) or 0
    if tries >= MOST_TRIES:
        raise Refusal(say(N_("That was too many tries. Wait five minutes, then try again.")))
    practitioner = db.session.scalar(sa.select(Practitioner).where(Practitioner.email == name))
    if verify(practitioner, password):
        return practitioner
    db.session.add(Attempt(key=key, at=clock.now()))
    db.session.commit()  # a wrong try is counted even though the page is refused
    return None
