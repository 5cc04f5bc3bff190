"""The measures that an authority described itself."""

from __future__ import annotations

import sqlalchemy as sa

from ..extensions import db
from ..models import OwnMeasure
from ..practice import spend_lines as rules
from ..practice.scorecard import LOCAL, PUBLISHED, Measure
from .spend_lines import counted

MOST = 200


def own_measures() -> list[Measure]:
    """Own measures, by name; at most two hundred."""
    held = db.session.scalars(sa.select(OwnMeasure).order_by(OwnMeasure.name).limit(MOST))
    return [one.in_words().measure for one in held]


def all_measures() -> dict[str, Measure]:
    """Every measure there is, the own ones last."""
    return {measure.slug: measure for measure in [*published_measures(), *LOCAL, *own_measures()]}


def published_measures() -> list[Measure]:
    """The published measures, with what counts here as early-help spend. One statement."""
    return rules.following(PUBLISHED, counted())
