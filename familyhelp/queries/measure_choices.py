"""Which measures the scorecard shows, now and before."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import MeasureChoice

MOST_VERSIONS = 50


def newest() -> MeasureChoice | None:
    """The choice that counts; none where an authority shows every measure."""
    return db.session.scalar(sa.select(MeasureChoice).order_by(MeasureChoice.number.desc()).limit(1))


def versions() -> Sequence[MeasureChoice]:
    """Every choice, the newest first."""
    return db.session.scalars(
        sa.select(MeasureChoice)
        .options(joinedload(MeasureChoice.set_by, innerjoin=True))
        .order_by(MeasureChoice.number.desc())
        .limit(MOST_VERSIONS)
    ).all()
