"""Reading families: who is in one, and which episodes of help it had."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import Case


def latest_case(family_id: int) -> Case | None:
    """The family's open episode, or else its latest one."""
    return db.session.scalar(
        sa.select(Case)
        .where(Case.family_id == family_id)
        .order_by(Case.closed_on.is_not(None), Case.opened_on.desc(), Case.id.desc())
        .limit(1)
    )
