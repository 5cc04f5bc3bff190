"""How the levels of need were set."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import LevelSetting
from ..practice.triage import Level

MOST = 200


def changes(level: Level) -> Sequence[LevelSetting]:
    """How a level was set, the newest change first; at most 200."""
    query = sa.select(LevelSetting).where(LevelSetting.level == level)
    loads = joinedload(LevelSetting.set_by, innerjoin=True)
    return db.session.scalars(query.options(loads).order_by(LevelSetting.id.desc()).limit(MOST)).all()


def newest() -> dict[Level, LevelSetting]:
    """The newest setting of each level that was ever set, with who set it. One statement."""
    latest = sa.select(sa.func.max(LevelSetting.id)).group_by(LevelSetting.level)
    query = sa.select(LevelSetting).where(LevelSetting.id.in_(latest))
    found = db.session.scalars(query.options(joinedload(LevelSetting.set_by, innerjoin=True)))
    return {setting.level: setting for setting in found}
