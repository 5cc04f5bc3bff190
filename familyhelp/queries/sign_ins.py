"""Who a request comes from."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Practitioner, SignIn
from ..practice import clock


def sign_in_of(token: str) -> SignIn | None:
    """The sign-in that a token belongs to, ended or not, with its practitioner."""
    return db.session.scalar(
        sa.select(SignIn)
        .options(joinedload(SignIn.practitioner, innerjoin=True))
        .where(SignIn.token_digest == hashlib.sha256(token.encode()).hexdigest())
    )


def in_force(sign_in: SignIn, idle: timedelta, longest: timedelta) -> bool:
    """Whether a sign-in still counts: not ended, used within `idle`, started within `longest`, its owner active."""
    now = clock.now()
    return (
        sign_in.ended_at is None
        and now - sign_in.last_seen_at <= idle
        and now - sign_in.started_at <= longest
        and sign_in.practitioner.is_active
    )


def practitioner_named(email: str) -> Practitioner | None:
    """The practitioner with an e-mail address."""
    return db.session.scalar(sa.select(Practitioner).where(Practitioner.email == email.strip().lower()[:200]))
