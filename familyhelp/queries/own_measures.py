"""The measures that an authority described itself."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import OwnMeasure
from ..practice.scorecard import MEASURES, Measure

MOST = 200


def own_measures() -> list[Measure]:
    """Own measures, by name; at most two hundred."""
    held = db.session.scalars(sa.select(OwnMeasure).order_by(OwnMeasure.name).limit(MOST))
    return [one.in_words().measure for one in held]


def all_measures() -> dict[str, Measure]:
    """Every measure there is, the own ones last."""
    return MEASURES | {measure.slug: measure for measure in own_measures()}
