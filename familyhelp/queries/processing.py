"""Reading what allows what is done with personal data."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import ProcessingSetting
from ..practice.processing import Activity


def set_now() -> dict[Activity, ProcessingSetting]:
    """What the authority has set, as it stands; one statement."""
    newest = sa.select(sa.func.max(ProcessingSetting.id)).group_by(ProcessingSetting.activity)
    query = sa.select(ProcessingSetting).options(joinedload(ProcessingSetting.set_by, innerjoin=True))
    return {row.activity: row for row in db.session.scalars(query.where(ProcessingSetting.id.in_(newest)))}


def changes(activity: Activity) -> Sequence[ProcessingSetting]:
    """What was set of one activity, the newest first."""
    query = sa.select(ProcessingSetting).options(joinedload(ProcessingSetting.set_by, innerjoin=True))
    query = query.where(ProcessingSetting.activity == activity)
    return db.session.scalars(query.order_by(ProcessingSetting.id.desc()).limit(500)).all()
