"""Finding what somebody is writing on the public page."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Asking
from ..practice import clock
from ..practice.asking import KEPT_FOR


def asking_by(digest: str, *, locking: bool) -> Asking | None:
    """The request in writing that a browser's secret leads to, while it is kept; locked for whoever changes it."""
    query = sa.select(Asking).where(Asking.token_digest == digest, Asking.saved_at > clock.now() - KEPT_FOR)
    if locking:
        return db.session.scalar(query.with_for_update(of=Asking))
    return db.session.scalar(query.options(joinedload(Asking.contact)))
