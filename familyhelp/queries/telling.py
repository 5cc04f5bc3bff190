"""Reading how people are told what is due."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import CalendarFeed, Practitioner, Telling
from ..practice.telling import USUAL_RHYTHM, Rhythm


def feed_of(person: Practitioner) -> CalendarFeed | None:
    """The calendar of a person that is in force."""
    return db.session.scalar(
        sa.select(CalendarFeed).where(CalendarFeed.practitioner_id == person.id, CalendarFeed.ended_at.is_(None))
    )


def feed_by(digest: str) -> CalendarFeed | None:
    """The calendar in force whose address has this digest, with its owner, who works here still."""
    return db.session.scalar(
        sa.select(CalendarFeed)
        .join(CalendarFeed.practitioner)
        .where(CalendarFeed.token_digest == digest, CalendarFeed.ended_at.is_(None), Practitioner.is_active)
        .options(joinedload(CalendarFeed.practitioner, innerjoin=True))
    )


def rhythm_of(person: Practitioner) -> Rhythm:
    """How often a person is told."""
    found = db.session.scalar(sa.select(Telling.rhythm).where(Telling.practitioner_id == person.id))
    return found or USUAL_RHYTHM


def active(after: int, most: int = 200) -> Sequence[Practitioner]:
    """Those who work here, by their number, `most` at a time."""
    query = sa.select(Practitioner).where(Practitioner.is_active, Practitioner.id > after)
    return db.session.scalars(query.order_by(Practitioner.id).limit(most)).all()
