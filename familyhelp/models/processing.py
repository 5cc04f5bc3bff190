"""What allows what is done with personal data: each change of a row of the register a row of its own, which stays."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..extensions import Base
from ..practice.processing import Activity, Basis, Condition, Grounds
from .columns import At, Id, Long, Slug, belongs_to
from .practitioner import Practitioner


class ProcessingSetting(Base):
    """What the authority said once about one activity. The newest row is in force."""

    __tablename__ = "processing_settings"
    __table_args__ = (sa.Index("ix_processing_settings_activity_id", "activity", "id"),)

    id: Mapped[Id]
    activity: Mapped[Activity] = mapped_column(Slug(Activity))
    basis: Mapped[Basis] = mapped_column(Slug(Basis))
    law: Mapped[Long]
    condition: Mapped[Condition] = mapped_column(Slug(Condition))
    schedule_1: Mapped[Long]
    assessment: Mapped[Long]
    """Where the data protection impact assessment is kept; empty: not said."""
    because: Mapped[Long]
    review_on: Mapped[date]
    set_by_id: Mapped[int] = belongs_to("practitioners", index=False)
    set_at: Mapped[At]

    set_by: Mapped[Practitioner] = relationship()

    @property
    def grounds(self) -> Grounds:
        """What it says, without who said it."""
        return Grounds(self.basis, self.law, self.condition, self.schedule_1)
