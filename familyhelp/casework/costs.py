"""Writing down what is assumed of avoided cost. Every version stays, with its source and who wrote it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from ..extensions import db
from ..models import CostAssumption, Practitioner
from ..practice import clock
from ..practice import costs as rules
from ..practice.chronology import EventKind
from ..practice.words import Changed, NotYet, version_after


def assume(
    *,
    share_low: int | None,
    share_high: int | None,
    cost_low: int | None,
    cost_high: int | None,
    source: str,
    source_on: date,
    read_version: int,
    by: Practitioner,
) -> CostAssumption:
    """Write a new version of the assumptions. `read_version` tells the newest that was before their eyes
    (`version_after`). Raises Changed, NotYet. Two at once wait for each other at the first account."""
    db.session.execute(sa.select(Practitioner.id).order_by(Practitioner.id).limit(1).with_for_update())
    newest = db.session.scalar(sa.select(CostAssumption).order_by(CostAssumption.id.desc()).limit(1))
    version = version_after(newest.id if newest else 0)
    if version != read_version:
        names = ("share_low", "share_high", "cost_low", "cost_high", "source")
        stored = {name: str(getattr(newest, name)) for name in names} if newest else {}
        raise Changed(stored=stored, version=version, who=newest.set_by.name if newest else None)
    lacking = list(rules.missing(share_low, share_high, cost_low, cost_high, source_on, clock.today()))
    if lacking or share_low is None or share_high is None or cost_low is None or cost_high is None:
        raise NotYet(*lacking)
    assumed = CostAssumption(
        share_low=share_low,
        share_high=share_high,
        cost_low=cost_low,
        cost_high=cost_high,
        source=source,
        source_on=source_on,
        set_by=by,
        set_at=clock.now(),
    )
    db.session.add(assumed)
    by.record(
        EventKind.COSTS_ASSUMED,
        by=by,
        because=source,
        share_low=share_low,
        share_high=share_high,
        cost_low=cost_low,
        cost_high=cost_high,
    )
    return assumed
