"""What is assumed of avoided cost: each change a row of its own, which never changes."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.costs import Assumed
from .columns import At, Id, Long, belongs_to
from .practitioner import Practitioner


class CostAssumption(Base):
    """One version of the assumptions, with its source and the day the source is from. The newest counts."""

    __tablename__ = "cost_assumptions"
    __table_args__ = (
        sa.CheckConstraint(
            "share_low >= 0 AND share_high <= 100 AND share_low <= share_high", name="a_range_of_shares"
        ),
        sa.CheckConstraint("cost_low >= 0 AND cost_low <= cost_high", name="a_range_of_costs"),
    )

    id: Mapped[Id]
    share_low: Mapped[int] = mapped_column(sa.SmallInteger)
    share_high: Mapped[int] = mapped_column(sa.SmallInteger)
    cost_low: Mapped[int]
    cost_high: Mapped[int]
    source: Mapped[Long]
    source_on: Mapped[date]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def assumed(self) -> Assumed:
        """What the practice reads of it."""
        return Assumed(self.share_low, self.share_high, self.cost_low, self.cost_high)
