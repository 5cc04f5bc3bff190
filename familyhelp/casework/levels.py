"""Setting what a level of need is called, how it is coloured, and what tells it from the next."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import LevelSetting, Practitioner
from ..practice import clock, levels
from ..practice.chronology import EventKind
from ..practice.levels import Colour
from ..practice.triage import Level, usual_name
from ..practice.words import Changed, NotYet, version_after


def set_level(
    level: Level,
    *,
    name: str,
    colour: Colour,
    means: str,
    signs: str | None,
    because: str,
    read_version: int,
    by: Practitioner,
) -> LevelSetting:
    """Set one level; its number stays. `read_version` tells the newest change that was before their eyes. Raises
    Changed, NotYet. Two at once wait for each other at the first account there is."""
    first = sa.select(Practitioner.id).order_by(Practitioner.id).limit(1)
    db.session.execute(first.with_for_update())
    held = {one.level: one for one in db.session.scalars(sa.select(LevelSetting).order_by(LevelSetting.id))}
    newest = held.get(level)
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        stored = {"name": newest.name, "means": newest.means, "signs": newest.signs or ""} if newest else {}
        raise Changed(stored=stored, version=version, who=newest.set_by.name if newest else None)
    others = [held[one].name if one in held else usual_name(one) for one in Level if one is not level]
    lacking = list(levels.missing(level.value, name, means, others))
    if lacking:
        raise NotYet(*lacking)
    setting = LevelSetting(
        level=level,
        name=name.strip(),
        colour=colour,
        means=means,
        signs=signs,
        because=because,
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(setting)
    by.record(EventKind.LEVEL_SET, by=by, because=because, number=level.value, name=setting.name)
    return setting
