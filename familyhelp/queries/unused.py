"""Which accounts nobody uses. Who is on leave is left alone: their manager knows that they are away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from ..extensions import db
from ..models import Leave, Practitioner
from ..practice import clock


def last_here(person: Practitioner) -> datetime:
    """Since when an account is unused: the last sign-in, or when it was made or restored."""
    moments = (person.last_signed_in_at, person.restored_at, person.created_at)
    return max(moment for moment in moments if moment is not None)


def unused(before: datetime, after: int = 0, most: int = 200) -> Sequence[Practitioner]:
    """Those who have not been here since `before` and are not on leave, by their number, `most` at a time."""
    away = sa.exists().where(
        Leave.worker_id == Practitioner.id,
        Leave.ended_at.is_(None),
        Leave.starts_on <= clock.today(),
        Leave.ends_on >= clock.today(),
    )
    query = sa.select(Practitioner).where(
        Practitioner.is_active,
        Practitioner.id > after,
        Practitioner.created_at <= before,
        sa.or_(Practitioner.last_signed_in_at.is_(None), Practitioner.last_signed_in_at <= before),
        sa.or_(Practitioner.restored_at.is_(None), Practitioner.restored_at <= before),
        sa.not_(away),
    )
    return db.session.scalars(query.order_by(Practitioner.id).limit(most)).all()
