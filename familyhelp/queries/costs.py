"""What is assumed of avoided cost, the newest first; and what the authority spent on early help in a year."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from ..extensions import db
from ..models import Area, CostAssumption, Figure
from ..practice.published import AreaLevel
from ..practice.spend_lines import parts
from .scorecard import areas, datasets_in_force, own_authority
from .spend_lines import counted


def assumptions() -> Sequence[CostAssumption]:
    """Every version, the newest first."""
    query = sa.select(CostAssumption).options(joinedload(CostAssumption.set_by, innerjoin=True))
    return db.session.scalars(query.order_by(CostAssumption.id.desc()).limit(100)).all()


def spent(year: int, code: str, name: str) -> tuple[Area | None, Fraction | None]:
    """The authority, and the pounds that it spent on early help in the financial year ending in `year`, as published;
    unknown where one of the lines is."""
    held, datasets = areas(), datasets_in_force()
    area = held.get(own_authority(held, code, name) or 0)
    if area is None or area.level is not AreaLevel.AUTHORITY:
        return None, None
    lines = [part.line for part in parts("spend", counted())]
    values = db.session.scalars(
        sa.select(Figure.value).where(
            Figure.dataset_id.in_([dataset.id for dataset in datasets]),
            Figure.area_id == area.id,
            Figure.line.in_(lines),
            Figure.year == year,
            Figure.value.is_not(None),
        )
    ).all()
    return area, sum((Fraction(value) for value in values if value), Fraction(0)) if len(values) == len(lines) else None
